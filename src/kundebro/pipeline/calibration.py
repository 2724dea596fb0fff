"""What sales projects are likely to bring, reckoned from how the company's own have ended."""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from math import isqrt
from typing import Final

from kundebro.core.money import half_away_from_zero
from kundebro.pipeline.models.codes import WHOLE

WEIGHT_OF_EXPECTATION: Final = 10
"""So many ended projects the stage's own probability counts for: with none behind it, it stands alone."""

EIGHTY_PERCENT: Final = 1282
"""Thousandths of a standard deviation on either side that hold four of five outcomes of a normal distribution."""


@dataclass(frozen=True)
class Record:
    """How the projects that reached a stage ended."""

    won: int
    ended: int


@dataclass(frozen=True)
class Pile:
    """Open projects that stand in one stage: how many, their amounts and the sellers' values in øre, Σ amount²."""

    stage: int
    count: int
    quote_ore: int
    weighted_ore: int
    squares: int


@dataclass(frozen=True)
class Outlook:
    """What a sum of projects may bring, in øre: the sellers' figure, ours, and the range four of five times held."""

    quote_ore: int = 0
    weighted_ore: int = 0
    calibrated_ore: int = 0
    low_ore: int = 0
    high_ore: int = 0
    count: int = 0


def calibrated(record: Record, *, expected_hundredths: int) -> int:
    """The probability of winning from a stage, in hundredths of a percent, half away from zero.

    The share won of the projects that reached the stage and ended, together with ten imagined ones that end as the stage
    expects (a beta prior): a stage that three projects have passed does not jump to 0 or 100 %.
    """
    expected = WEIGHT_OF_EXPECTATION * expected_hundredths
    return half_away_from_zero(record.won * WHOLE + expected, record.ended + WEIGHT_OF_EXPECTATION)


def outlook(piles: Iterable[Pile], *, rates: Mapping[int, int]) -> Outlook:
    """Sums over the projects; `rates` holds the calibrated probability of each stage, in hundredths of a percent.

    What a pile may bring is rounded half away from zero. The range takes the projects as independent, each won whole or
    not at all: the standard deviation is the root of Σ amount² · p · (1 − p), rounded down to whole øre; the range never
    leaves 0 … Σ amount.
    """
    quote = weighted = ours = count = 0
    variance = 0
    for pile in piles:
        rate = rates[pile.stage]
        quote += pile.quote_ore
        weighted += pile.weighted_ore
        ours += half_away_from_zero(pile.quote_ore * rate, WHOLE)
        variance += pile.squares * rate * (WHOLE - rate)
        count += pile.count
    spread = isqrt(variance) * EIGHTY_PERCENT // (WHOLE * 1000)
    return Outlook(quote, weighted, ours, max(ours - spread, 0), min(ours + spread, quote), count)
