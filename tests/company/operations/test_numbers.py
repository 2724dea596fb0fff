from collections.abc import Collection

import pytest
from django.db import transaction

from kundebro.company.models import NumberSeries
from kundebro.company.operations import take_number, take_numbers
from kundebro.company.queries import SeriesUsedUp
from tests.factories.company import make_number_series

pytestmark = pytest.mark.django_db


class TakenOnes:
    def __init__(self, *numbers: str) -> None:
        self.numbers = set(numbers)
        self.questions = 0

    def __call__(self, wanted: Collection[str]) -> Collection[str]:
        self.questions += 1
        return self.numbers.intersection(wanted)


def test_prospects_begin_at_10001() -> None:
    assert [take_number("prospect"), take_number("prospect")] == ["10001", "10002"]


def test_a_number_typed_by_hand_is_skipped_and_the_series_moves_past_it() -> None:
    number = take_number("prospect", taken_among=TakenOnes("10001", "10002"))

    assert number == "10003"
    assert NumberSeries.objects.get(code="prospect").next_number == 10004


def test_many_numbers_are_taken_at_once() -> None:
    make_number_series(code="order", prefix="O-", width=4)

    assert take_numbers("order", 3, taken_among=TakenOnes("O-0002")) == ["O-0001", "O-0003", "O-0004"]


def test_no_numbers_are_taken_when_none_are_wanted() -> None:
    assert take_numbers("prospect", 0) == []
    assert NumberSeries.objects.get(code="prospect").next_number == 10001


def test_a_long_run_of_taken_numbers_costs_few_questions() -> None:
    occupied = TakenOnes(*map(str, range(10001, 60001)))

    assert take_number("prospect", taken_among=occupied) == "60001"
    assert occupied.questions < 70


def test_a_rollback_gives_the_number_back() -> None:
    with transaction.atomic():
        take_number("prospect")
        transaction.set_rollback(True)

    assert take_number("prospect") == "10001"


def test_a_series_ends_with_its_last_number() -> None:
    make_number_series(code="order", prefix="O-", last_number=2)

    assert take_numbers("order", 2) == ["O-1", "O-2"]
    with pytest.raises(SeriesUsedUp):
        take_number("order")
