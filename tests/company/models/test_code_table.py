import pytest

from kundebro.company.models import Department
from tests.factories.company import make_department

pytestmark = pytest.mark.django_db


def test_a_retired_row_is_offered_only_to_those_who_have_it() -> None:
    Department.objects.all().delete()
    kept, gone = make_department(is_active=False), make_department(is_active=False)
    active = make_department()

    assert set(Department.objects.active()) == {active}
    assert set(Department.objects.choosable(keep=[kept.pk])) == {active, kept}
    assert gone not in Department.objects.choosable(keep=[kept.pk])


def test_rows_stand_in_the_order_of_their_position() -> None:
    Department.objects.all().delete()
    second, first = make_department(position=20), make_department(position=10)

    assert list(Department.objects.all()) == [first, second]
