import pytest

from kundebro.company.models import Department
from kundebro.company.operations import StillUsed, delete_row
from tests.factories.company import make_department
from tests.factories.users import make_user

pytestmark = pytest.mark.django_db


def test_a_row_nobody_uses_is_deleted() -> None:
    department = make_department()

    delete_row(department, by=make_user())

    assert not Department.objects.filter(code=department.code).exists()


def test_a_row_in_use_stays() -> None:
    department = make_department()
    user = make_user(department=department)

    with pytest.raises(StillUsed):
        delete_row(department, by=user)

    assert Department.objects.filter(pk=department.pk).exists()
