import pytest
from django.db import models

from kundebro.prospects.invariants import numbers
from kundebro.prospects.models import Prospect
from kundebro.prospects.operations import create_prospect
from tests.factories.users import make_user

pytestmark = pytest.mark.django_db


def test_a_number_kept_in_another_spelling_than_it_is_compared_in_is_found() -> None:
    user = make_user()
    prospect = create_prospect({"number": "K 100", "name": "A"}, by=user)
    create_prospect({"number": "K101", "name": "B"}, by=user)
    assert list(numbers()) == []

    models.QuerySet(Prospect).filter(pk=prospect.pk).update(number_key="K100")

    assert [breach.rows for breach in numbers()] == [(prospect.pk,)]
