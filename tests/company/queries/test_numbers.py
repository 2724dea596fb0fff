import pytest

from kundebro.company.models import NumberSeries
from kundebro.company.queries import propose_number

pytestmark = pytest.mark.django_db


def test_a_proposal_takes_nothing() -> None:
    assert [propose_number("prospect"), propose_number("prospect")] == ["10001", "10001"]
    assert NumberSeries.objects.get(code="prospect").next_number == 10001


def test_a_proposal_passes_numbers_typed_by_hand() -> None:
    assert propose_number("prospect", taken_among={"10001", "10003"}.intersection) == "10002"
