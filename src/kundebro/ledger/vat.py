"""VAT of rounded amounts, once per document and per category and rate (LED-6, LED-7)."""

from collections.abc import Sequence
from dataclasses import dataclass

from kundebro.core.money import half_away_from_zero
from kundebro.ledger.models import WHOLE, VatCode


@dataclass(frozen=True)
class Taxed:
    """An amount without VAT under a code and a rate in hundredths of a percent."""

    net_ore: int
    code: VatCode
    rate: int


@dataclass(frozen=True)
class VatSum:
    """What a code's amounts come to, and the VAT on them."""

    code: VatCode
    rate: int
    base_ore: int
    vat_ore: int


def vat_on(base_ore: int, rate: int) -> int:
    """VAT on an amount without it, rounded half away from zero; the rate is in hundredths of a percent."""
    return half_away_from_zero(base_ore * rate, WHOLE)


def vat_in(gross_ore: int, rate: int) -> int:
    """VAT inside an amount with it, rounded half away from zero."""
    return half_away_from_zero(gross_ore * rate, WHOLE + rate)


def vat_sums(amounts: Sequence[Taxed]) -> list[VatSum]:
    """The VAT of a document by code: rounded once per (category, rate), and shared so that nothing is lost.

    A group of several codes gives each its own rounded VAT and the last one the rest.
    """
    groups: dict[tuple[str, int], dict[int, list[Taxed]]] = {}
    for amount in amounts:
        codes = groups.setdefault((amount.code.category, amount.rate), {})
        codes.setdefault(amount.code.pk, []).append(amount)
    sums = []
    for (_category, rate), codes in groups.items():
        bases = [(rows[0].code, sum(row.net_ore for row in rows)) for rows in codes.values()]
        left = vat_on(sum(base for _code, base in bases), rate)
        for place, (code, base) in enumerate(bases):
            vat = left if place == len(bases) - 1 else vat_on(base, rate)
            left -= vat
            sums.append(VatSum(code, rate, base, vat))
    return sums


def deductible(vat_ore: int, code: VatCode) -> int:
    """The part of the VAT we may deduct, rounded half away from zero."""
    return half_away_from_zero(vat_ore * code.deductible_hundredths, WHOLE)
