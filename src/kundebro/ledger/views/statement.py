"""The statement of an account (Kontoudtog), on the screen and on paper."""

from typing import Any

from django.http import HttpResponse
from django.shortcuts import render
from django.utils import timezone
from django.views.decorators.http import require_GET

from kundebro.core.money import DKK
from kundebro.ledger.forms.statement import StatementForm, first_day_of_year
from kundebro.ledger.queries import currencies_of, statement_of
from kundebro.ledger.subledgers import SubLedger
from kundebro.ledger.views.card_page import CardPage
from kundebro.ledger.views.doors import may, visible_account
from kundebro.users.requests import SignedInRequest


@require_GET
@may("view", "ledger.view_amounts")
def statement(request: SignedInRequest, ledger: SubLedger, pk: int) -> HttpResponse:
    """What was posted in the days, with the balance before, after each line and at the end; this year unless asked."""
    account, today = visible_account(ledger, request.user, pk), timezone.localdate()
    currencies = currencies_of(account)
    usual: dict[str, Any] = {"first": first_day_of_year(today), "last": today, "currency": DKK}
    form = StatementForm(request.GET or None, currencies=currencies, initial=usual)
    asked = form.cleaned_data if form.is_valid() else usual
    is_wrong = form.is_bound and not form.is_valid()
    shown = None
    if not is_wrong:
        currency = asked["currency"] or (DKK if DKK in currencies or not currencies else currencies[0])
        shown = statement_of(account, first=asked["first"], last=asked["last"], currency=currency)
    context = {
        "card": CardPage(request=request, ledger=ledger, account=account),
        "form": form,
        "statement": shown,
        "has_currencies": len(currencies) > 1,
    }
    return render(request, "ledger/statement.html", context, status=422 if is_wrong else 200)
