"""The chart of accounts (Kontoplan): list, add, rename, close."""

from django.contrib.auth.decorators import permission_required
from django.http import HttpResponse
from django.shortcuts import get_object_or_404, render
from django.urls import reverse
from django.utils.text import capfirst
from django.utils.translation import gettext as _
from django.utils.translation import pgettext
from django.views.decorators.http import require_GET, require_http_methods

from kundebro.core.components import Column, Crumb, Table
from kundebro.ledger.forms.chart import ChartAccountForm
from kundebro.ledger.models import Account
from kundebro.ledger.views.setup_form import setup_form
from kundebro.users.requests import SignedInRequest


@require_GET
@permission_required("ledger.view_account", raise_exception=True)
def chart(request: SignedInRequest) -> HttpResponse:
    """Every account, the closed ones too."""
    columns: list[Column[Account]] = [
        Column(key="number", title=_("No."), cell=lambda account: account.number, phone="line"),
        Column(key="name", title=_("Name"), cell=lambda account: account.name, phone="title"),
        Column(key="kind", title=_("Kind"), cell=lambda account: capfirst(account.get_kind_display())),
        Column(key="vat", title=pgettext("ledger", "VAT code"), cell=_vat_code, phone="aside"),
        Column(key="state", title=_("State"), cell=_state),
    ]
    table = Table(
        records=list(Account.objects.select_related("vat_code").order_by("number")),
        columns=columns,
        caption=_("Chart of accounts"),
        link=_address if request.user.has_perm("ledger.change_account") else None,
    )
    return render(
        request, "ledger/chart.html", {"table": table, "may_add": request.user.has_perm("ledger.add_account")}
    )


@require_http_methods(["GET", "POST"])
@permission_required("ledger.add_account", raise_exception=True)
def add(request: SignedInRequest) -> HttpResponse:
    """A new account."""
    return _form(request, Account(), _("New account"))


@require_http_methods(["GET", "POST"])
@permission_required("ledger.change_account", raise_exception=True)
def change(request: SignedInRequest, pk: int) -> HttpResponse:
    """Rename one account, give it another VAT code, close or open it."""
    account = get_object_or_404(Account, pk=pk)
    return _form(request, account, str(account))


def _form(request: SignedInRequest, account: Account, title: str) -> HttpResponse:
    form = ChartAccountForm(request.POST or None, instance=account)
    listed_under = Crumb(title=_("Chart of accounts"), url=reverse("ledger:chart"))
    return setup_form(request, form, title=title, listed_under=listed_under)


def _address(account: Account) -> str:
    return reverse("ledger:chart-change", args=[account.pk])


def _vat_code(account: Account) -> str:
    return account.vat_code.code if account.vat_code else ""


def _state(account: Account) -> str:
    if not account.is_active:
        return pgettext("account of the chart", "Closed")
    return "" if account.allows_direct_posting else _("Follows a sub-ledger")
