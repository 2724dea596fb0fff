"""Triggers that keep posted rows as they were posted (LED-2), made again after every migration and listed at start.

Django rebuilds a table on SQLite when a column is added, and its triggers are gone without a word.
"""

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from typing import Any, Final

from django.apps.config import AppConfig
from django.core.checks import CheckMessage, Error, register
from django.db import connection
from django.db.models import Model

from kundebro.core.checks import INSTALLATION
from kundebro.ledger.models import Entry, Line, Period, Settlement

POSTED: Final[tuple[type[Model], ...]] = (Entry, Line, Settlement, Period)
REFUSAL: Final = "posted rows stand; correct them by a reversal"
REFUSE_FUNCTION: Final = "ledger_refuse"
NOT_EMPTY_FUNCTION: Final = "ledger_refuse_when_filled"
BALANCE_FUNCTION: Final = "ledger_entry_balances"


@dataclass(frozen=True)
class Wall:
    """A trigger and the statement that makes it."""

    name: str
    table: str
    statement: str


def walls() -> Iterator[Wall]:
    """The triggers the present database needs."""
    on = _on_postgresql if connection.vendor == "postgresql" else _on_sqlite
    for model in POSTED:
        yield from on(model)


def ensure_walls(**_kwargs: Any) -> None:
    """Make the triggers anew wherever their tables are."""
    tables = set(connection.introspection.table_names())
    if not {model._meta.db_table for model in POSTED} <= tables:
        return
    with connection.cursor() as cursor:
        if connection.vendor == "postgresql":
            for function in _functions():
                cursor.execute(function)
        for wall in walls():
            on = f" ON {wall.table}" if connection.vendor == "postgresql" else ""
            cursor.execute(f"DROP TRIGGER IF EXISTS {wall.name}{on}")
            cursor.execute(wall.statement)


def missing_walls() -> list[str]:
    """The names of triggers that are not there, or are switched off, though their tables are."""
    tables = set(connection.introspection.table_names())
    needed = {wall.name for wall in walls() if wall.table in tables}
    with connection.cursor() as cursor:
        if connection.vendor == "postgresql":
            cursor.execute("SELECT tgname FROM pg_trigger WHERE NOT tgisinternal AND tgenabled <> 'D'")
        else:
            cursor.execute("SELECT name FROM sqlite_master WHERE type = 'trigger'")
        present = {row[0] for row in cursor.fetchall()}
    return sorted(needed - present)


@register(INSTALLATION)
def posted_rows_are_walled(*, app_configs: Sequence[AppConfig] | None, **_rest: Any) -> list[CheckMessage]:
    """The database itself refuses to change what is posted."""
    del app_configs
    missing = missing_walls()
    if not missing:
        return []
    return [
        Error(
            f"Posted entries are not protected: {', '.join(missing)} are missing in the database.",
            hint="Run `kundebro migrate`: it makes them again. Then see that `kundebro verify` finds nothing.",
            id="ledger.E001",
        )
    ]


def _on_sqlite(model: type[Model]) -> Iterator[Wall]:
    table = model._meta.db_table
    refuse = f"BEGIN SELECT RAISE(ABORT, '{REFUSAL}'); END"
    for event in ("update", "delete"):
        name = f"{table}_no_{event}"
        yield Wall(name, table, f"CREATE TRIGGER {name} BEFORE {event.upper()} ON {table} {refuse}")
    # INSERT OR REPLACE takes rows away without a DELETE trigger unless recursive_triggers is on: so it is met here.
    same = " OR ".join(_same_key(columns) for columns in _keys(model))
    name = f"{table}_no_replace"
    seen = f"EXISTS (SELECT 1 FROM {table} WHERE {same})"  # noqa: S608  own names
    yield Wall(name, table, f"CREATE TRIGGER {name} BEFORE INSERT ON {table} WHEN {seen} {refuse}")


def _keys(model: type[Model]) -> Iterator[tuple[str, ...]]:
    """The columns of every unique key."""
    for field in model._meta.concrete_fields:
        if field.unique:
            yield (str(field.column),)
    for constraint in model._meta.total_unique_constraints:
        yield tuple(str(model._meta.get_field(name).column) for name in constraint.fields)  # type: ignore[union-attr]


def _same_key(columns: tuple[str, ...]) -> str:
    return "(" + " AND ".join(f"{column} = NEW.{column}" for column in columns) + ")"


def _on_postgresql(model: type[Model]) -> Iterator[Wall]:
    table = model._meta.db_table
    name = f"{table}_no_change"
    yield Wall(
        name,
        table,
        f"CREATE TRIGGER {name} BEFORE UPDATE OR DELETE ON {table} FOR EACH ROW EXECUTE FUNCTION {REFUSE_FUNCTION}()",
    )
    name = f"{table}_no_truncate"
    yield Wall(
        name,
        table,
        f"CREATE TRIGGER {name} BEFORE TRUNCATE ON {table} FOR EACH STATEMENT EXECUTE FUNCTION {NOT_EMPTY_FUNCTION}()",
    )
    if model in (Entry, Line):
        name = f"{table}_balances"
        yield Wall(
            name,
            table,
            f"CREATE CONSTRAINT TRIGGER {name} AFTER INSERT ON {table} DEFERRABLE INITIALLY DEFERRED "
            f"FOR EACH ROW EXECUTE FUNCTION {BALANCE_FUNCTION}()",
        )


def _functions() -> Iterator[str]:
    code = "ERRCODE = 'integrity_constraint_violation'"
    refuse = f"RAISE EXCEPTION '{REFUSAL}' USING {code};"
    yield (
        f"CREATE OR REPLACE FUNCTION {REFUSE_FUNCTION}() RETURNS trigger LANGUAGE plpgsql AS $$ BEGIN {refuse} END $$"
    )
    # An empty table may be emptied: so tests do between themselves.
    is_filled = "EXECUTE format('SELECT EXISTS (SELECT 1 FROM %I)', TG_TABLE_NAME) INTO is_filled;"
    yield (
        f"CREATE OR REPLACE FUNCTION {NOT_EMPTY_FUNCTION}() RETURNS trigger LANGUAGE plpgsql AS $$ "
        f"DECLARE is_filled boolean; BEGIN {is_filled} IF is_filled THEN {refuse} END IF; RETURN NULL; END $$"
    )
    sums = (
        "SELECT count(*), coalesce(sum(amount_ore), 0), coalesce(sum(base_ore), 0), count(DISTINCT currency_id) "
        "INTO lines, amount, base, currencies FROM ledger_line WHERE entry_id = entry;"
    )
    yield (
        f"CREATE OR REPLACE FUNCTION {BALANCE_FUNCTION}() RETURNS trigger LANGUAGE plpgsql AS $$ "
        "DECLARE entry bigint; lines bigint; amount numeric; base numeric; currencies bigint; BEGIN "
        "IF TG_TABLE_NAME = 'ledger_entry' THEN entry := NEW.id; ELSE entry := NEW.entry_id; END IF; "
        f"{sums} IF lines < 2 OR amount <> 0 OR base <> 0 OR currencies <> 1 THEN "
        f"RAISE EXCEPTION 'the lines of entry % do not sum to nothing', entry USING {code}; END IF; "
        "RETURN NULL; END $$"
    )
