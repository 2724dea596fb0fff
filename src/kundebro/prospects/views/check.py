"""Looks at one field while it is typed: puts it in its usual form, warns, and fills in the town."""

from dataclasses import dataclass

from django.contrib.auth.decorators import permission_required
from django.http import Http404, HttpResponse
from django.shortcuts import render
from django.utils.safestring import SafeString
from django.views.decorators.http import require_POST

from kundebro.company.queries import town_of
from kundebro.core.formats import show_cvr, show_phone
from kundebro.prospects.card import NUMBERS, PHONES
from kundebro.prospects.forms import LIVE, prospect_form
from kundebro.prospects.models import Prospect
from kundebro.prospects.queries import duplicates_of
from kundebro.prospects.views.notices import may_be_same, number_taken
from kundebro.prospects.views.records import visible_prospect
from kundebro.users.requests import SignedInRequest

IDENTIFYING = frozenset({"cvr_no", "phone", "mobile", "email"})
"""Another prospect with the same is worth a look."""


@dataclass(frozen=True)
class Said:
    """What is to be said of one field, and its value as it is written."""

    value: str
    errors: list[str | SafeString]
    warnings: list[str | SafeString]
    town: str = ""


@require_POST
@permission_required("prospects.view_prospect", raise_exception=True)
def check(request: SignedInRequest, field: str) -> HttpResponse:
    """One field of a form about a prospect. While the user is still typing, unfinished is no error."""
    if field not in LIVE:
        raise Http404
    key = request.GET.get("of", "")
    prospect = visible_prospect(request.user, int(key)) if key.isdecimal() and len(key) < 19 else None  # noqa: PLR2004  an integer of the database
    said = _said(request, field, prospect)
    is_typing = "typing" in request.GET
    target = request.headers.get("HX-Target", "")
    context = {
        "id": target.removesuffix("_check") or f"id_{field}",
        "check_url": f"{request.path}?of={prospect.pk if prospect else ''}",
        "said": said,
        "errors": [] if is_typing else said.errors,
        "fills": f"id_{field.removesuffix('postal_code')}city" if said.town else "",
    }
    return render(request, "prospects/field_check.html", context)


def _said(request: SignedInRequest, field: str, prospect: Prospect | None) -> Said:
    typed = request.POST.get(field, "").strip()
    country = "visit_country" if field.startswith("visit_") else "country"
    names = (field, country) if country in request.POST else (field,)
    form = prospect_form(names)(request.POST, instance=prospect or Prospect())
    form.is_valid()
    if not typed:
        return Said("", [], [])
    if errors := form.errors.get(field):
        return Said(typed, [str(error) for error in errors], [])
    value = form.cleaned_data[field]
    warnings: list[str | SafeString] = list(form.warnings.get(field, []))
    but = prospect.pk if prospect else None
    if field == "number":
        holder = Prospect.objects.numbered(value).exclude(pk=but or 0).first()
        taken = [number_taken(value, holder, seen_by=request.user)] if holder else []
        return Said(value, [], taken)
    if field in IDENTIFYING:
        same = duplicates_of({field: value}, seen_by=request.user, but=but)
        warnings += [may_be_same(each.prospect, each.reason, is_visible=each.is_visible) for each in same]
    if field.endswith("postal_code"):
        where = form.cleaned_data.get(country) or getattr(prospect, country, None)
        return Said(value, [], warnings, town_of(value, where.pk if where else "DK") or "")
    if field in PHONES:
        value = show_phone(value)
    return Said(show_cvr(value) if field in NUMBERS else value, [], warnings)
