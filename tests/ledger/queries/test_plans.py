"""What is open is found in the indexes made for it: SQLite uses those only where the query repeats their condition."""

import pytest
from django.db import connection
from django.db.models import QuerySet

from kundebro.ledger.choices import PartyKind
from kundebro.ledger.models import Debtor, OpenItem
from kundebro.ledger.operations.figures import overdue_of
from kundebro.ledger.queries import open_entries_of
from tests.factories.ledger import DAY, make_debtor

pytestmark = [
    pytest.mark.django_db,
    pytest.mark.skipif(connection.vendor != "sqlite", reason="PostgreSQL chooses by how many rows there are"),
]


def plan(rows: "QuerySet[Debtor] | QuerySet[OpenItem]") -> str:
    return rows.explain()


def test_the_list_of_open_accounts_is_walked_in_its_own_index() -> None:
    assert "USING INDEX debtor_open_by_name" in plan(Debtor.objects.open().order_by("sort_name", "pk"))


def test_open_entries_of_an_account_are_found_among_the_open_ones() -> None:
    assert "USING INDEX open_item_by_debtor (debtor_id=?)" in plan(open_entries_of(make_debtor()))


def test_what_is_overdue_is_summed_over_open_entries_only() -> None:
    owed = Debtor.objects.annotate(owed=overdue_of(PartyKind.DEBTOR, DAY))

    assert "USING INDEX open_item_by_debtor (debtor_id=? AND due_on<?)" in plan(owed)
