"""Writes many rows at once, column by column, on both databases; knows tables, not rules."""

import json
from collections.abc import Callable, Iterable, Iterator, Sequence
from contextlib import contextmanager
from datetime import date, datetime, time
from decimal import Decimal
from functools import lru_cache
from typing import Any, Final, cast
from uuid import UUID

from django.db import connection, models
from django.db.models import Field

from kundebro.core.search import COLUMN, indexed_at_once

Adapter = Callable[[Any], Any]
JSON: Final = json.JSONEncoder(ensure_ascii=False, separators=(",", ":"))

PLAIN = (models.CharField, models.TextField, models.IntegerField, models.BooleanField, models.ForeignKey)


def take_ids(model: type[models.Model], count: int) -> list[int]:
    """The next `count` primary keys of the table, reserved inside the running transaction."""
    table = model._meta.db_table
    with connection.cursor() as cursor:
        if connection.vendor == "postgresql":
            cursor.execute(
                "SELECT nextval(pg_get_serial_sequence(%s, 'id')) FROM generate_series(1, %s)", [table, count]
            )
            return [row[0] for row in cursor.fetchall()]
        cursor.execute("SELECT seq FROM sqlite_sequence WHERE name = %s", [table])
        row = cursor.fetchone()
        first = (row[0] if row else 0) + 1
        return list(range(first, first + count))


def adapter_of(field: "Field[Any, Any]") -> Adapter | None:
    """How the field's Python value becomes a database value; None when it already is one."""
    if isinstance(field, PLAIN):
        return None
    if isinstance(field, models.JSONField):
        return json_text

    def adapt(value: Any) -> Any:
        return field.get_db_prep_save(value, connection)

    return lru_cache(maxsize=256)(adapt) if isinstance(field, models.DateField) else adapt


def json_text(value: Any) -> str:
    """Compact JSON that keeps Danish letters readable."""
    return JSON.encode(value)


def plain(value: Any) -> Any:
    """The value as JSON can hold it; `field.to_python` reads it back."""
    if value is None or isinstance(value, (str, int, bool)):
        return value
    if isinstance(value, (date, datetime, time)):
        return value.isoformat()
    if isinstance(value, (Decimal, UUID)):
        return str(value)
    return value


@contextmanager
def room_for_many() -> Iterator[None]:
    """Let this connection keep more of the database at hand (64 MB) while rows come by the hundred thousand.

    SQLite writes a page that no longer fits to the disk and reads it again for the next row; PostgreSQL shares its own.
    """
    if connection.vendor != "sqlite":
        yield
        return
    with connection.cursor() as cursor:
        cursor.execute("PRAGMA cache_size")
        (usual,) = cursor.fetchone()
        cursor.execute("PRAGMA cache_size=-64000")
        try:
            yield
        finally:
            cursor.execute(f"PRAGMA cache_size={usual}")


def insert_rows(
    model: type[models.Model], columns: Sequence[str], rows: Iterable[Sequence[Any]], *, are_adapted: bool = False
) -> None:
    """Insert rows given as tuples in the order of `columns` (attribute names, `id` among them when it is known).

    Columns left out take the database's default, so a bulk insert names only what it has. `are_adapted` says that
    every value is as the database wants it already: JSON as text.
    """
    fields = [field_of(model, column) for column in columns]
    adapted = list(rows if are_adapted else adapt_rows(fields, rows))
    names = ", ".join(quoted(field) for field in fields)
    table = connection.ops.quote_name(model._meta.db_table)
    with connection.cursor() as cursor:
        if connection.vendor == "postgresql":
            with (
                connection.wrap_database_errors,
                cast("Any", cursor).copy(f"COPY {table} ({names}) FROM STDIN") as copy,
            ):
                for row in adapted:
                    copy.write_row(row)
            return
        marks = ", ".join(["%s"] * len(fields))
        place = columns.index("id") if "id" in columns else None
        keys = [] if place is None else [row[place] for row in adapted]
        with indexed_at_once(model, keys):
            cursor.executemany(f"INSERT INTO {table} ({names}) VALUES ({marks})", adapted)  # noqa: S608  own names


