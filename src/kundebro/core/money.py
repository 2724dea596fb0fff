"""Money as whole minor units (øre) of one currency; nothing here is ever a float (reliability CORE-3)."""

import re
from collections.abc import Sequence
from dataclasses import dataclass
from decimal import Decimal
from fractions import Fraction
from functools import cache, total_ordering
from typing import Final, Self

from kundebro.core.formats import MINUS, parse_amount

DKK: Final = "DKK"
_CODE: Final = re.compile("[A-Z]{3}")


class MixedCurrencies(ValueError):
    """Amounts of two currencies were put together."""

    def __init__(self, one: str, other: str) -> None:
        super().__init__(f"{one} and {other} cannot be put together.")


@cache
def minor_digits(currency: str) -> int:
    """Give the number of decimals of a currency (ISO 4217, from CLDR)."""
    from babel.numbers import get_currency_precision  # noqa: PLC0415  only foreign currencies need its tables

    return get_currency_precision(currency)


def half_away_from_zero(numerator: int, denominator: int) -> int:
    """Divide and round to a whole number, half away from zero; the denominator is positive."""
    rounded = (2 * abs(numerator) + denominator) // (2 * denominator)
    return rounded if numerator >= 0 else -rounded


@total_ordering
@dataclass(frozen=True, slots=True)
class Money:
    """An amount: ``ore`` is in minor units of the currency, øre for DKK. Only one currency adds up or compares."""

    ore: int
    currency: str = DKK

    def __post_init__(self) -> None:
        if type(self.ore) is not int:
            raise TypeError(f"Money is counted in whole minor units, not in {type(self.ore).__name__}.")
        if not _CODE.fullmatch(self.currency):
            raise ValueError(f"{self.currency!r} is not a currency code of ISO 4217.")

    @classmethod
    def of(cls, amount: Decimal | int, currency: str = DKK) -> Self:
        """Make money from an amount in major units. Raises ValueError when it has parts of a minor unit."""
        if not isinstance(amount, Decimal | int):
            raise TypeError(f"An amount is a Decimal or an int, not {type(amount).__name__}.")
        numerator, denominator = amount.as_integer_ratio()
        ore, remainder = divmod(numerator * 10 ** minor_digits(currency), denominator)
        if remainder:
            raise ValueError(f"{amount} {currency} has parts of a minor unit.")
        return cls(ore, currency)

    @classmethod
    def parse(cls, text: str, currency: str = DKK) -> Self:
        """Read what a user wrote in Danish writing. Raises ValidationError (see ``formats.parse_amount``)."""
        return cls.of(parse_amount(text, currency=currency, decimals=minor_digits(currency)), currency)

    def __str__(self) -> str:
        return self.format()

    def format(self) -> str:
        """Show the amount in Danish writing: ``1.234,50 kr.``, other currencies with their code."""
        digits = minor_digits(self.currency)
        whole, part = divmod(abs(self.ore), 10**digits)
        shown = f"{MINUS if self.ore < 0 else ''}{whole:,}".replace(",", ".")
        return f"{shown}{f',{part:0{digits}}' if digits else ''} {'kr.' if self.currency == DKK else self.currency}"

    @property
    def amount(self) -> Decimal:
        """The amount in major units, exact."""
        return Decimal(self.ore).scaleb(-minor_digits(self.currency))

    def __bool__(self) -> bool:
        return self.ore != 0

    def __lt__(self, other: object) -> bool:
        if not isinstance(other, Money):
            return NotImplemented
        return self.ore < self._same_currency(other).ore

    def __neg__(self) -> "Money":
        return Money(-self.ore, self.currency)

    def __abs__(self) -> "Money":
        return Money(abs(self.ore), self.currency)

    def __add__(self, other: object) -> "Money":
        if not isinstance(other, Money):
            return NotImplemented
        return Money(self.ore + self._same_currency(other).ore, self.currency)

    def __sub__(self, other: object) -> "Money":
        if not isinstance(other, Money):
            return NotImplemented
        return Money(self.ore - self._same_currency(other).ore, self.currency)

    def __mul__(self, count: object) -> "Money":
        if type(count) is not int:
            return NotImplemented
        return Money(self.ore * count, self.currency)

    __rmul__ = __mul__

    def percent(self, percentage: Decimal | int) -> "Money":
        """Give so many percent, rounded half away from zero, so that a credit note mirrors its invoice."""
        if not isinstance(percentage, Decimal | int):
            raise TypeError(f"A percentage is a Decimal or an int, not {type(percentage).__name__}.")
        numerator, denominator = percentage.as_integer_ratio()
        return Money(half_away_from_zero(self.ore * numerator, 100 * denominator), self.currency)

    def share(self, weights: Sequence[Decimal | int]) -> "list[Money]":
        """Divide by weights without losing a minor unit: the rest goes to the largest remainders, first come first.

        Raises ValueError for negative weights and for weights that are all zero.
        """
        exact = [Fraction(weight) for weight in weights]
        total = sum(exact, Fraction())
        if total <= 0 or min(exact) < 0:
            raise ValueError("Weights to share by are not negative, and one of them is more than zero.")
        whole, remainders = zip(*(divmod(abs(self.ore) * weight, total) for weight in exact), strict=True)
        left = abs(self.ore) - sum(whole)
        favoured = sorted(range(len(exact)), key=lambda place: -remainders[place])[:left]
        sign = -1 if self.ore < 0 else 1
        return [Money(sign * (part + (place in favoured)), self.currency) for place, part in enumerate(whole)]

    def split(self, parts: int) -> "list[Money]":
        """Divide into equal parts as far as minor units allow; the first ones carry what is left."""
        return self.share([1] * parts)

    def _same_currency(self, other: "Money") -> "Money":
        if self.currency != other.currency:
            raise MixedCurrencies(self.currency, other.currency)
        return other
