"""Triggers beside those of `core.append_only` that keep posted rows as they were posted (LED-2).

On SQLite a replace by any unique key is met before it takes a row away; on PostgreSQL the lines of an entry must sum to
nothing when the transaction ends. Made again after every migration, and listed by `kundebro verify` and at start.
"""

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from typing import Any, Final

from django.apps.config import AppConfig
from django.core.checks import CheckMessage, Error, register
from django.db import OperationalError, connection
from django.db.models import Model

from kundebro.core.append_only import guards, standing
from kundebro.core.checks import INSTALLATION
from kundebro.ledger.models import Entry, Line, Period, Settlement

POSTED: Final[tuple[type[Model], ...]] = (Entry, Line, Settlement, Period)
FUNCTION: Final = "ledger_entry_balances"


@dataclass(frozen=True)
class Wall:
    """A trigger and the statement that makes it."""

    name: str
    table: str
    statement: str


def walls() -> Iterator[Wall]:
    """The triggers the present database needs."""
    if connection.vendor == "postgresql":
        yield from (_balanced(model) for model in (Entry, Line))
    else:
        yield from (_not_replaced(model) for model in POSTED)


def ensure_walls(**_kwargs: Any) -> None:
    """Make the triggers anew wherever their tables are."""
    tables = set(connection.introspection.table_names())
    if not {model._meta.db_table for model in POSTED} <= tables:
        return
    with connection.cursor() as cursor:
        if connection.vendor == "postgresql":
            cursor.execute(_balance_function())
        for wall in walls():
            on = f" ON {wall.table}" if connection.vendor == "postgresql" else ""
            cursor.execute(f"DROP TRIGGER IF EXISTS {wall.name}{on}")
            cursor.execute(wall.statement)


def missing_walls() -> list[str]:
    """The names of triggers on posted rows that are not there, or are switched off, though their tables are."""
    tables = set(connection.introspection.table_names())
    needed = {wall.name for wall in walls() if wall.table in tables}
    with connection.cursor() as cursor:
        if connection.vendor == "postgresql":
            cursor.execute("SELECT tgname FROM pg_trigger WHERE NOT tgisinternal AND tgenabled <> 'D'")
        else:
            cursor.execute("SELECT name FROM sqlite_master WHERE type = 'trigger'")
        present = {row[0] for row in cursor.fetchall()}
    guarded = [guard for guard in guards if guard.model in POSTED and guard.table in tables]
    fallen = {name for guard in guarded for name in guard.triggers.keys() - set(standing(guard))}
    return sorted((needed - present) | fallen)


@register(INSTALLATION)
def posted_rows_are_walled(*, app_configs: Sequence[AppConfig] | None, **_rest: Any) -> list[CheckMessage]:
    """The database itself refuses to change what is posted."""
    del app_configs
    try:
        missing = missing_walls()
    except OperationalError:  # out of reach or unreadable: whoever uses it next says so in plain words
        return []
    if not missing:
        return []
    return [
        Error(
            f"Posted entries are not protected: {', '.join(missing)} are missing in the database.",
            hint="Run `kundebro migrate`: it makes them again. Then see that `kundebro verify` finds nothing.",
            id="ledger.E001",
        )
    ]


def _not_replaced(model: type[Model]) -> Wall:
    """INSERT OR REPLACE takes rows away without a DELETE trigger unless recursive_triggers is on: so it is met here."""
    table = model._meta.db_table
    name = f"{table}_no_replace"
    same = " OR ".join(_same_key(columns) for columns in _keys(model))
    seen = f"EXISTS (SELECT 1 FROM {table} WHERE {same})"  # noqa: S608  own names
    refuse = f"BEGIN SELECT RAISE(ABORT, '{table} is append-only'); END"
    return Wall(name, table, f"CREATE TRIGGER {name} BEFORE INSERT ON {table} WHEN {seen} {refuse}")


def _keys(model: type[Model]) -> Iterator[tuple[str, ...]]:
    """The columns of every unique key."""
    for field in model._meta.concrete_fields:
        if field.unique:
            yield (str(field.column),)
    for constraint in model._meta.total_unique_constraints:
        yield tuple(str(model._meta.get_field(name).column) for name in constraint.fields)  # type: ignore[union-attr]


def _same_key(columns: tuple[str, ...]) -> str:
    return "(" + " AND ".join(f"{column} = NEW.{column}" for column in columns) + ")"


def _balanced(model: type[Model]) -> Wall:
    table = model._meta.db_table
    name = f"{table}_balances"
    statement = (
        f"CREATE CONSTRAINT TRIGGER {name} AFTER INSERT ON {table} DEFERRABLE INITIALLY DEFERRED "
        f"FOR EACH ROW EXECUTE FUNCTION {FUNCTION}()"
    )
    return Wall(name, table, statement)


def _balance_function() -> str:
    sums = (
        "SELECT count(*), coalesce(sum(amount_ore), 0), coalesce(sum(base_ore), 0), count(DISTINCT currency_id) "
        "INTO lines, amount, base, currencies FROM ledger_line WHERE entry_id = entry;"
    )
    return (
        f"CREATE OR REPLACE FUNCTION {FUNCTION}() RETURNS trigger LANGUAGE plpgsql AS $$ "
        "DECLARE entry bigint; lines bigint; amount numeric; base numeric; currencies bigint; BEGIN "
        "IF TG_TABLE_NAME = 'ledger_entry' THEN entry := NEW.id; ELSE entry := NEW.entry_id; END IF; "
        f"{sums} IF lines < 2 OR amount <> 0 OR base <> 0 OR currencies <> 1 THEN "
        "RAISE EXCEPTION 'the lines of entry % do not sum to nothing', entry "
        "USING ERRCODE = 'integrity_constraint_violation'; END IF; RETURN NULL; END $$"
    )
