"""What a backup's manifest says of the database in it, read from the very snapshot that was copied."""

from collections.abc import Callable, Sequence
from typing import Any

from django.apps import apps
from django.db import connection
from django.utils.translation import gettext as _

from kundebro.core.witnesses import witnesses
from kundebro.jobs.backups.problems import BackupDamaged

Ask = Callable[[str], Sequence[Sequence[Any]]]
"""Runs a query without parameters and gives its rows."""


def facts(ask: Ask) -> dict[str, Any]:
    """Rows per table, applied migrations, and the values that apps want noted."""
    tables = sorted({model._meta.db_table for model in apps.get_models(include_auto_created=True)})
    migrations: dict[str, list[str]] = {}
    for app, name in ask("SELECT app, name FROM django_migrations ORDER BY app, name"):
        migrations.setdefault(app, []).append(name)
    return {
        "counts": {table: ask(f"SELECT count(*) FROM {table}")[0][0] for table in tables},  # noqa: S608  own names
        "migrations": migrations,
        "witnesses": {witness.name: _first(ask(witness.query)) for witness in witnesses},
    }


def ask_database(query: str) -> Sequence[Sequence[Any]]:
    """Ask the database of this process."""
    with connection.cursor() as cursor:
        cursor.execute(query)
        return [tuple(row) for row in cursor.fetchall()]


def compare(told: dict[str, Any]) -> None:
    """Raise BackupDamaged when the database differs from what its manifest tells.

    An older backup is compared by what it holds: tables and witnesses that came later are not in it.
    """
    differing = [
        f"{table}: {count}"
        for table, count in told["counts"].items()
        if table in connection.introspection.table_names()
        and ask_database(f"SELECT count(*) FROM {table}") != [(count,)]  # noqa: S608
    ]
    differing += [
        name
        for name, value in told["witnesses"].items()
        if name in witnesses and _first(ask_database(witnesses[name].query)) != value
    ]
    if differing:
        raise BackupDamaged(_("The restored database differs: %(what)s.") % {"what": ", ".join(differing)})


def _first(rows: Sequence[Sequence[Any]]) -> Any:
    return rows[0][0] if rows else None
