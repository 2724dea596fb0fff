"""Post an invoice, a credit note or a payment straight from the account's card."""

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any, Final

from django.db import transaction
from django.http import HttpResponse
from django.utils.functional import Promise
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy
from django.views.decorators.http import require_http_methods

from kundebro.core.shortcuts import render_dialog, see_other
from kundebro.ledger.card import ENTRIES
from kundebro.ledger.choices import EntryKind
from kundebro.ledger.forms.documents import FORMS, InvoiceForm, PaymentForm, PostingForm
from kundebro.ledger.models import Entry, PartyAccount
from kundebro.ledger.operations import post_credit_note, post_invoice, post_payment
from kundebro.ledger.subledgers import SubLedger
from kundebro.ledger.views.card_page import CardPage
from kundebro.ledger.views.doors import may, visible_account
from kundebro.ledger.views.refusals import REFUSALS, sentence_of
from kundebro.users.models import User
from kundebro.users.requests import SignedInRequest


@dataclass(frozen=True)
class Document:
    """What a dialog posts, in its words."""

    title: str | Promise
    button: str | Promise
    url_name: str


DOCUMENTS: Final[Mapping[EntryKind, Document]] = {
    EntryKind.INVOICE: Document(gettext_lazy("Post an invoice"), gettext_lazy("Post the invoice"), "invoice"),
    EntryKind.CREDIT_NOTE: Document(
        gettext_lazy("Post a credit note"), gettext_lazy("Post the credit note"), "credit-note"
    ),
    EntryKind.PAYMENT: Document(gettext_lazy("Register a payment"), gettext_lazy("Post the payment"), "payment"),
}


@require_http_methods(["GET", "POST"])
@may("view", "ledger.post_entry")
def document(request: SignedInRequest, ledger: SubLedger, pk: int, entry_kind: EntryKind) -> HttpResponse:
    """The dialog with what is proposed; Bogfør writes it."""
    account = visible_account(ledger, request.user, pk, "payment_terms", "vat_code")
    page = CardPage(request=request, ledger=ledger, account=account, tab=ENTRIES)
    form = FORMS[entry_kind](account, request.POST or None)
    if request.method == "GET" or not form.is_valid():
        return _asked(page, entry_kind, form, status=200 if request.method == "GET" else 422)
    try:
        with transaction.atomic():
            entry = _posted(account, form, entry_kind, by=request.user)
    except REFUSALS as refused:
        form.add_error(None, sentence_of(refused))
        return _asked(page, entry_kind, form, status=422)
    return see_other(request, page.url, toast=_told(entry), open_url=entry.get_absolute_url())


def _posted(account: PartyAccount, form: PostingForm, entry_kind: EntryKind, *, by: User) -> Entry:
    typed, terms = form.cleaned_data, form.terms()
    key = typed["idempotency_key"]
    if isinstance(form, PaymentForm):
        return post_payment(
            account, typed["amount"], terms, through=typed["through"], settles=form.settled_lines, by=by, key=key
        )
    assert isinstance(form, InvoiceForm)  # noqa: S101  the two kinds of forms there are
    if entry_kind == EntryKind.INVOICE:
        return post_invoice(account, form.lines(), terms, by=by, key=key)
    return post_credit_note(account, form.lines(), terms, settles=form.settled_lines, by=by, key=key)


def _told(entry: Entry) -> str:
    line = entry.lines.exclude(debtor=None, creditor=None).order_by("position")[0]
    return _("Posted as %(entry)s: %(amount)s") % {"entry": entry, "amount": abs(line.amount)}


def _asked(page: CardPage, entry_kind: EntryKind, form: PostingForm, *, status: int) -> HttpResponse:
    words = DOCUMENTS[entry_kind]
    context: dict[str, Any] = {
        "card": page,
        "document": words,
        "form": form,
        "url": page.document_url(words.url_name),
    }
    return render_dialog(page.request, "ledger/document.html", context, status=status)