def insert_unless_there(row: models.Model) -> bool:
    """Insert the row and give it its key; False, and nothing written, where a unique constraint already has its like.

    Waits for a transaction under way that inserts the same, and needs no savepoint to go on after a refusal.
    """
    fields = [field for field in row._meta.concrete_fields if not field.primary_key]
    values = [field.get_db_prep_save(field.pre_save(row, add=True), connection) for field in fields]
    names, marks = ", ".join(quoted(field) for field in fields), ", ".join(["%s"] * len(fields))
    table = connection.ops.quote_name(row._meta.db_table)
    with connection.cursor() as cursor:
        cursor.execute(
            f"INSERT INTO {table} ({names}) VALUES ({marks}) ON CONFLICT DO NOTHING RETURNING id",  # noqa: S608  own names
            values,
        )
        inserted = cursor.fetchone()
    if inserted is None:
        return False
    row.pk, row._state.adding, row._state.db = inserted[0], False, connection.alias
    return True


def update_rows(
    model: type[models.Model], columns: Sequence[str], rows: Iterable[Sequence[Any]], *, bumps_version: bool = True
) -> None:
    """Set `columns` of many rows; each row holds the new values and, last, its primary key."""
    fields = [field_of(model, column) for column in columns]
    changes = ", ".join(f"{quoted(field)} = %s" for field in fields)
    table = connection.ops.quote_name(model._meta.db_table)
    bump = ", version = version + 1" if bumps_version else ""
    statement = f"UPDATE {table} SET {changes}{bump} WHERE id = %s"  # noqa: S608  own names
    adapted = list(adapt_rows([*fields, model._meta.pk], rows))
    keys = [row[-1] for row in adapted] if COLUMN in columns else []
    with indexed_at_once(model, keys), connection.cursor() as cursor:
        cursor.executemany(statement, adapted)


def delete_rows(model: type[models.Model], column: str, keys: Sequence[int]) -> None:
    """Delete the rows whose `column` is among the keys, in portions a database takes."""
    table, name = connection.ops.quote_name(model._meta.db_table), quoted(field_of(model, column))
    with indexed_at_once(model, keys if column == "id" else []), connection.cursor() as cursor:
        for start in range(0, len(keys), 500):
            portion = keys[start : start + 500]
            marks = ", ".join(["%s"] * len(portion))
            cursor.execute(f"DELETE FROM {table} WHERE {name} IN ({marks})", portion)  # noqa: S608  own names


def quoted(field: "Field[Any, Any]") -> str:
    """The field's column as SQL names it."""
    return connection.ops.quote_name(str(field.column))


def field_of(model: type[models.Model], attribute: str) -> "Field[Any, Any]":
    """The column's field by name or attribute name (`responsible` and `responsible_id` are one)."""
    for field in model._meta.concrete_fields:
        if attribute in (field.attname, field.name):
            return field
    message = f"{model.__name__} has no column {attribute}"
    raise LookupError(message)


def adapt_rows(fields: Sequence["Field[Any, Any]"], rows: Iterable[Sequence[Any]]) -> Iterable[Sequence[Any]]:
    """The rows with each value as its database wants it; untouched when every column is plain."""
    special = [(index, adapt) for index, field in enumerate(fields) if (adapt := adapter_of(field))]
    if not special:
        return rows
    return (adapt_row(row, special) for row in rows)


def adapt_row(row: Sequence[Any], special: Sequence[tuple[int, Adapter]]) -> list[Any]:
    """One row with its special columns adapted."""
    values = list(row)
    for index, adapt in special:
        if values[index] is not None:
            values[index] = adapt(values[index])
    return values
