"""Amounts of the books: kroner of other currencies, and parts that sum to the whole (LED-8, LED-9)."""

from typing import Final

from kundebro.core.money import DKK, half_away_from_zero, minor_digits
from kundebro.ledger.models import RATE_UNIT

LARGEST_ORE: Final = 10**13
"""More than this in one amount is a slip of the finger (L-10)."""


class AmountTooLarge(ValueError):
    """An amount beyond what any entry may hold."""


class RateOfKroner(ValueError):
    """Kroner are worth one krone."""


def in_kroner(amount_ore: int, currency: str, rate_millionths: int) -> int:
    """Øre for an amount in minor units of the currency, rounded half away from zero.

    The rate is kroner for one unit of the currency, in millionths. Raises RateOfKroner and AmountTooLarge.
    """
    if abs(amount_ore) > LARGEST_ORE:
        raise AmountTooLarge(amount_ore)
    if currency == DKK:
        if rate_millionths != RATE_UNIT:
            raise RateOfKroner(rate_millionths)
        return amount_ore
    base = half_away_from_zero(
        amount_ore * rate_millionths * 10 ** minor_digits(DKK), RATE_UNIT * 10 ** minor_digits(currency)
    )
    if abs(base) > LARGEST_ORE:
        raise AmountTooLarge(base)
    return base


def part_of(base_ore: int, remaining_ore: int, part_ore: int) -> int:
    """The kroner of a part of what remains, rounded half away from zero; the last part gets all that is left."""
    if part_ore == remaining_ore:
        return base_ore
    sign = -1 if remaining_ore < 0 else 1
    return half_away_from_zero(sign * base_ore * part_ore, sign * remaining_ore)
