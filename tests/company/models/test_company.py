import pytest
from django.db import IntegrityError

from kundebro.company.models import Company

pytestmark = pytest.mark.django_db


def test_a_new_database_has_its_company_in_denmark_with_kroner() -> None:
    company = Company.objects.get()

    assert (company.country.name, company.currency.code) == ("Danmark", "DKK")


def test_there_is_never_a_second_company() -> None:
    with pytest.raises(IntegrityError, match="company_is_one_row"):
        Company.objects.create(id=2, name="En til")
