import pytest

from kundebro.company.models import Company, Country, Department
from kundebro.company.queries import is_used, next_position, use_counts
from tests.factories.company import make_department
from tests.factories.users import make_user

pytestmark = pytest.mark.django_db


def test_use_is_counted_over_every_table_that_points_here() -> None:
    busy, idle = make_department(), make_department()
    make_user(department=busy)
    make_user(department=busy)

    counts = use_counts(Department)

    assert (counts[busy.pk], counts[idle.pk]) == (2, 0)
    assert (is_used(busy), is_used(idle)) == (True, False)


def test_a_relation_without_a_way_back_counts_too() -> None:
    assert Company.objects.filter(country="DK").exists()

    assert use_counts(Country)["DK"] == 1 + 1090


def test_a_new_row_stands_last_with_room_before_it() -> None:
    make_department(position=70)

    assert next_position(Department) == 80


def test_the_first_row_leaves_room_before_it() -> None:
    Department.objects.all().delete()

    assert next_position(Department) == 10
