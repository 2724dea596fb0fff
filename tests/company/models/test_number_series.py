import pytest
from django.core.exceptions import ValidationError
from django.db import IntegrityError

from kundebro.company.models import NumberSeries
from tests.factories.company import make_number_series


def test_a_number_is_shown_with_prefix_and_zeros() -> None:
    assert NumberSeries(prefix="K-", width=4).shown(42) == "K-0042"


def test_a_number_longer_than_the_width_is_not_cut() -> None:
    assert NumberSeries(width=2).shown(10001) == "10001"


@pytest.mark.parametrize(
    ("one", "other", "meets"),
    [
        ({"first_number": 1}, {"first_number": 10001}, True),
        ({"first_number": 1, "last_number": 10000}, {"first_number": 10001}, False),
        ({"first_number": 1, "last_number": 10001}, {"first_number": 10001}, True),
        ({"first_number": 500, "last_number": 600}, {"first_number": 1, "last_number": 499}, False),
        ({"prefix": "K-"}, {"prefix": "k-"}, True),
        ({"prefix": "K-"}, {"prefix": "L-"}, False),
        ({"prefix": ""}, {"prefix": "L-"}, False),
    ],
)
def test_series_overlap_when_prefix_and_range_meet(
    one: dict[str, object], other: dict[str, object], *, meets: bool
) -> None:
    assert NumberSeries(**one).overlaps(NumberSeries(**other)) is meets
    assert NumberSeries(**other).overlaps(NumberSeries(**one)) is meets


def test_a_prefix_does_not_end_with_a_digit() -> None:
    series = NumberSeries(code="x", name="x", prefix="20")

    with pytest.raises(ValidationError) as refused:
        series.clean_fields()

    assert list(refused.value.message_dict) == ["prefix"]


@pytest.mark.django_db
def test_the_database_refuses_a_next_number_below_the_first() -> None:
    with pytest.raises(IntegrityError, match="number_series_next_after_first"):
        make_number_series(first_number=10, next_number=9)


@pytest.mark.django_db
def test_the_database_refuses_a_next_number_far_past_the_end() -> None:
    with pytest.raises(IntegrityError, match="number_series_next_before_end"):
        make_number_series(next_number=12, last_number=10)
