"""Tables whose rows the database itself refuses to change or remove (reliability.md HIS-3, LED-2).

Django rebuilds a table on SQLite without its triggers, so they are looked for after every migration.
"""

from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from functools import partial
from hashlib import sha256

from django.apps import apps
from django.db import connection, models
from django.db.models.signals import post_migrate

from kundebro.core.registry import Registry

FUNCTION = "kundebro_refuse"
FUNCTION_BODY = (
    "BEGIN RAISE EXCEPTION '% is append-only', TG_TABLE_NAME USING ERRCODE = 'integrity_constraint_violation'; END"
)


@dataclass(frozen=True, kw_only=True)
class Guard:
    """What of a table may still be written: `may_change` any time, `set_once` while it is empty, all else never."""

    model: type[models.Model]
    may_change: frozenset[str] = frozenset()
    set_once: frozenset[str] = frozenset()

    @property
    def table(self) -> str:
        """The guarded table."""
        return self.model._meta.db_table

    @property
    def triggers(self) -> dict[str, str]:
        """What makes each trigger that must stand, by its name, which tells what it does."""
        bodies = _on_postgresql(self) if connection.vendor == "postgresql" else _on_sqlite(self)
        return {f"{self.table}_refuse_{event}_{sha256(body.encode()).hexdigest()[:8]}": body for event, body in bodies}

    @property
    def forbidden(self) -> str:
        """The condition under which an update is refused; empty for any update."""
        if not self.may_change and not self.set_once:
            return ""
        conditions = []
        for field in self.model._meta.concrete_fields:
            column = connection.ops.quote_name(str(field.column))
            if field.name not in self.may_change:
                empty = f"OLD.{column} IS NOT NULL AND " if field.name in self.set_once else ""
                conditions.append(f"({empty}OLD.{column} IS DISTINCT FROM NEW.{column})")
        return " OR ".join(conditions)


guards = Registry[Guard](key=lambda guard: guard.table)


def register(model: type[models.Model], *, may_change: Iterable[str] = (), set_once: Iterable[str] = ()) -> Guard:
    """Guard the model's table from its app's next migration on; the names are those of fields."""
    guard = guards.register(Guard(model=model, may_change=frozenset(may_change), set_once=frozenset(set_once)))
    uid = f"core.append_only.{model._meta.label}"
    app = apps.get_app_config(model._meta.app_label)
    post_migrate.connect(partial(ensure, guard), sender=app, weak=False, dispatch_uid=uid)
    return guard


def ensure(guard: Guard, **_kwargs: object) -> None:
    """Make the triggers that are missing, and drop those that stand for what was refused before."""
    if guard.table not in connection.introspection.table_names():
        return
    wanted, present = guard.triggers, set(standing(guard))
    remove(guard, present - wanted.keys())
    with connection.cursor() as cursor:
        if connection.vendor == "postgresql" and not _function_stands():
            cursor.execute(
                f"CREATE OR REPLACE FUNCTION {FUNCTION}() RETURNS trigger LANGUAGE plpgsql AS $$ {FUNCTION_BODY} $$"
            )
        for name in wanted.keys() - present:
            cursor.execute(f"CREATE TRIGGER {name} {wanted[name]}")
            if connection.vendor == "postgresql":
                cursor.execute(f"ALTER TABLE {guard.table} ENABLE ALWAYS TRIGGER {name}")


def remove(guard: Guard, names: Iterable[str]) -> None:
    """Drop triggers of the guard by name."""
    of_table = f" ON {guard.table}" if connection.vendor == "postgresql" else ""
    with connection.cursor() as cursor:
        for name in names:
            cursor.execute(f"DROP TRIGGER {name}{of_table}")


def standing(guard: Guard) -> list[str]:
    """The names of the guard's triggers that are in force."""
    if connection.vendor == "postgresql":
        query = "SELECT tgname FROM pg_trigger WHERE tgrelid = %s::regclass AND tgenabled = 'A' AND NOT tgisinternal"
    else:
        query = "SELECT name FROM sqlite_master WHERE type = 'trigger' AND tbl_name = %s"
    with connection.cursor() as cursor:
        cursor.execute(query, [guard.table])
        return [name for (name,) in cursor.fetchall() if name.startswith(f"{guard.table}_refuse_")]


def missing() -> Iterator[str]:
    """The triggers that should stand and do not, or whose function does something else."""
    for guard in guards:
        yield from sorted(guard.triggers.keys() - set(standing(guard)))
    if connection.vendor == "postgresql":
        if not _function_stands():
            yield FUNCTION
        return
    with connection.cursor() as cursor:
        cursor.execute("PRAGMA recursive_triggers")  # off, INSERT OR REPLACE removes rows without asking
        if cursor.fetchone() != (1,):
            yield "recursive_triggers"


def _function_stands() -> bool:
    """Whether the function behind PostgreSQL's triggers is there and does what it should."""
    with connection.cursor() as cursor:
        cursor.execute("SELECT trim(prosrc) FROM pg_proc WHERE proname = %s", [FUNCTION])
        return [body for (body,) in cursor.fetchall()] == [FUNCTION_BODY]


def _on_sqlite(guard: Guard) -> Iterator[tuple[str, str]]:
    refusal = f"BEGIN SELECT RAISE(ABORT, '{guard.table} is append-only'); END"
    condition = f"WHEN {guard.forbidden} " if guard.forbidden else ""
    yield "update", f"BEFORE UPDATE ON {guard.table} {condition}{refusal}"
    yield "delete", f"BEFORE DELETE ON {guard.table} {refusal}"


def _on_postgresql(guard: Guard) -> Iterator[tuple[str, str]]:
    refusal = f"EXECUTE FUNCTION {FUNCTION}()"
    condition = f"WHEN ({guard.forbidden}) " if guard.forbidden else ""
    yield "update", f"BEFORE UPDATE ON {guard.table} FOR EACH ROW {condition}{refusal}"
    yield "delete", f"BEFORE DELETE ON {guard.table} FOR EACH ROW {refusal}"
    yield "truncate", f"BEFORE TRUNCATE ON {guard.table} FOR EACH STATEMENT {refusal}"
