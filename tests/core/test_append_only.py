"""What is guarded cannot be rewritten by any route, on either database, not even after a table was rebuilt."""

from collections.abc import Callable
from typing import Any

import pytest
from django.core.management import call_command
from django.db import DatabaseError, connection, models, transaction

from kundebro.core import append_only
from kundebro.core.append_only import guards
from kundebro.history.models import Change, Changeset, Commitment, Seal
from kundebro.history.operations.seal import seal_history
from kundebro.prospects.operations import create_prospect
from tests.factories.users import make_user

pytestmark = pytest.mark.django_db


@pytest.fixture
def _written() -> None:
    create_prospect({"name": "Ærø Bådværft"}, by=make_user(), key="k1")
    seal_history()
    connection.check_constraints()  # PostgreSQL truncates and rebuilds nothing while a check of keys is put off


def execute(sql: str) -> Callable[[], object]:
    def run() -> None:
        with connection.cursor() as cursor:
            cursor.execute(sql)

    return run


def same_again(model: type[models.Model]) -> list[models.Model]:
    return list(model._base_manager.all())


REFUSED: dict[str, Callable[[], object]] = {
    "update of a change": lambda: Change.objects.update(version=7),
    "update that changes nothing": lambda: Change.objects.update(kind="c"),
    "save of a change": lambda: Change.objects.get().save(),
    "bulk_update of changes": lambda: Change.objects.bulk_update(Change.objects.all(), ["values"]),
    "upsert of changes": lambda: Change.objects.bulk_create(
        Change.objects.all(), update_conflicts=True, unique_fields=["id"], update_fields=["values"]
    ),
    "delete of a change": lambda: Change.objects.all().delete(),
    "raw delete of a change": execute("DELETE FROM history_change"),
    "raw update of a change": execute("UPDATE history_change SET object_id = object_id + 1"),
    "update of who did it": lambda: Changeset.objects.update(by=None),
    "update of when": execute("UPDATE history_changeset SET recorded_at = '2020-01-01 00:00:00'"),
    "another key": execute("UPDATE history_changeset SET id = id + 1000"),
    "another result": lambda: Changeset.objects.update(result_id=7),
    "delete of a changeset": execute("DELETE FROM history_changeset"),
    "update of a digest": lambda: Commitment.objects.update(digest="0" * 64),
    "sealing again": lambda: Commitment.objects.update(seal=None),
    "delete of a commitment": lambda: Commitment.objects.all().delete(),
    "update of a seal": lambda: Seal.objects.update(count=0),
    "delete of a seal": execute("DELETE FROM history_seal"),
}


@pytest.mark.usefixtures("_written")
@pytest.mark.parametrize("what", REFUSED)
def test_the_database_refuses(what: str) -> None:
    before = [model._base_manager.values() for model in (Change, Changeset, Commitment, Seal)]
    told = [list(rows.order_by("pk")) for rows in before]

    with pytest.raises(DatabaseError, match="append-only"), transaction.atomic():
        REFUSED[what]()

    assert [list(rows.all().order_by("pk")) for rows in before] == told


@pytest.mark.usefixtures("_written")
@pytest.mark.parametrize("model", [Change, Changeset, Commitment, Seal])
def test_no_row_is_replaced_or_truncated_away(model: type[models.Model]) -> None:
    table = model._meta.db_table
    statement = (
        f"INSERT OR REPLACE INTO {table} SELECT * FROM {table}"
        if connection.vendor == "sqlite"
        else f"TRUNCATE {table} CASCADE"
    )

    with pytest.raises(DatabaseError, match="append-only"), transaction.atomic():
        execute(statement)()


@pytest.mark.usefixtures("_written")
def test_what_a_changeset_under_way_still_writes_is_let_through() -> None:
    assert Changeset.objects.update(change_count=2, undone_down_to=5) == 1


def test_every_trigger_stands_after_the_migrations() -> None:
    assert list(append_only.missing()) == []
    assert {guard.table for guard in guards} >= {"history_change", "history_changeset"}


@pytest.mark.usefixtures("_written")
def test_a_trigger_that_is_gone_is_named_and_comes_back_with_the_next_migration() -> None:
    guard = guards["history_change"]
    gone = min(append_only.standing(guard))
    append_only.remove(guard, [gone])

    assert list(append_only.missing()) == [gone]

    call_command("migrate", verbosity=0)

    assert list(append_only.missing()) == []


@pytest.mark.django_db(transaction=True)
def test_a_rebuilt_table_is_guarded_again() -> None:
    column: Any = models.IntegerField(null=True)
    column.set_attributes_from_name("extra")
    with connection.schema_editor() as editor:
        editor.add_field(Change, column)
    with connection.schema_editor() as editor:
        editor.remove_field(Change, column)

    call_command("migrate", verbosity=0)

    assert list(append_only.missing()) == []
