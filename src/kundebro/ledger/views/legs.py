"""The lines of an entry as pages show them, posted or to be."""

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date

from kundebro.core.money import DKK, Money
from kundebro.ledger.models import Account, Line, PartyAccount, VatCode
from kundebro.ledger.operations.entries import Leg


@dataclass(frozen=True)
class ShownLeg:
    """One line: where it goes, its VAT, and its amount on the side where it stands."""

    account: Account
    party: PartyAccount | None
    vat_code: VatCode | None
    due_on: date | None
    amount: Money
    base: Money
    text: str

    @property
    def debit(self) -> Money | None:
        """The amount, where it is debit."""
        return self.amount if self.amount.ore > 0 else None

    @property
    def credit(self) -> Money | None:
        """The amount, where it is credit; without a sign."""
        return -self.amount if self.amount.ore < 0 else None

    @property
    def in_kroner(self) -> Money | None:
        """The kroner, where the amount is in another currency."""
        return None if self.amount.currency == DKK else self.base


def shown_legs(legs: Iterable[Leg | Line], currency: str) -> list[ShownLeg]:
    """The lines of an entry in the currency; differences in kroner alone are shown in kroner."""
    return [
        ShownLeg(
            leg.account,
            leg.party,
            leg.vat_code,
            leg.due_on if leg.party else None,
            Money(leg.amount_ore, currency) if leg.amount_ore else Money(leg.base_ore or 0),
            Money(leg.base_ore or 0),
            leg.text,
        )
        for leg in legs
    ]
