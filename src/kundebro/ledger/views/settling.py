"""Settle entries of an account with each other (Udligning), and take that back."""

from typing import Any

from django.contrib.auth.decorators import permission_required
from django.db import transaction
from django.http import HttpResponse, QueryDict
from django.shortcuts import get_object_or_404
from django.utils import timezone
from django.utils.translation import gettext as _
from django.utils.translation import ngettext
from django.views.decorators.http import require_GET, require_POST

from kundebro.core.money import Money
from kundebro.core.shortcuts import render_part, see_other
from kundebro.core.toasts import toast
from kundebro.ledger.card import ENTRIES
from kundebro.ledger.forms.settling import SettleForm
from kundebro.ledger.models import Line, OpenItem, PartyAccount, Settlement
from kundebro.ledger.operations import settle_entries, unsettle
from kundebro.ledger.queries import open_entries_of
from kundebro.ledger.subledgers import SUBLEDGERS, SubLedger
from kundebro.ledger.views.card_page import CardPage
from kundebro.ledger.views.doors import may, visible_account
from kundebro.ledger.views.refusals import REFUSALS, sentence_of
from kundebro.users.requests import SignedInRequest


@require_GET
@may("view", "ledger.view_amounts")
def ticked(request: SignedInRequest, ledger: SubLedger, pk: int) -> HttpResponse:
    """What the ticked entries come to, and what will remain."""
    items = _ticked(visible_account(ledger, request.user, pk), request.GET)
    currencies = {item.currency_id for item in items}
    context: dict[str, Any] = {"count": len(items), "is_mixed": len(currencies) > 1}
    if len(currencies) == 1:
        (currency,) = currencies
        debit = sum(item.remaining_ore for item in items if item.remaining_ore > 0)
        credit = -sum(item.remaining_ore for item in items if item.remaining_ore < 0)
        context |= {
            "debit": Money(debit, currency),
            "credit": Money(credit, currency),
            "settled": Money(min(debit, credit), currency),
            "rest": Money(debit - credit, currency),
        }
    return render_part(request, "ledger/ticked.html", "ticked", context)


@require_POST
@may("view", "ledger.post_entry")
def settle(request: SignedInRequest, ledger: SubLedger, pk: int) -> HttpResponse:
    """Set the ticked entries against each other, the earliest due first."""
    account = visible_account(ledger, request.user, pk)
    page = CardPage(request=request, ledger=ledger, account=account, tab=ENTRIES)
    form = SettleForm(request.POST)
    page.ticked = frozenset(item.pk for item in _ticked(account, request.POST))
    if not form.is_valid():
        return _asked_again(page, " ".join(str(text) for texts in form.errors.values() for text in texts))
    mine = Line.objects.filter(pk__in=_keys(request.POST), **{ledger.kind.value: account})
    lines = list(mine.select_related("debtor", "creditor"))
    typed = form.cleaned_data
    try:
        with transaction.atomic():
            made = settle_entries(lines, on=typed["on"], by=request.user, key=typed["idempotency_key"])
    except REFUSALS as refused:
        return _asked_again(page, sentence_of(refused))
    told = ngettext("%(count)d settlement made", "%(count)d settlements made", len(made)) % {"count": len(made)}
    return see_other(request, page.url, toast=told)


@require_POST
@permission_required("ledger.post_entry", raise_exception=True)
def take_back(request: SignedInRequest, pk: int) -> HttpResponse:
    """Open both entries again as they were."""
    related = (
        "debit_line__debtor",
        "debit_line__creditor",
        "debit_line__entry",
        "credit_line__entry",
        "exchange_entry",
    )
    settlement = get_object_or_404(Settlement.objects.select_related(*related), pk=pk)
    account = settlement.debit_line.party
    if account is None:  # the database lets none through
        raise TypeError(settlement)
    page = CardPage(request=request, ledger=SUBLEDGERS[account.kind], account=account, tab=ENTRIES)
    try:
        with transaction.atomic():
            unsettle(settlement, on=timezone.localdate(), by=request.user)
    except REFUSALS as refused:
        toast(request, sentence_of(refused), level="error")
        return see_other(request, page.url)
    return see_other(request, page.url, toast=_("The settlement is taken back"))


def _asked_again(page: CardPage, refusal: str) -> HttpResponse:
    page.refusal = refusal
    return render_part(page.request, "ledger/card.html", "tab", {"card": page}, status=422)


def _keys(query: QueryDict) -> list[int]:
    return [int(key) for key in query.getlist("selected") if key.isdecimal() and len(key) < 19]  # noqa: PLR2004  a bigint


def _ticked(account: PartyAccount, query: QueryDict) -> list[OpenItem]:
    return list(open_entries_of(account).filter(pk__in=_keys(query)))
