"""Debtors, creditors and their set-up for tests."""

from itertools import count
from typing import Any

from kundebro.history.recorder import recording
from kundebro.ledger.choices import PartyKind
from kundebro.ledger.models import Account, Creditor, CreditorProfile, Debtor, DebtorProfile, PostingGroup, VatCode
from kundebro.ledger.operations import archive_debtor, open_creditor, open_debtor
from kundebro.users.models import User
from tests.factories.users import make_user

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
    return made(DebtorProfile(code=f"P{next(_numbers)}", name=name, **values))


def make_creditor_profile(*, name: str = "Særlige vilkår", **values: Any) -> CreditorProfile:
    """A creditor profile that fills what is given."""
    return made(CreditorProfile(code=f"P{next(_numbers)}", name=name, **values))


def account(number: str) -> Account:
    """The account of the standard chart."""
    return Account.objects.get(number=number)


def vat_code(code: str) -> VatCode:
    """The standard VAT code."""
    return VatCode.objects.get(code=code)


def posting_group(code: str = "DK", kind: PartyKind = PartyKind.DEBTOR) -> PostingGroup:
    """The standard posting group."""
    return PostingGroup.objects.get(kind=kind, code=code)


def made(row: Any) -> Any:
    """The row of a tracked table, stored."""
    with recording("test.setup", by=None):
        row.save()
    return row
