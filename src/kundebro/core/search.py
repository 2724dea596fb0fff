"""Finds rows by parts of their `search_text`, alike on both databases: FTS5 trigrams on SQLite, pg_trgm on PostgreSQL."""

import json
from collections.abc import Iterator, Sequence
from contextlib import contextmanager
from functools import partial
from typing import Any, Final, TypeVar

from django.apps import apps
from django.db import connection, models
from django.db.models import Q
from django.db.models.signals import post_migrate

from kundebro.core.danish import query_terms

Rows = TypeVar("Rows", bound="models.QuerySet[Any]")

COLUMN = "search_text"
TRIGRAM = 3
FEW = 4000
PAUSE: Final = "core_search_pause"  # while this table holds a row, the triggers of its transaction rest
PAYS_FROM: Final = 20

searchable: list[type[models.Model]] = []
"""The models whose search text is indexed."""


def register(model: type[models.Model]) -> None:
    """Index the model's search text from its app's next migration on."""
    searchable.append(model)
    uid = f"core.search.{model._meta.label}"
    app = apps.get_app_config(model._meta.app_label)
    post_migrate.connect(partial(ensure_index, model), sender=app, weak=False, dispatch_uid=uid)


def index_name(model: type[models.Model]) -> str:
    """The name of the index over a model's search text."""
    return f"{model._meta.db_table}_search"


def ensure_index(model: type[models.Model], **_kwargs: Any) -> None:
    """Make the search index and its triggers where they are missing: Django drops triggers when it rebuilds a table."""
    if model._meta.db_table not in connection.introspection.table_names():
        return
    table, index = model._meta.db_table, index_name(model)
    with connection.cursor() as cursor:
        if connection.vendor == "postgresql":
            cursor.execute("CREATE EXTENSION IF NOT EXISTS pg_trgm")
            cursor.execute(f"CREATE INDEX IF NOT EXISTS {index} ON {table} USING gin ({COLUMN} gin_trgm_ops)")
            return
        cursor.execute("SELECT 1 FROM sqlite_master WHERE name = %s", [index])
        is_new = cursor.fetchone() is None
        if is_new:
            cursor.execute(
                f"CREATE VIRTUAL TABLE {index} USING fts5({COLUMN}, content='{table}', content_rowid='id', "
                "tokenize='trigram case_sensitive 1')"
            )
        cursor.execute(f"CREATE TABLE IF NOT EXISTS {PAUSE} (is_on INTEGER)")
        add = f"INSERT INTO {index}(rowid, {COLUMN}) VALUES (new.id, new.{COLUMN});"  # noqa: S608  own names
        drop = f"INSERT INTO {index}({index}, rowid, {COLUMN}) VALUES ('delete', old.id, old.{COLUMN});"  # noqa: S608
        for name, event, body in (
            ("insert", "AFTER INSERT", add),
            ("delete", "AFTER DELETE", drop),
            ("update", f"AFTER UPDATE OF {COLUMN}", drop + add),
        ):
            different = f" AND old.{COLUMN} <> new.{COLUMN}" if name == "update" else ""
            cursor.execute(f"DROP TRIGGER IF EXISTS {index}_{name}")
            condition = f"NOT EXISTS (SELECT 1 FROM {PAUSE}){different}"  # noqa: S608  own names
            cursor.execute(f"CREATE TRIGGER {index}_{name} {event} ON {table} WHEN {condition} BEGIN {body} END")
        if is_new:
            cursor.execute(f"INSERT INTO {index}({index}) VALUES ('rebuild')")  # noqa: S608  own names


@contextmanager
def indexed_at_once(model: type[models.Model], keys: Sequence[int]) -> Iterator[None]:
    """Bring the search index in step once for all rows that are written here, inside the running transaction.

    On SQLite each row's trigger makes FTS5 write its work to the database; for many rows that takes three times as
    long as all the rest. Anyone else's transaction keeps its triggers: nobody sees the pause but this one.
    """
    pays = model in searchable and len(keys) >= PAYS_FROM and connection.in_atomic_block
    if not pays or connection.vendor != "sqlite":
        yield
        return
    table, index, wanted = model._meta.db_table, index_name(model), json.dumps(list(keys))
    chosen = f"{COLUMN} FROM {table} WHERE id IN (SELECT value FROM json_each(%s))"  # noqa: S608  own names
    with connection.cursor() as cursor:
        drop = f"INSERT INTO {index}({index}, rowid, {COLUMN}) SELECT 'delete', id, {chosen}"
        cursor.execute(drop, [wanted])
        cursor.execute(f"INSERT INTO {PAUSE} VALUES (1)")  # noqa: S608  own name
        yield
        cursor.execute(f"DELETE FROM {PAUSE}")  # noqa: S608  own name
        cursor.execute(f"INSERT INTO {index}(rowid, {COLUMN}) SELECT id, {chosen}", [wanted])


def missing(model: type[models.Model]) -> list[str]:
    """What of the model's index is not there."""
    table, index = model._meta.db_table, index_name(model)
    with connection.cursor() as cursor:
        if connection.vendor == "postgresql":
            cursor.execute("SELECT indexname FROM pg_indexes WHERE tablename = %s", [table])
            wanted = {index}
        else:
            cursor.execute("SELECT name FROM sqlite_master WHERE tbl_name IN (%s, %s)", [table, index])
            wanted = {index, *(f"{index}_{event}" for event in ("insert", "delete", "update"))}
        return sorted(wanted - {name for (name,) in cursor.fetchall()})


def searched(rows: Rows, text: str) -> Rows:
    """The rows whose search text holds every word of what the user typed, each found anywhere inside a word.

    A word of one or two letters is looked for at the beginning of words only.
    """
    terms = query_terms(text)
    if not terms:
        return rows.none() if text.strip() else rows
    long = [term for term in terms if len(term) >= TRIGRAM]
    if long and connection.vendor == "sqlite":
        rows = _matching(rows, long)
    else:
        for term in long:
            rows = rows.filter(**{f"{COLUMN}__contains": term})
    for term in terms:
        if len(term) < TRIGRAM:
            rows = rows.filter(Q(**{f"{COLUMN}__startswith": term}) | Q(**{f"{COLUMN}__contains": f" {term}"}))
    return rows


def _matching(rows: Rows, terms: list[str]) -> Rows:
    """Through the index when few rows match; otherwise the list is walked in its order, where matches come soon."""
    index = index_name(rows.model)
    match = " AND ".join(f'"{term}"' for term in terms)
    with connection.cursor() as cursor:
        cursor.execute(f"SELECT rowid FROM {index} WHERE {index} MATCH %s LIMIT {FEW + 1}", [match])  # noqa: S608
        found = cursor.fetchall()
    if len(found) <= FEW:
        return rows.filter(pk__among=[key for (key,) in found])
    column = f"{rows.model._meta.db_table}.{COLUMN}"
    walked: Any = rows.extra(where=[f"instr({column}, %s) > 0"] * len(terms), params=terms)  # noqa: S610  own names
    return walked  # type: ignore[no-any-return]
