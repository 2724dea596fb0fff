from collections.abc import Iterator
from contextlib import contextmanager

import pytest
from django.db import connection, models

from kundebro.history.models import Changeset
from kundebro.history.operations.undo import undo
from kundebro.prospects.invariants import links, numbers
from kundebro.prospects.models import Prospect
from kundebro.prospects.operations import create_prospect, transfer_to_creditor, transfer_to_debtor
from kundebro.users.choices import Role
from tests.factories.prospects import make_prospect
from tests.factories.users import make_user

pytestmark = pytest.mark.django_db


def test_a_number_kept_in_another_spelling_than_it_is_compared_in_is_found() -> None:
    user = make_user()
    prospect = create_prospect({"number": "K 100", "name": "A"}, by=user)
    create_prospect({"number": "K101", "name": "B"}, by=user)
    assert list(numbers()) == []

    models.QuerySet(Prospect).filter(pk=prospect.pk).update(number_key="K100")

    assert [breach.rows for breach in numbers()] == [(prospect.pk,)]


@contextmanager
def unconstrained(model: type[models.Model]) -> Iterator[None]:
    """The table's rows in a table that lets anything through; both databases look there first."""
    table = model._meta.db_table
    with connection.cursor() as cursor:
        cursor.execute(f"CREATE TEMPORARY TABLE {table} AS SELECT * FROM {table}")
        yield
        cursor.execute(f"DROP TABLE {table}")


def test_a_debtor_of_two_prospects_is_found() -> None:
    user = make_user(role=Role.ADMINISTRATOR)
    debtor = transfer_to_debtor(make_prospect(), by=user)
    other = make_prospect()
    assert list(links()) == []

    with unconstrained(Prospect):
        models.QuerySet(Prospect).filter(pk=other.pk).update(debtor=debtor)

        assert [str(breach) for breach in links()] == [f"debtors of two prospects: {debtor.pk}"]


def test_an_account_that_its_prospect_has_lost_is_found() -> None:
    user = make_user(role=Role.ADMINISTRATOR)
    prospect, undone = make_prospect(), make_prospect()
    transfer_to_debtor(prospect, by=user)
    creditor = transfer_to_creditor(prospect, by=user)
    transfer_to_creditor(undone, by=user)
    undo(Changeset.objects.latest("pk"), by=user)
    assert list(links()) == []

    models.QuerySet(Prospect).filter(pk=prospect.pk).update(creditor=None)

    assert [str(breach) for breach in links()] == [f"creditors that their prospect has lost: {creditor.pk}"]
