"""Flere funktioner on the card: archive, bring back, copy."""

from django.contrib.auth.decorators import permission_required
from django.http import HttpResponse
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods, require_POST

from kundebro.core.shortcuts import render_dialog, see_other
from kundebro.history.recorder import latest_changeset
from kundebro.history.views import undo_url
from kundebro.prospects.forms import ArchiveForm
from kundebro.prospects.models import Prospect
from kundebro.prospects.operations import archive_prospects, copy_prospect, unarchive_prospects
from kundebro.prospects.queries.archive import held_back
from kundebro.prospects.views.card_page import CardPage, open_tab
from kundebro.prospects.views.records import visible_prospect
from kundebro.users.requests import SignedInRequest

LONGEST_KEY = 36


@require_http_methods(["GET", "POST"])
@permission_required("prospects.archive_prospect", raise_exception=True)
def archive(request: SignedInRequest, pk: int) -> HttpResponse:
    """Put the prospect away, with a reason."""
    page = CardPage(request=request, prospect=visible_prospect(request.user, pk), tab=open_tab(request))
    form = ArchiveForm(request.POST or None)
    this = Prospect.objects.filter(pk=pk)
    if form.is_valid():
        reason, key = form.cleaned_data["reason"], form.cleaned_data["idempotency_key"]
        is_done = archive_prospects(this, by=request.user, reason=reason, key=key)
        if is_done or not this.active().exists():
            undo = undo_url(latest_changeset()) if is_done else ""
            return see_other(request, page.url, toast=_("Archived"), undo_url=undo)
    context = {"card": page, "form": form, "held_back": held_back(this, by=request.user)}
    return render_dialog(request, "prospects/archive.html", context, status=422 if form.is_bound else 200)


@require_POST
@permission_required("prospects.archive_prospect", raise_exception=True)
def unarchive(request: SignedInRequest, pk: int) -> HttpResponse:
    """Take the prospect back into daily use."""
    page = CardPage(request=request, prospect=visible_prospect(request.user, pk), tab=open_tab(request))
    is_done = unarchive_prospects(Prospect.objects.filter(pk=pk), by=request.user)
    undo = undo_url(latest_changeset()) if is_done else ""
    return see_other(request, page.url, toast=_("Brought back"), undo_url=undo)


@require_POST
@permission_required("prospects.add_prospect", raise_exception=True)
def copy(request: SignedInRequest, pk: int) -> HttpResponse:
    """A new prospect with the same address, terms and segments."""
    key = request.GET.get("key", "")[:LONGEST_KEY] or None
    made = copy_prospect(visible_prospect(request.user, pk), by=request.user, key=key)
    toast = _("Copied as %(number)s") % {"number": made.number}
    return see_other(request, made.get_absolute_url(), toast=toast, undo_url=undo_url(latest_changeset()))
