"""Whether the books hold, and books nobody guards."""

from collections.abc import Iterator
from contextlib import contextmanager
from typing import Final

import pytest
from django.db import DatabaseError, connection, transaction
from django.db.models import Model

from kundebro.core import append_only
from kundebro.ledger.invariants import LAWS
from kundebro.ledger.walls import POSTED, ensure_walls, walls

STATEMENTS: Final = {
    "update": "UPDATE {table} SET id = id + 1000",
    "delete": "DELETE FROM {table}",
    "replace": "INSERT OR REPLACE INTO {table} SELECT * FROM {table}",
    "upsert": "INSERT INTO {table} SELECT * FROM {table} WHERE true ON CONFLICT (id) DO UPDATE SET id = excluded.id",
    "truncate": "TRUNCATE {table} CASCADE",
}
ONLY_ON: Final = {"replace": "sqlite", "truncate": "postgresql"}


def ways_around() -> list[str]:
    """The statements by which posted rows could be changed on the present database."""
    return [how for how in STATEMENTS if ONLY_ON.get(how, connection.vendor) == connection.vendor]


def assert_stands(how: str, model: type[Model]) -> None:
    """The table refuses the statement, and every row is as it was."""
    before = list(model._base_manager.order_by("pk").values_list())
    with pytest.raises(DatabaseError, match="is append-only"), transaction.atomic(), connection.cursor() as cursor:
        cursor.execute(STATEMENTS[how].format(table=model._meta.db_table))
    assert list(model._base_manager.order_by("pk").values_list()) == before


def breaches() -> list[tuple[str, str]]:
    """What does not hold of the ledger: the invariant and the rows."""
    return [(law.id, str(breach)) for law in LAWS for breach in law.check()]


def as_after_a_commit() -> None:
    """Let PostgreSQL look now at what it would look at when the transaction ends."""
    if connection.vendor == "postgresql":
        with connection.cursor() as cursor:
            cursor.execute("SET CONSTRAINTS ALL IMMEDIATE")
            cursor.execute("SET CONSTRAINTS ALL DEFERRED")


def tear_down_walls() -> None:
    """Drop every trigger on posted rows."""
    as_after_a_commit()
    for guard in append_only.guards:
        if guard.model in POSTED:
            append_only.remove(guard, append_only.standing(guard))
    with connection.cursor() as cursor:
        for wall in walls():
            on = f" ON {wall.table}" if connection.vendor == "postgresql" else ""
            cursor.execute(f"DROP TRIGGER {wall.name}{on}")


def put_up_walls() -> None:
    """Make every trigger on posted rows."""
    as_after_a_commit()
    for guard in append_only.guards:
        if guard.model in POSTED:
            append_only.ensure(guard)
    ensure_walls()


@contextmanager
def without_walls() -> Iterator[None]:
    """As for someone with the database's password."""
    tear_down_walls()
    yield
    put_up_walls()
