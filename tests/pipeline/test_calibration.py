"""The forecast's arithmetic, by hand."""

import pytest

from kundebro.pipeline.calibration import Outlook, Pile, Record, calibrated, outlook
from kundebro.pipeline.models.sales_project import weighted


@pytest.mark.parametrize(
    ("quote_ore", "hundredths", "value_ore"),
    [(12_500_000, 3500, 4_375_000), (9999, 3300, 3300), (1, 5000, 1), (1, 4999, 0), (0, 5000, 0), (None, None, 0)],
)
def test_value_is_quote_times_probability_half_away_from_zero(
    quote_ore: int | None, hundredths: int | None, value_ore: int
) -> None:
    assert weighted(quote_ore, hundredths) == value_ore


@pytest.mark.parametrize(
    ("won", "ended", "expected", "rate"),
    [(0, 0, 2000, 2000), (3, 3, 2000, 3846), (0, 3, 2000, 1538), (50, 100, 2000, 4727), (10, 10, 10000, 10000)],
)
def test_a_stages_rate_leans_on_what_was_expected_until_there_is_history(
    won: int, ended: int, expected: int, rate: int
) -> None:
    assert calibrated(Record(won, ended), expected_hundredths=expected) == rate


def test_an_outlook_sums_and_says_how_far_it_may_be_off() -> None:
    piles = [
        Pile(stage=1, count=1, quote_ore=10_000_000, weighted_ore=3_500_000, squares=10_000_000**2),
        Pile(stage=2, count=1, quote_ore=5_000_000, weighted_ore=4_000_000, squares=5_000_000**2),
    ]

    told = outlook(piles, rates={1: 2000, 2: 5000})

    # 100.000 × 20 % + 50.000 × 50 % = 45.000; σ = √(100.000² × 0,16 + 50.000² × 0,25) = 47.169,90
    assert (told.quote_ore, told.weighted_ore, told.calibrated_ore, told.count) == (
        15_000_000,
        7_500_000,
        4_500_000,
        2,
    )
    assert (told.low_ore, told.high_ore) == (0, 4_500_000 + 6_047_181)


def test_nothing_open_brings_nothing() -> None:
    assert outlook([], rates={}) == Outlook()
