"""P-numbers on the card: add, correct, remove."""

from django.contrib.auth.decorators import permission_required
from django.http import HttpResponse
from django.shortcuts import get_object_or_404
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods, require_POST

from kundebro.core.shortcuts import render_dialog, see_other
from kundebro.history.recorder import latest_changeset
from kundebro.history.views import undo_url
from kundebro.prospects.forms import ProductionUnitForm
from kundebro.prospects.models import ProductionUnit
from kundebro.prospects.operations import remove_production_unit, save_production_unit
from kundebro.prospects.views.card_page import CardPage, open_tab
from kundebro.prospects.views.records import visible_prospect
from kundebro.users.requests import SignedInRequest


@require_http_methods(["GET", "POST"])
@permission_required("prospects.change_prospect", raise_exception=True)
def production_unit(request: SignedInRequest, pk: int, unit: int | None = None) -> HttpResponse:
    """A new or known P-number with its address."""
    prospect = visible_prospect(request.user, pk)
    page = CardPage(request=request, prospect=prospect, tab=open_tab(request))
    if unit is None:
        row = ProductionUnit(prospect=prospect, is_main=not prospect.production_units.exists())
    else:
        row = get_object_or_404(prospect.production_units, pk=unit)
    form = ProductionUnitForm(request.POST or None, instance=row)
    if form.is_valid():
        save_production_unit(row, by=request.user, key=form.cleaned_data["idempotency_key"])
        return see_other(request, page.url, toast=_("The P-number is saved"), undo_url=undo_url(latest_changeset()))
    context = {"card": page, "form": form, "unit": None if unit is None else row}
    return render_dialog(request, "prospects/production_unit.html", context, status=422 if form.errors else 200)


@require_POST
@permission_required("prospects.change_prospect", raise_exception=True)
def remove(request: SignedInRequest, pk: int, unit: int) -> HttpResponse:
    """Take a P-number away; Fortryd brings it back."""
    prospect = visible_prospect(request.user, pk)
    remove_production_unit(get_object_or_404(prospect.production_units, pk=unit), by=request.user)
    page = CardPage(request=request, prospect=prospect, tab=open_tab(request))
    return see_other(request, page.url, toast=_("The P-number is removed"), undo_url=undo_url(latest_changeset()))
