"""What must hold of any database of Kundebro, whatever it holds."""

from collections.abc import Iterator

from django.apps import apps
from django.db import connection
from django.db.migrations.autodetector import MigrationAutodetector
from django.db.migrations.loader import MigrationLoader
from django.db.migrations.questioner import NonInteractiveMigrationQuestioner
from django.db.migrations.state import ProjectState
from django.utils import translation
from django.utils.translation import gettext_lazy as _

from kundebro.core import append_only, search
from kundebro.core.verify import Breach, found, keys_of, register, rows_of

INVALID_ON_POSTGRESQL = """
    SELECT conrelid::regclass || '.' || conname FROM pg_constraint
    WHERE NOT convalidated AND connamespace = current_schema()::regnamespace
    UNION ALL
    SELECT indexrelid::regclass::text FROM pg_index JOIN pg_class ON pg_class.oid = indexrelid
    WHERE NOT (indisvalid AND indisready) AND relnamespace = current_schema()::regnamespace
"""


def register_invariants() -> None:
    """Everything below."""
    register(id="I-23", title=_("The database is sound"), check=soundness)
    register(id="I-23 keys", title=_("Every key points at a row"), check=foreign_keys)
    register(id="I-24", title=_("The tables are those of this program"), check=migrations, is_fast=True)
    register(id="I-24 models", title=_("No table differs from its description"), check=model_drift)
    register(id="I-24 search", title=_("Every record can be searched for"), check=search_rows)
    register(id="I-24 search index", title=_("The search indexes stand"), check=search_indexes, is_fast=True)
    register(id="I-24 triggers", title=_("What must not change is guarded"), check=guards, is_fast=True)


def soundness() -> Iterator[Breach]:
    """SQLite looks at every page of its file; PostgreSQL says which constraints and indexes it does not vouch for."""
    if connection.vendor == "postgresql":
        yield from found(str(connection.settings_dict["NAME"]), keys_of(INVALID_ON_POSTGRESQL))
    else:
        told = (answer for answer in keys_of("PRAGMA integrity_check") if answer != "ok")
        yield from found("PRAGMA integrity_check", told)


def foreign_keys() -> Iterator[Breach]:
    """Rows that point at nothing; PostgreSQL checks each as it is written."""
    if connection.vendor == "sqlite":
        told = (f"{table} {row} → {parent}" for table, row, parent, _key in rows_of("PRAGMA foreign_key_check"))
        yield from found("PRAGMA foreign_key_check", told)


def migrations() -> Iterator[Breach]:
    """Migrations that were not applied, and applied ones that this program does not know."""
    loader = MigrationLoader(connection)
    applied = set(loader.applied_migrations)
    yield from found("migrate", (f"{app}.{name}" for app, name in sorted(loader.graph.nodes.keys() - applied)))
    ours = {app.label for app in apps.get_app_configs()}
    unknown = sorted(applied - set(loader.disk_migrations))
    yield from found("django_migrations", (f"{app}.{name}" for app, name in unknown if app in ours))


def model_drift() -> Iterator[Breach]:
    """What a new migration would have to do."""
    loader = MigrationLoader(connection)
    ours = {app.label for app in apps.get_app_configs() if app.name.startswith("kundebro.")}
    with translation.override(None):  # labels are compared too, as they are in the source
        there, wanted = loader.project_state(), ProjectState.from_apps(apps)
        changes = MigrationAutodetector(there, wanted, NonInteractiveMigrationQuestioner()).changes(graph=loader.graph)
    yield from found(
        "makemigrations",
        (
            f"{app}: {operation.describe()}"
            for app in sorted(changes.keys() & ours)
            for migration in changes[app]
            for operation in migration.operations
        ),
    )


def search_indexes() -> Iterator[Breach]:
    """Search indexes and the triggers that keep them up to date, where they are missing or told to rest."""
    yield from found("search", (name for model in search.searchable for name in search.missing(model)))
    if connection.vendor == "sqlite":
        yield from found(search.PAUSE, keys_of(f"SELECT is_on FROM {search.PAUSE}"))  # noqa: S608  own name


def search_rows() -> Iterator[Breach]:
    """On SQLite, rows the index does not know and index entries without a row; PostgreSQL's index is its own."""
    if connection.vendor == "sqlite":
        for model in search.searchable:
            table, indexed = model._meta.db_table, f"{search.index_name(model)}_docsize"
            for some, others in ((table, indexed), (indexed, table)):
                query = f"SELECT id FROM {some} EXCEPT SELECT id FROM {others} ORDER BY id"  # noqa: S608  own names
                yield from found(f"{some} − {others}", keys_of(query))


def guards() -> Iterator[Breach]:
    """Triggers that are gone."""
    yield from found("append_only", append_only.missing())
