"""Debtors, creditors and their set-up for tests."""

from collections.abc import Sequence
from datetime import date
from itertools import count
from typing import Any

from kundebro.core.money import Money
from kundebro.history.recorder import recording
from kundebro.ledger.choices import PartyKind
from kundebro.ledger.models import (
    Account,
    Creditor,
    CreditorProfile,
    Debtor,
    DebtorProfile,
    Entry,
    JournalLine,
    Line,
    PartyAccount,
    PostingGroup,
    VatCode,
)
from kundebro.ledger.operations import (
    InvoiceLine,
    Terms,
    archive_debtor,
    open_creditor,
    open_debtor,
    post_invoice,
    post_payment,
    save_draft,
)
from kundebro.users.models import User
from tests.factories.users import make_user

DAY = date(2026, 4, 10)
_numbers = count(1)


def make_debtor(*, name: str = "", number: str | None = None, by: User | None = None, **values: Any) -> Debtor:
    """A debtor under the next number."""
    details = {"name": name or f"Kunde {next(_numbers)} ApS", **values}
    return open_debtor(number=number, details=details, by=by or make_user())


def make_creditor(*, name: str = "", number: str | None = None, by: User | None = None, **values: Any) -> Creditor:
    """A creditor under the next number."""
    details = {"name": name or f"Leverandør {next(_numbers)} A/S", **values}
    return open_creditor(number=number, details=details, by=by or make_user())


def make_archived_debtor(*, reason: str = "", **values: Any) -> Debtor:
    """A debtor that has been put away."""
    return archive_debtor(make_debtor(**values), by=make_user(), reason=reason)


def make_debtor_profile(*, name: str = "Særlige vilkår", **values: Any) -> DebtorProfile:
    """A debtor profile that fills what is given."""
    return made(DebtorProfile(**{"code": f"P{next(_numbers)}", "name": name, **values}))


def make_creditor_profile(*, name: str = "Særlige vilkår", **values: Any) -> CreditorProfile:
    """A creditor profile that fills what is given."""
    return made(CreditorProfile(**{"code": f"P{next(_numbers)}", "name": name, **values}))


def account(number: str) -> Account:
    """The account of the standard chart."""
    return Account.objects.get(number=number)


def vat_code(code: str) -> VatCode:
    """The standard VAT code."""
    return VatCode.objects.get(code=code)


def posting_group(code: str = "DK", kind: PartyKind = PartyKind.DEBTOR) -> PostingGroup:
    """The standard posting group."""
    return PostingGroup.objects.get(kind=kind, code=code)


def make_posting_group(code: str, kind: PartyKind = PartyKind.DEBTOR, **values: Any) -> PostingGroup:
    """A posting group with the accounts of the standard one."""
    group = posting_group("DK", kind)
    group.pk, group.code, group.name = None, code, code.capitalize()
    group._state.adding = True
    for name, value in values.items():
        setattr(group, name, value)
    return made(group)  # type: ignore[no-any-return]


def made(row: Any) -> Any:
    """The row of a tracked table, stored."""
    with recording("test.setup", by=None):
        row.save()
    return row


def kr(amount: str) -> Money:
    """The amount in kroner, in Danish writing."""
    return Money.parse(amount)


def on(day: date, **values: Any) -> Terms:
    """Terms of a voucher of the day."""
    return Terms(voucher_date=day, **values)


def sold(net: str, *, code: str = "S25", number: str = "1000", currency: str = "DKK") -> InvoiceLine:
    """An invoice line under the VAT code."""
    return InvoiceLine(account(number), Money.parse(net, currency), vat_code(code))


def bought(net: str, *, code: str = "K25", number: str = "2000", currency: str = "DKK") -> InvoiceLine:
    """A line of a supplier's invoice."""
    return sold(net, code=code, number=number, currency=currency)


def make_invoice(
    party: PartyAccount, net: str = "1.000,00", *, day: date = DAY, by: User | None = None, **values: Any
) -> Entry:
    """A posted invoice of one line: 25 % VAT, due by the account's terms."""
    line = sold(net) if party.kind == PartyKind.DEBTOR else bought(net)
    return post_invoice(party, [line], on(day, **values), by=by or make_user())


def make_payment(
    party: PartyAccount,
    amount: str,
    *,
    day: date = DAY,
    settles: Sequence[Line] = (),
    by: User | None = None,
    **values: Any,
) -> Entry:
    """A payment over the bank."""
    through = account("5820")
    return post_payment(party, kr(amount), on(day, **values), through=through, settles=settles, by=by or make_user())


def make_draft(*, by: User | None = None, **values: Any) -> JournalLine:
    """A line of the journal, stored; the voucher is 1 and the day DAY unless others are given."""
    given = {"voucher": 1, "voucher_date": DAY, **values}
    return save_draft(JournalLine(**given), by=by or make_user())


def party_line(entry: Entry) -> Line:
    """The entry's line on a debtor or creditor."""
    return Line.objects.exclude(debtor=None, creditor=None).get(entry=entry)


def lines_of(entry: Entry) -> list[tuple[str, str]]:
    """The entry's lines: account and amount, with a plain minus."""
    lines = Line.objects.filter(entry=entry).select_related("account").order_by("position")
    return [(line.account.number, str(line.amount).replace("−", "-")) for line in lines]
