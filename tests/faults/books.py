"""Books that faults hit: accounts, and what must hold of them afterwards."""

from datetime import date
from typing import Any

from kundebro.ledger.models import Debtor, Entry
from kundebro.ledger.operations import InvoiceLine, Terms, open_debtor, post_invoice
from kundebro.users.models import User
from tests.factories.ledger import account, kr, vat_code

DAY = date(2025, 4, 10)
TERMS = Terms(voucher_date=DAY)


def debtors(count: int) -> list[Debtor]:
    """So many new debtors."""
    user = User.objects.get()
    return [open_debtor(details={"name": f"Kunde {place}"}, by=user) for place in range(count)]


def invoice(debtor: Debtor, *, key: str | None = None, **values: Any) -> Entry:
    """An invoice of 1.250 kr. on the debtor."""
    line = InvoiceLine(account("1000"), kr("1.000,00"), vat_code("S25"))
    return post_invoice(debtor, [line], Terms(**{"voucher_date": DAY, **values}), by=User.objects.get(), key=key)
