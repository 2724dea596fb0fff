"""VAT rates with their days (Momssatser): list, add, give a last day."""

from decimal import Decimal

from django.contrib.auth.decorators import permission_required
from django.http import HttpResponse
from django.shortcuts import get_object_or_404, render
from django.urls import reverse
from django.utils.translation import gettext as _
from django.utils.translation import pgettext
from django.views.decorators.http import require_GET, require_http_methods

from kundebro.core.components import Column, Crumb, Table
from kundebro.core.formats import show_date, show_percent
from kundebro.ledger.forms.vat_rates import VatRateForm
from kundebro.ledger.models import VatRate
from kundebro.ledger.views.setup_form import setup_form
from kundebro.users.requests import SignedInRequest


@require_GET
@permission_required("ledger.view_vatrate", raise_exception=True)
def vat_rates(request: SignedInRequest) -> HttpResponse:
    """Every rate there is or was, code by code."""
    columns: list[Column[VatRate]] = [
        Column(key="code", title=pgettext("ledger", "VAT code"), cell=lambda rate: str(rate.vat_code), phone="title"),
        Column(key="rate", title=_("Rate"), cell=_percent, kind="number", phone="aside"),
        Column(key="from", title=_("Valid from"), cell=lambda rate: show_date(rate.valid_from), kind="date"),
        Column(key="to", title=_("Valid to"), cell=_last_day, kind="date", phone="line"),
    ]
    table = Table(
        records=list(VatRate.objects.select_related("vat_code").order_by("vat_code__code", "-valid_from")),
        columns=columns,
        caption=_("VAT rates"),
        link=_address if request.user.has_perm("ledger.change_vatrate") else None,
    )
    may_add = request.user.has_perm("ledger.add_vatrate")
    return render(request, "ledger/vat_rates.html", {"table": table, "may_add": may_add})


@require_http_methods(["GET", "POST"])
@permission_required("ledger.add_vatrate", raise_exception=True)
def add(request: SignedInRequest) -> HttpResponse:
    """A new rate from a day on."""
    return _form(request, VatRate(), _("New VAT rate"))


@require_http_methods(["GET", "POST"])
@permission_required("ledger.change_vatrate", raise_exception=True)
def change(request: SignedInRequest, pk: int) -> HttpResponse:
    """One rate; what is in force gets a last day and is otherwise left as it is."""
    rate = get_object_or_404(VatRate.objects.select_related("vat_code"), pk=pk)
    return _form(request, rate, str(rate))


def _form(request: SignedInRequest, rate: VatRate, title: str) -> HttpResponse:
    form = VatRateForm(request.POST or None, instance=rate)
    listed_under = Crumb(title=_("VAT rates"), url=reverse("ledger:vat-rates"))
    return setup_form(request, form, title=title, listed_under=listed_under)


def _address(rate: VatRate) -> str:
    return reverse("ledger:vat-rate-change", args=[rate.pk])


def _percent(rate: VatRate) -> str:
    return show_percent(Decimal(rate.rate_hundredths).scaleb(-2))


def _last_day(rate: VatRate) -> str:
    return show_date(rate.valid_to) if rate.valid_to else ""
