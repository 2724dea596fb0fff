import pytest

from kundebro.company.models import NumberSeries
from kundebro.company.operations import (
    SeriesOverlap,
    SystemSeries,
    add_series,
    change_series,
    delete_series,
    take_number,
)
from tests.factories.company import make_number_series

pytestmark = pytest.mark.django_db


def test_a_series_beside_the_others_is_added() -> None:
    add_series(NumberSeries(code="order", name="Ordrer", prefix="O-"))

    assert take_number("order") == "O-1"


def test_a_series_that_would_give_the_prospects_numbers_is_refused() -> None:
    with pytest.raises(SeriesOverlap) as refused:
        add_series(NumberSeries(code="order", name="Ordrer", first_number=20000, next_number=20000))

    assert refused.value.other.code == "prospect"
    assert not NumberSeries.objects.filter(code="order").exists()


def test_a_change_into_another_series_is_refused() -> None:
    series = make_number_series(code="order", prefix="O-")

    with pytest.raises(SeriesOverlap):
        change_series(series, changes={"prefix": ""})

    series.refresh_from_db()
    assert series.prefix == "O-"


def test_numbers_taken_while_a_form_is_open_stay_taken() -> None:
    opened = NumberSeries.objects.get(code="prospect")
    take_number("prospect")

    change_series(opened, changes={"name": "Kunder"})

    stored = NumberSeries.objects.get(code="prospect")
    assert (stored.name, stored.next_number) == ("Kunder", 10002)


def test_a_series_of_ones_own_is_deleted() -> None:
    delete_series(make_number_series(code="order"))

    assert not NumberSeries.objects.filter(code="order").exists()


def test_a_system_series_is_never_deleted() -> None:
    with pytest.raises(SystemSeries):
        delete_series(NumberSeries.objects.get(code="prospect"))

    assert NumberSeries.objects.filter(code="prospect").exists()
