"""Questions that are asked at every keystroke, or for every row of a list, go through an index."""

import pytest
from django.db import connection

from kundebro.contacts.models import Contact
from kundebro.prospects.models import Prospect

pytestmark = pytest.mark.django_db


@pytest.mark.skipif(connection.vendor != "sqlite", reason="PostgreSQL reads a small table whole, and is right to")
@pytest.mark.parametrize(
    ("model", "column"),
    [
        (Prospect, "cvr_no"),
        (Prospect, "phone"),
        (Prospect, "email"),
        (Prospect, "email_domain"),
        (Prospect, "number_key"),
        (Contact, "phone"),
        (Contact, "mobile"),
        (Contact, "email"),
    ],
)
@pytest.mark.parametrize(("lookup", "value"), [("exact", "1"), ("in", ["1", "2"]), ("among", ["1", "2"])])
def test_an_identity_is_looked_up_not_searched_for(
    model: type[Prospect | Contact], column: str, lookup: str, value: object
) -> None:
    plan = model._base_manager.filter(**{f"{column}__{lookup}": value}).order_by().values_list("pk").explain()

    assert f"SEARCH {model._meta.db_table} USING" in plan
    assert f"SCAN {model._meta.db_table}" not in plan
