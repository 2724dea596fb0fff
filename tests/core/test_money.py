import ast
from decimal import Decimal
from pathlib import Path

import pytest
from django.core.exceptions import ValidationError
from hypothesis import given
from hypothesis import strategies as st

from kundebro.core import money
from kundebro.core.money import MixedCurrencies, Money, half_away_from_zero, minor_digits

amounts = st.integers(min_value=-(10**15), max_value=10**15)


@pytest.mark.parametrize(
    ("amount", "percentage", "part"),
    [
        (5, "50", 3),
        (-5, "50", -3),
        (12_500_000, "35", 4_375_000),
        (9_999, "33", 3_300),
        (8, "25", 2),
        (231, "25", 58),
        (33, "25", 8),
        (100, "12.5", 13),
        (100, "-12.5", -13),
        (100, "0", 0),
    ],
)
def test_a_percentage_is_rounded_half_away_from_zero(amount: int, percentage: str, part: int) -> None:
    assert Money(amount).percent(Decimal(percentage)) == Money(part)


@given(amounts, st.decimals(min_value=-1000, max_value=1000, places=4))
def test_the_percentage_of_a_credit_note_mirrors_the_invoice(amount: int, percentage: Decimal) -> None:
    assert Money(-amount).percent(percentage) == -Money(amount).percent(percentage)


@given(amounts, st.integers(min_value=1, max_value=10**9))
def test_rounding_is_off_by_half_a_unit_at_most(numerator: int, denominator: int) -> None:
    rounded = half_away_from_zero(numerator, denominator)

    assert 2 * abs(rounded * denominator - numerator) <= denominator


def test_what_is_left_over_goes_to_the_largest_remainders() -> None:
    assert Money(100).share([1, 1, 1]) == [Money(34), Money(33), Money(33)]
    assert Money(-100).share([1, 1, 1]) == [Money(-34), Money(-33), Money(-33)]
    assert Money(100).share([Decimal("0.5"), 1, 1]) == [Money(20), Money(40), Money(40)]
    assert Money(10).share([1, 6]) == [Money(1), Money(9)]
    assert Money(5).share([0, 1]) == [Money(0), Money(5)]
    assert Money(7).split(2) == [Money(4), Money(3)]


@given(amounts, st.lists(st.integers(min_value=0, max_value=10**6), min_size=1, max_size=50).filter(any))
def test_shares_add_up_to_the_whole_and_are_off_by_less_than_one_unit(amount: int, weights: list[int]) -> None:
    shares = Money(amount).share(weights)

    assert sum(shares, Money(0)) == Money(amount)
    for share, weight in zip(shares, weights, strict=True):
        assert abs(share.ore * sum(weights) - amount * weight) < sum(weights)


@pytest.mark.parametrize("weights", [[], [0, 0], [1, -1, 3]])
def test_weights_that_share_nothing_are_refused(weights: list[int]) -> None:
    with pytest.raises(ValueError, match="Weights"):
        Money(100).share(weights)


def test_money_adds_and_compares_within_one_currency() -> None:
    assert Money(150) + Money(50) - Money(25) == Money(175)
    assert Money(50) * 3 == 3 * Money(50) == Money(150)
    assert -Money(5) < Money(0) <= abs(Money(-5))
    assert sorted([Money(3), Money(1)]) == [Money(1), Money(3)]
    assert max(Money(1), Money(2)) == Money(2)
    assert Money(1)
    assert not Money(0)


def test_two_currencies_never_meet() -> None:
    krone, euro = Money(100), Money(100, "EUR")

    assert krone != euro
    with pytest.raises(MixedCurrencies):
        _ = krone + euro
    with pytest.raises(MixedCurrencies):
        _ = krone - euro
    with pytest.raises(MixedCurrencies):
        _ = krone < euro


@pytest.mark.parametrize("ore", [1.0, True, "1", Decimal(1), None])
def test_money_counts_whole_units_only(ore: object) -> None:
    with pytest.raises(TypeError):
        Money(ore)  # type: ignore[arg-type]


