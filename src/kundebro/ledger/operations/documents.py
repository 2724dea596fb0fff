"""Posts invoices, credit notes and payments of debtors and creditors."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date

from kundebro.core.money import DKK, MixedCurrencies, Money
from kundebro.history.recorder import recording
from kundebro.ledger.choices import EntryKind, PartyKind
from kundebro.ledger.models import RATE_UNIT, Account, Debtor, Entry, Line, PartyAccount
from kundebro.ledger.operations.entries import ExchangeRateMissing, Leg, Voucher, lock_parties, write_entry
from kundebro.ledger.operations.settling import settle_in_turn
from kundebro.ledger.operations.taxing import InvoiceLine, document_legs
from kundebro.users.models import User


class NothingToPost(Exception):
    """The amount is 0, or there are no lines."""


class AccountBarred(Exception):
    """Nothing more is sold to a barred debtor."""

    def __init__(self, account: PartyAccount) -> None:
        super().__init__(str(account))
        self.account = account


class DueDateMissing(Exception):
    """The account's payment terms leave the due date to be typed."""


@dataclass(frozen=True, kw_only=True)
class Terms:
    """What a document or payment says beside its amounts; the exchange rate is kroner for one unit, in millionths."""

    voucher_date: date
    due_on: date | None = None
    delivered_on: date | None = None
    document_no: str = ""
    text: str = ""
    rate_millionths: int | None = None


def post_invoice(
    party: PartyAccount, lines: Sequence[InvoiceLine], terms: Terms, *, by: User, key: str | None = None
) -> Entry:
    """Post an invoice to a debtor, or one from a creditor; VAT by the day of delivery, due by the payment terms.

    Raises NothingToPost, MixedCurrencies, AccountBarred, DueDateMissing, RateMissing and what posting raises.
    """
    with recording("ledger.post-invoice", by=by, about=party, key=key) as record:
        if record.is_repeat:
            return record.result(Entry)
        (locked,) = lock_parties([party]).values()
        refuse_barred(locked)
        due_on = due_date_of(locked, terms)
        voucher = _document(locked, lines, terms, kind=EntryKind.INVOICE, due_on=due_on)
        return record.returns(write_entry(voucher, record=record, by=by))


def post_credit_note(
    party: PartyAccount,
    lines: Sequence[InvoiceLine],
    terms: Terms,
    *,
    by: User,
    settles: Sequence[Line] = (),
    key: str | None = None,
) -> Entry:
    """Post a credit note; the amounts of its lines are what is credited, and it is set against the lines in turn."""
    with recording("ledger.post-credit-note", by=by, about=party, key=key) as record:
        if record.is_repeat:
            return record.result(Entry)
        (locked,) = lock_parties([party]).values()
        voucher = _document(locked, lines, terms, kind=EntryKind.CREDIT_NOTE, due_on=terms.voucher_date)
        entry = write_entry(voucher, record=record, by=by)
        others = [line.pk for line in settles]
        settle_in_turn(locked, party_line(entry), others, record=record, on=terms.voucher_date, by=by)
        return record.returns(entry)


def post_payment(  # noqa: PLR0913  who, how much, over which account, for what
    party: PartyAccount,
    amount: Money,
    terms: Terms,
    *,
    through: Account,
    by: User,
    settles: Sequence[Line] = (),
    key: str | None = None,
) -> Entry:
    """Post what a debtor paid us, or what we paid a creditor, set against the lines in turn; a minus is paid back."""
    with recording("ledger.post-payment", by=by, about=party, key=key) as record:
        if record.is_repeat:
            return record.result(Entry)
        if not amount:
            raise NothingToPost
        (locked,) = lock_parties([party]).values()
        ore = amount.ore * sign_of(locked)
        legs = [
            Leg(locked.posting_group.control_account, -ore, locked, due_on=terms.voucher_date, text=terms.text),
            Leg(through, ore, text=terms.text),
        ]
        voucher = voucher_of(EntryKind.PAYMENT, terms, legs, amount.currency)
        entry = write_entry(voucher, record=record, by=by)
        others = [line.pk for line in settles]
        settle_in_turn(locked, party_line(entry), others, record=record, on=terms.voucher_date, by=by)
        return record.returns(entry)


def sign_of(party: PartyAccount) -> int:
    """1 where what is owed is debit (a debtor), -1 where it is credit (a creditor)."""
    return 1 if party.kind == PartyKind.DEBTOR else -1


def refuse_barred(party: PartyAccount) -> None:
    """Raise AccountBarred for a debtor that nothing more is sold to."""
    if isinstance(party, Debtor) and party.is_barred:
        raise AccountBarred(party)


def due_date_of(party: PartyAccount, terms: Terms) -> date:
    """The typed due date, else the one the payment terms give; without terms the voucher's own date."""
    if terms.due_on is not None:
        return terms.due_on
    if party.payment_terms is None:
        return terms.voucher_date
    due_on = party.payment_terms.due_date(terms.voucher_date)
    if due_on is None:
        raise DueDateMissing(party)
    return due_on


def party_line(entry: Entry) -> int:
    """The key of the entry's one line on a debtor or creditor."""
    lines = Line.objects.filter(entry=entry).exclude(debtor=None, creditor=None)
    return lines.order_by("position").values_list("pk", flat=True)[0]


def voucher_of(kind: EntryKind, terms: Terms, legs: Sequence[Leg], currency: str) -> Voucher:
    """The voucher that says what the terms say; raises ExchangeRateMissing for other currencies without a rate."""
    rate = terms.rate_millionths
    if rate is None:
        if currency != DKK:
            raise ExchangeRateMissing(currency)
        rate = RATE_UNIT
    return Voucher(
        kind,
        terms.voucher_date,
        legs,
        currency=currency,
        rate_millionths=rate,
        text=terms.text,
        document_no=terms.document_no,
    )


def _document(
    party: PartyAccount, lines: Sequence[InvoiceLine], terms: Terms, *, kind: EntryKind, due_on: date
) -> Voucher:
    if not lines:
        raise NothingToPost
    currency = lines[0].net.currency
    for line in lines:
        if line.net.currency != currency:
            raise MixedCurrencies(line.net.currency, currency)
    owed = sign_of(party) * (-1 if kind == EntryKind.CREDIT_NOTE else 1)
    legs, total = document_legs(lines, side=-owed, delivered_on=terms.delivered_on or terms.voucher_date)
    if not total:
        raise NothingToPost
    control = Leg(party.posting_group.control_account, owed * total, party, due_on=due_on, text=terms.text)
    return voucher_of(kind, terms, [control, *legs], currency)
