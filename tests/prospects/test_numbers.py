"""Which account number a new prospect gets."""

import pytest

from kundebro.prospects.numbers import next_number, next_numbers, proposed_number, taken_among
from tests.factories.prospects import make_prospect

pytestmark = pytest.mark.django_db


def test_the_proposed_number_is_the_one_that_is_taken_next() -> None:
    proposed = proposed_number()

    assert (proposed, proposed_number(), next_number()) == (proposed, proposed, proposed)


def test_a_number_typed_by_hand_is_skipped_and_does_not_move_the_series() -> None:
    first = int(proposed_number())
    make_prospect(number=str(first + 1))

    assert next_numbers(2) == [str(first), str(first + 2)]


def test_numbers_in_use_are_found_however_they_are_spelt() -> None:
    make_prospect(number="K100")

    assert taken_among(["k100", "K101"]) == {"k100"}