@pytest.mark.parametrize("factor", [0.5, Decimal("0.5"), True])
def test_money_is_multiplied_by_whole_numbers_only(factor: object) -> None:
    with pytest.raises(TypeError):
        _ = Money(1) * factor


def test_a_percentage_and_an_amount_are_never_floats() -> None:
    with pytest.raises(TypeError):
        Money(1).percent(0.5)  # type: ignore[arg-type]
    with pytest.raises(TypeError):
        Money.of(0.5)  # type: ignore[arg-type]


@pytest.mark.parametrize("code", ["", "dkk", "DK", "KRONE"])
def test_a_currency_has_three_capital_letters(code: str) -> None:
    with pytest.raises(ValueError, match="ISO 4217"):
        Money(1, code)


def test_a_currency_has_its_own_minor_unit() -> None:
    assert (minor_digits("DKK"), minor_digits("JPY"), minor_digits("KWD")) == (2, 0, 3)
    assert Money.of(Decimal("12.5")) == Money(1250)
    assert Money.of(12, "JPY") == Money(12, "JPY")
    assert Money(1250).amount == Decimal("12.50")


def test_parts_of_a_minor_unit_are_refused() -> None:
    with pytest.raises(ValueError, match="minor unit"):
        Money.of(Decimal("0.005"))
    with pytest.raises(ValueError, match="minor unit"):
        Money.of(Decimal("0.5"), "JPY")


@pytest.mark.parametrize(
    ("amount", "shown"),
    [
        (Money(123_450), "1.234,50 kr."),
        (Money(123_456_750), "1.234.567,50 kr."),
        (Money(0), "0,00 kr."),
        (Money(-3), "\N{MINUS SIGN}0,03 kr."),
        (Money(99, "EUR"), "0,99 EUR"),
        (Money(1234, "JPY"), "1.234 JPY"),
    ],
)
def test_money_is_shown_as_danes_write_it(amount: Money, shown: str) -> None:
    assert amount.format() == str(amount) == shown


@pytest.mark.parametrize(
    ("text", "ore"),
    [
        ("1.234,50 kr.", 123_450),
        ("1234,5", 123_450),
        ("1.234", 123_400),
        ("kr. 5", 500),
        ("5 DKK", 500),
        ("1.234,-", 123_400),
        ("-0,05", -5),
        ("\N{MINUS SIGN}0,05", -5),
        ("10.000.000.000.000", 10**15),
    ],
)
def test_written_money_is_read(text: str, ore: int) -> None:
    assert Money.parse(text) == Money(ore)


@pytest.mark.parametrize(
    ("text", "code"),
    [
        ("1e3", "number"),
        ("NaN", "number"),
        ("Infinity", "number"),
        ("٣", "number"),
        ("1,234", "decimals"),
        ("1.5", "dot"),
        ("10000000000001", "too_large"),
        ("-10000000000001", "too_large"),
        ("5 EUR", "currency"),
        ("", "number"),
        ("kr.", "number"),
    ],
)
def test_doubtful_money_is_refused(text: str, code: str) -> None:
    with pytest.raises(ValidationError) as refused:
        Money.parse(text)

    assert refused.value.code == code


def test_decimals_follow_the_currency() -> None:
    assert Money.parse("5 JPY", "JPY") == Money(5, "JPY")
    with pytest.raises(ValidationError):
        Money.parse("5,5", "JPY")


@given(st.integers(min_value=-(10**15), max_value=10**15), st.sampled_from(["DKK", "EUR", "JPY"]))
def test_shown_money_reads_back(ore: int, currency: str) -> None:
    amount = Money(ore if currency != "JPY" else ore // 100, currency)

    assert Money.parse(amount.format(), currency) == amount


def test_no_float_can_come_into_money() -> None:
    tree = ast.parse(Path(money.__file__).read_text(encoding="utf-8"))
    called = {
        node.func.id for node in ast.walk(tree) if isinstance(node, ast.Call) and isinstance(node.func, ast.Name)
    }

    assert not called & {"float", "round"}
    assert not [node for node in ast.walk(tree) if isinstance(node, ast.Div)]
    assert not [node for node in ast.walk(tree) if isinstance(node, ast.Constant) and isinstance(node.value, float)]
