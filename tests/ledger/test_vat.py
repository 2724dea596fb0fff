from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from kundebro.core.money import Money
from kundebro.ledger.models import RATE_UNIT, VatCode
from kundebro.ledger.money import LARGEST_ORE, AmountTooLarge, RateOfKroner, in_kroner, part_of
from kundebro.ledger.vat import Taxed, deductible, vat_in, vat_on, vat_sums

ORE = st.integers(-(10**9), 10**9)
RATES = st.sampled_from([0, 600, 2000, 2500])


def code(pk: int, category: str = "S", **values: Any) -> VatCode:
    return VatCode(pk=pk, code=f"M{pk}", category=category, **values)


def test_vat_is_rounded_once_per_category_and_rate() -> None:
    (vat,) = vat_sums([Taxed(33, code(1), 2500)] * 7)

    assert (vat.base_ore, vat.vat_ore) == (231, 58)


def test_two_codes_of_one_category_and_rate_share_its_vat() -> None:
    sums = vat_sums([Taxed(33, code(1), 2500), Taxed(33, code(2), 2500), Taxed(100, code(3, "Z"), 0)])

    assert [(each.code.pk, each.vat_ore) for each in sums] == [(1, 8), (2, 9), (3, 0)]
    assert vat_on(66, 2500) == 17


def test_a_quarter_of_the_vat_of_a_restaurant_is_deducted() -> None:
    assert deductible(2_500, code(1, deductible_hundredths=2_500)) == 625


@given(st.lists(st.tuples(ORE, st.integers(1, 4), RATES), max_size=12))
def test_a_credit_note_is_the_mirror_of_its_invoice(rows: list[tuple[int, int, int]]) -> None:
    invoice = vat_sums([Taxed(net, code(pk), rate) for net, pk, rate in rows])
    credit_note = vat_sums([Taxed(-net, code(pk), rate) for net, pk, rate in rows])

    assert [(each.base_ore, each.vat_ore) for each in credit_note] == [
        (-each.base_ore, -each.vat_ore) for each in invoice
    ]


@given(st.lists(st.tuples(ORE, st.integers(1, 4), RATES), max_size=12))
def test_the_vat_of_a_document_is_that_of_its_groups(rows: list[tuple[int, int, int]]) -> None:
    sums = vat_sums([Taxed(net, code(pk), rate) for net, pk, rate in rows])

    for rate in {rate for _net, _pk, rate in rows}:
        base = sum(net for net, _pk, each in rows if each == rate)
        assert sum(each.vat_ore for each in sums if each.rate == rate) == vat_on(base, rate)


@given(ORE, RATES)
def test_vat_taken_out_of_an_amount_is_what_would_be_put_on(gross: int, rate: int) -> None:
    net = gross - vat_in(gross, rate)

    assert abs(net + vat_on(net, rate) - gross) <= 1


@given(ORE, st.integers(1, 100 * RATE_UNIT))
def test_kroner_turn_with_the_sign(amount: int, rate: int) -> None:
    assert in_kroner(-amount, "EUR", rate) == -in_kroner(amount, "EUR", rate)


@pytest.mark.parametrize(
    ("amount", "currency", "rate", "kroner"),
    [
        (10_000, "EUR", 7_461_234, 74_612),
        (10_000, "DKK", RATE_UNIT, 10_000),
        (100, "JPY", 45_000, 450),
        (1, "EUR", 500_000, 1),
        (-1, "EUR", 500_000, -1),
        (1_000, "KWD", 21_000_000, 2_100),
    ],
)
def test_an_amount_in_kroner(amount: int, currency: str, rate: int, kroner: int) -> None:
    assert in_kroner(amount, currency, rate) == kroner


def test_what_cannot_be_meant_is_refused() -> None:
    with pytest.raises(RateOfKroner):
        in_kroner(100, "DKK", 7_000_000)
    with pytest.raises(AmountTooLarge):
        in_kroner(LARGEST_ORE + 1, "DKK", RATE_UNIT)
    with pytest.raises(AmountTooLarge):
        in_kroner(LARGEST_ORE, "EUR", 7_460_000)


@given(
    st.lists(st.integers(1, 10**8), min_size=1, max_size=8),
    st.integers(1, 100 * RATE_UNIT),
    st.sampled_from([-1, 1]),
)
def test_parts_of_a_remainder_sum_to_the_whole(parts: list[int], rate: int, sign: int) -> None:
    left = sign * sum(parts)
    whole = base = in_kroner(left, "EUR", rate)
    shares = []
    for part in parts:
        shares.append(part_of(base, left, sign * part))
        left, base = left - sign * part, base - shares[-1]

    assert (sum(shares), left, base) == (whole, 0, 0)
    assert all(share * sign >= 0 for share in shares)


@given(st.integers(-(10**12), 10**12), st.lists(st.integers(0, 1000), min_size=1, max_size=8).filter(any))
def test_shares_lose_nothing(ore: int, weights: list[int]) -> None:
    assert sum(part.ore for part in Money(ore).share(weights)) == ore
