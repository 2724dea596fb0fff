"""The card: one prospect with everything known about it."""

from dataclasses import replace

from django.contrib.auth.decorators import permission_required
from django.http import Http404, HttpResponse
from django.shortcuts import render
from django.utils.http import content_disposition_header
from django.utils.translation import gettext as _
from django.views.decorators.http import require_GET, require_POST

from kundebro.core.components import ShownGroup
from kundebro.core.shortcuts import SeeOther, render_part
from kundebro.imports.outgoing import note_export
from kundebro.prospects.card import GROUPS, Group, groups_of, related_of
from kundebro.prospects.exports import vcard_of
from kundebro.prospects.views.card_page import ALL, FEW, PREFERENCE, CardPage, open_tab
from kundebro.prospects.views.records import visible_prospect
from kundebro.users.operations import remember
from kundebro.users.requests import SignedInRequest


@require_GET
@permission_required("prospects.view_prospect", raise_exception=True)
def card(request: SignedInRequest, pk: int) -> HttpResponse:
    """The prospect's card with one tab open."""
    tab = open_tab(request)
    prospect = visible_prospect(request.user, pk, *related_of(groups_of(tab)))
    return render_part(
        request, "prospects/card.html", "tab", {"card": CardPage(request=request, prospect=prospect, tab=tab)}
    )


@require_GET
@permission_required("prospects.view_prospect", raise_exception=True)
def group(request: SignedInRequest, pk: int, key: str) -> HttpResponse:
    """One group of fields in read view, where its form stood."""
    return render_group(request, pk, group_of(key))


@require_POST
@permission_required("prospects.view_prospect", raise_exception=True)
def shown_fields(request: SignedInRequest, pk: int) -> HttpResponse:
    """Remember whether the user wants to see few or all fields, and go on with the card."""
    prospect = visible_prospect(request.user, pk)
    remember(request.user, PREFERENCE, ALL if request.POST.get("show") == ALL else FEW)
    return SeeOther(f"{prospect.get_absolute_url()}?{request.GET.urlencode()}")


@require_GET
@permission_required("prospects.view_prospect", raise_exception=True)
def printed(request: SignedInRequest, pk: int) -> HttpResponse:
    """Everything filled in, on one page for paper."""
    prospect = visible_prospect(request.user, pk, *related_of(GROUPS.values()))
    filled = [(group, [fact for fact in group.facts(prospect) if fact.value]) for group in GROUPS.values()]
    groups = [ShownGroup(group=group, facts=facts) for group, facts in filled if facts]
    return render(
        request, "prospects/print.html", {"card": CardPage(request=request, prospect=prospect), "groups": groups}
    )


@require_GET
@permission_required("prospects.view_prospect", raise_exception=True)
def vcard(request: SignedInRequest, pk: int) -> HttpResponse:
    """The company as a vCard, for a phone's address book."""
    prospect = visible_prospect(request.user, pk, "country")
    note_export(request, _("%(name)s as vCard") % {"name": prospect.number})
    headers = {"Content-Disposition": content_disposition_header(True, f"{prospect.number} {prospect.name}.vcf") or ""}
    return HttpResponse(vcard_of(prospect), content_type="text/vcard; charset=utf-8", headers=headers)


def group_of(key: str) -> Group:
    """The group an address names; 404 for others."""
    try:
        return GROUPS[key]
    except KeyError:
        raise Http404 from None


def render_group(request: SignedInRequest, pk: int, wanted: Group, *, is_saved: bool = False) -> HttpResponse:
    """The group in read view; after a change the head of the card comes along."""
    page = CardPage(
        request=request, prospect=visible_prospect(request.user, pk, *related_of([wanted])), tab=open_tab(request)
    )
    shown = page.shown(wanted)
    if not shown.facts:
        shown = replace(shown, facts=wanted.facts(page.prospect))
    context = {"card": page, "group": shown, "is_saved": is_saved}
    return render_part(request, "prospects/group_page.html", "group", context)
