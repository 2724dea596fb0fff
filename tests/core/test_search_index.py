"""Many rows at once: the search index is brought in step in one go, and never left behind."""

import pytest
from django.db import connection, transaction

from kundebro.core.rows import delete_rows, update_rows
from kundebro.core.search import PAYS_FROM, indexed_at_once, searched
from kundebro.prospects.models import Prospect
from kundebro.prospects.operations import create_prospects
from tests.factories.prospects import make_prospect
from tests.factories.users import make_user

pytestmark = pytest.mark.django_db
MANY = PAYS_FROM + 5


def made(word: str, count: int = MANY) -> list[int]:
    return create_prospects([{"name": f"{word} {place}"} for place in range(count)], by=make_user())


def found(word: str) -> int:
    return searched(Prospect.objects.all(), word).count()


@pytest.mark.parametrize("count", [1, MANY])
def test_rows_written_together_are_found(count: int) -> None:
    made("Bryggeri", count)

    assert found("bryggeri") == count


@pytest.mark.parametrize("count", [1, MANY])
def test_rows_changed_together_are_found_by_what_they_say_now(count: int) -> None:
    pks = made("Bryggeri", count)

    update_rows(Prospect, ["search_text"], [("mejeri", pk) for pk in pks], bumps_version=False)

    assert (found("bryggeri"), found("mejeri")) == (0, count)


@pytest.mark.parametrize("count", [1, MANY])
def test_rows_deleted_together_are_gone_from_the_index_too(count: int) -> None:
    pks = made("Bryggeri", count)

    delete_rows(Prospect, "id", pks)

    assert found("bryggeri") == 0
    if connection.vendor == "sqlite":
        with connection.cursor() as cursor:
            cursor.execute(
                "INSERT INTO prospects_prospect_search(prospects_prospect_search) VALUES ('integrity-check')"
            )


def test_the_next_row_is_indexed_by_its_trigger_again() -> None:
    made("Bryggeri")

    make_prospect(name="Smedje")

    assert found("smedje") == 1


def test_a_write_that_fails_leaves_triggers_and_index_as_they_were() -> None:
    pks = made("Bryggeri")

    with pytest.raises(RuntimeError), transaction.atomic(), indexed_at_once(Prospect, pks):
        raise RuntimeError

    make_prospect(name="Smedje")
    assert (found("bryggeri"), found("smedje")) == (MANY, 1)
