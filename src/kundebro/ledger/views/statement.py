"""The statement of an account (Kontoudtog), on the screen and on paper."""

from dataclasses import dataclass
from typing import Any

from django.conf import settings
from django.http import HttpResponse
from django.shortcuts import render
from django.utils import timezone, translation
from django.utils.text import slugify
from django.utils.translation import gettext as _
from django.views.decorators.http import require_GET

from kundebro.company.models import Company
from kundebro.core.formats import show_cvr, show_phone
from kundebro.core.money import DKK
from kundebro.core.pdf import PangoMissing, render_pdf
from kundebro.core.shortcuts import SeeOther
from kundebro.core.toasts import toast
from kundebro.ledger.forms.statement import StatementForm, first_day_of_year
from kundebro.ledger.models import PartyAccount
from kundebro.ledger.queries import Statement, currencies_of, statement_of
from kundebro.ledger.subledgers import SubLedger
from kundebro.ledger.views.card_page import CardPage
from kundebro.ledger.views.doors import may, visible_account
from kundebro.parties.choices import Language
from kundebro.users.requests import SignedInRequest


@dataclass(frozen=True)
class Asked:
    """The form of the days, and the statement that was asked for; none when the form is wrong."""

    form: StatementForm
    statement: Statement | None
    currencies: list[str]


@require_GET
@may("view", "ledger.view_amounts")
def statement(request: SignedInRequest, ledger: SubLedger, pk: int) -> HttpResponse:
    """What was posted in the days, with the balance before, after each line and at the end; this year unless asked."""
    account = visible_account(ledger, request.user, pk)
    asked = _asked(request, account)
    page = CardPage(request=request, ledger=ledger, account=account)
    context = {
        "card": page,
        "form": asked.form,
        "statement": asked.statement,
        "has_currencies": len(asked.currencies) > 1,
        "pdf_url": f"{ledger.url('statement-pdf', pk)}?{request.GET.urlencode()}",
    }
    return render(request, "ledger/statement.html", context, status=422 if asked.statement is None else 200)


@require_GET
@may("view", "ledger.view_amounts")
def statement_pdf(request: SignedInRequest, ledger: SubLedger, pk: int) -> HttpResponse:
    """The same statement on our letter, in the account's language."""
    account = visible_account(ledger, request.user, pk)
    shown, back = _asked(request, account).statement, f"{ledger.url('statement', pk)}?{request.GET.urlencode()}"
    if shown is None:
        return SeeOther(back)
    wanted = account.language or Language.DANISH
    language = wanted if wanted in dict(settings.LANGUAGES) else Language.ENGLISH
    with translation.override(language):
        context = {"account": account, "statement": shown, "language": language, **_letterhead(account)}
        try:
            return render_pdf("ledger/statement_paper.html", context, name=_file_name(account, shown))
        except PangoMissing:
            pass
    missing = _("A PDF cannot be made here: the server lacks Pango. Use Print until it is installed.")
    toast(request, missing, level="error")
    return SeeOther(back)


def _asked(request: SignedInRequest, account: PartyAccount) -> Asked:
    today, currencies = timezone.localdate(), currencies_of(account)
    usual: dict[str, Any] = {"first": first_day_of_year(today), "last": today, "currency": DKK}
    form = StatementForm(request.GET or None, currencies=currencies, initial=usual)
    if form.is_bound and not form.is_valid():
        return Asked(form, None, currencies)
    asked = form.cleaned_data if form.is_bound else usual
    currency = asked["currency"] or (DKK if DKK in currencies or not currencies else currencies[0])
    return Asked(form, statement_of(account, first=asked["first"], last=asked["last"], currency=currency), currencies)


def _letterhead(account: PartyAccount) -> dict[str, Any]:
    """Who writes, and to whom."""
    company = Company.objects.get()
    street = " ".join(filter(None, (company.street, company.house_no)))
    town = " ".join(filter(None, (company.postal_code, company.city)))
    cvr_no = f"{_('CVR no.')} {show_cvr(company.cvr_no)}" if company.cvr_no else ""
    phone = show_phone(company.phone) if company.phone else ""
    sender = (street, company.address_2, town, cvr_no, phone, company.email)
    receiver = (account.address_line, account.postal_line)
    return {"company": company, "sender": list(filter(None, sender)), "receiver": list(filter(None, receiver))}


def _file_name(account: PartyAccount, shown: Statement) -> str:
    return slugify(f"{_('Statement')} {account.number} {shown.last}")
