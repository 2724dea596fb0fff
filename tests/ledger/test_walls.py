"""Posted rows stand: every way of changing one fails on both databases, also after a migration (LED-2)."""

from collections.abc import Callable
from typing import Any

import pytest
from django.core.management import call_command
from django.db import DatabaseError, connection, transaction
from django.db.models import Model
from django.db.models.query import QuerySet

from kundebro.ledger.models import Entry, Line, Period, PostedRowsStand, Settlement
from kundebro.ledger.operations import close_period
from kundebro.ledger.walls import POSTED, ensure_walls, missing_walls, posted_rows_are_walled, walls
from tests.factories.ledger import DAY, make_debtor, make_invoice, make_payment, party_line
from tests.factories.users import make_user
from tests.ledger.books import as_after_a_commit, assert_stands, breaches, tear_down_walls, ways_around

pytestmark = pytest.mark.django_db


@pytest.fixture(autouse=True)
def _posted() -> None:
    debtor = make_debtor()
    make_payment(debtor, "125,00", settles=[party_line(make_invoice(debtor, "100,00"))])
    close_period(through=DAY, by=make_user())
    as_after_a_commit()


@pytest.mark.parametrize("model", POSTED)
@pytest.mark.parametrize("how", ways_around())
def test_the_database_refuses(how: str, model: type[Model]) -> None:
    assert_stands(how, model)


@pytest.mark.skipif("connection.vendor != 'sqlite'")
@pytest.mark.parametrize("model", POSTED)
def test_replace_is_refused_without_recursive_triggers_too(model: type[Model]) -> None:
    with connection.cursor() as cursor:
        cursor.execute("PRAGMA recursive_triggers=OFF")
    try:
        assert_stands("replace", model)
    finally:
        with connection.cursor() as cursor:
            cursor.execute("PRAGMA recursive_triggers=ON")


@pytest.mark.skipif("connection.vendor != 'sqlite'")
def test_replace_by_another_key_than_the_primary_is_refused() -> None:
    entry = Entry.objects.order_by("pk")[0]
    columns = [str(field.column) for field in Entry._meta.concrete_fields if not field.primary_key]
    names = ", ".join(columns)
    with pytest.raises(DatabaseError, match="is append-only"), transaction.atomic(), connection.cursor() as cursor:
        cursor.execute(
            f"INSERT OR REPLACE INTO ledger_entry ({names}) SELECT {names} FROM ledger_entry WHERE id = %s", [entry.pk]
        )


WAYS: dict[str, Callable[[Any], Any]] = {
    "save": lambda row: row.save(),
    "delete": lambda row: row.delete(),
    "update": lambda row: type(row).objects.update(pk=row.pk),
    "update through the base manager": lambda row: type(row)._base_manager.filter(pk=row.pk).update(pk=row.pk),
    "delete many": lambda row: type(row).objects.filter(pk=row.pk).delete(),
    "bulk_update": lambda row: type(row).objects.bulk_update([row], ["id"]),
    "bulk_create": lambda row: type(row).objects.bulk_create([row], ignore_conflicts=True),
    "create": lambda _row: type(_row).objects.create(),
    "update_or_create": lambda row: type(row).objects.update_or_create(pk=row.pk),
}


@pytest.mark.parametrize("model", POSTED)
@pytest.mark.parametrize("way", WAYS)
def test_the_code_refuses(way: str, model: type[Model]) -> None:
    row = model._base_manager.order_by("pk")[0]

    with pytest.raises(PostedRowsStand):
        WAYS[way](row)


PLAIN: dict[str, Callable[["QuerySet[Any]"], Any]] = {
    "update": lambda rows: rows.update(id=-1),
    "bulk_update": lambda rows: rows.bulk_update(list(rows.all()), [rows.model._meta.concrete_fields[1].name]),
    "upsert": lambda rows: rows.bulk_create(
        list(rows.all()),
        update_conflicts=True,
        unique_fields=["id"],
        update_fields=[rows.model._meta.concrete_fields[1].name],
    ),
    "delete": lambda rows: rows._raw_delete("default"),  # type: ignore[attr-defined]
}
"""What Django does with rows whose model has no objection."""


@pytest.mark.parametrize("model", POSTED)
@pytest.mark.parametrize("how", PLAIN)
def test_a_plain_query_is_refused_by_the_database(how: str, model: type[Model]) -> None:
    with pytest.raises(DatabaseError, match="is append-only"), transaction.atomic():
        PLAIN[how](QuerySet(model))


@pytest.mark.skipif("connection.vendor != 'postgresql'")
@pytest.mark.parametrize("table", ["ledger_line", "ledger_entry"])
def test_the_database_wants_the_lines_of_an_entry_to_sum_to_nothing(table: str) -> None:
    columns = [f.column for f in (Line if table == "ledger_line" else Entry)._meta.concrete_fields if f.column != "id"]
    changed = {"position": "99", "uuid": "gen_random_uuid()", "number": "number + 1000", "reversal_of_id": "NULL"}
    values = ", ".join(changed.get(str(column), str(column)) for column in columns)

    with (
        pytest.raises(DatabaseError, match="do not sum to nothing"),
        transaction.atomic(),
        connection.cursor() as cursor,
    ):
        cursor.execute(f"INSERT INTO {table} ({', '.join(map(str, columns))}) SELECT {values} FROM {table} LIMIT 1")
        cursor.execute("SET CONSTRAINTS ALL IMMEDIATE")


def test_all_walls_stand_and_a_missing_one_is_named() -> None:
    assert missing_walls() == []
    assert posted_rows_are_walled(app_configs=None) == []
    wall = next(walls())
    with connection.cursor() as cursor:
        on = f" ON {wall.table}" if connection.vendor == "postgresql" else ""
        cursor.execute(f"DROP TRIGGER {wall.name}{on}")

    assert missing_walls() == [wall.name]
    assert [message.id for message in posted_rows_are_walled(app_configs=None)] == ["ledger.E001"]
    assert [law for law, _rows in breaches()] == ["LED-2"]

    ensure_walls()
    assert missing_walls() == []


def test_every_wall_is_made_again_by_migrate() -> None:
    tear_down_walls()

    call_command("migrate", interactive=False, verbosity=0)

    assert missing_walls() == []
    for model in (Entry, Line, Settlement, Period):
        assert_stands("delete", model)
