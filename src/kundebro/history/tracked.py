"""Models whose every change is recorded, one row at a time or many at once."""

from collections.abc import Collection, Iterable, Mapping, Sequence
from functools import cache
from typing import Any, ClassVar, Self, TypeVar

from django.db import models
from django.db.models import Field
from django.db.models.signals import m2m_changed
from django.utils.translation import gettext_lazy as _

from kundebro.core.rows import delete_rows, insert_rows, plain, take_ids, update_rows
from kundebro.history.models.changeset import Change
from kundebro.history.recorder import WriteOutsideChangeset, current_recording

STAMPS = ("version", "changed_at")
T = TypeVar("T", bound="Tracked")


class TooLate(Exception):
    """Somebody else has changed, moved or taken away meanwhile what this was about."""


class StaleWrite(TooLate):
    """The row was changed by someone else after it was read."""


class TrackedQuerySet(models.QuerySet[T]):
    """Bulk writes that leave the same history as single ones."""

    def update(self, **values: Any) -> int:
        """Set the values on every row that differs; returns how many rows changed."""
        rows = list(self.select_for_update())
        for row in rows:
            for name, value in values.items():
                setattr(row, name, value)
        return save_many(rows)

    def delete(self) -> tuple[int, dict[str, int]]:
        """Delete the rows one history line each; related rows that still point here refuse it."""
        rows = list(self.select_for_update())
        for row in rows:
            row.delete()
        return len(rows), {self.model._meta.label: len(rows)}

    def bulk_create(self, objs: Iterable[T], *_args: Any, **_kwargs: Any) -> list[T]:
        """Insert the instances; conflict handling is not offered, it would hide what was written."""
        rows = list(objs)
        fields = [field.attname for field in self.model._meta.concrete_fields if not field.primary_key]
        written = [name for name in fields if name not in (*STAMPS, "created_at")]
        values = [{name: getattr(row, name) for name in written} for row in rows]
        for row, pk in zip(rows, insert_many(self.model, values), strict=True):
            row.pk = pk
            row._settle()
        return rows

    def bulk_update(self, objs: Iterable[T], fields: Iterable[str], batch_size: int | None = None) -> int:  # noqa: ARG002
        """Write what differs on the given instances."""
        return save_many(list(objs))


class Tracked(models.Model):
    """A row whose changes are recorded; written inside `recording(…)` only.

    `derived_from` names the fields that `derive` reads; what it returns is stored but not history: it follows from
    the rest. `figure_fields` are worked out from other tables, and no history of this one either. Rows of a seeded
    table may have come with the program, without a recorded creation.
    """

    created_at = models.DateTimeField(_("created"), editable=False)
    changed_at = models.DateTimeField(_("changed"), editable=False)
    version = models.PositiveIntegerField(default=1, db_default=1, editable=False)

    derived_from: ClassVar[frozenset[str]] = frozenset()
    derived_fields: ClassVar[frozenset[str]] = frozenset()
    figure_fields: ClassVar[frozenset[str]] = frozenset()
    is_seeded: ClassVar[bool] = False

    class Meta:
        abstract = True

    def save(self, *_args: Any, **_kwargs: Any) -> None:
        """Insert or update with history; raises StaleWrite when the row has moved on since it was read."""
        record = current_recording()
        if self._state.adding:
            for name, value in self.derive(self.__dict__).items():
                setattr(self, name, value)
            self.version, self.created_at, self.changed_at = 1, self.created_at or record.at, record.at
            super().save(force_insert=True)
            record.note(type(self), self.pk, Change.Kind.CREATED, version=1, values=filled(type(self), self.__dict__))
            self._settle()
        else:
            save_many([self], guard=True)

    def delete(self, *args: Any, **kwargs: Any) -> tuple[int, dict[str, int]]:
        """Delete with history; what points here and may not be lost raises ProtectedError."""
        record = current_recording()
        pk, values = self.pk, {**filled(type(self), self.__dict__), **self.many_values()}
        answer = super().delete(*args, **kwargs)
        record.note(type(self), pk, Change.Kind.DELETED, version=self.version + 1, values=values)
        return answer

    @classmethod
    def derive(cls, values: Mapping[str, Any]) -> dict[str, Any]:  # noqa: ARG003  the base derives nothing
        """The stored columns that follow from the given ones."""
        return {}

    @classmethod
    def from_db(cls, db: str | None, field_names: Collection[str], values: Collection[Any], **kwargs: Any) -> Self:
        """Remember what was read, to know later what was changed."""
        instance = super().from_db(db, field_names, values, **kwargs)
        instance._settle()
        return instance

    def refresh_from_db(self, *args: Any, **kwargs: Any) -> None:
        """Read again and forget unsaved changes."""
        super().refresh_from_db(*args, **kwargs)
        self._settle()

    def _settle(self) -> None:
        state = self.__dict__
        self._stored = {name: state[name] for name in column_names(type(self)) if name in state}

    def changes(self) -> dict[str, tuple[Any, Any]]:
        """Unsaved differences by attribute name: (stored, present)."""
        state = self.__dict__
        return {
            name: (old, state[name])
            for name, old in self._stored.items()
            if state[name] != old and name not in STAMPS and name != "created_at"
        }

    def many_values(self) -> dict[str, list[int]]:
        """The keys behind each many-to-many field that has any."""
        found = {name: many_of(type(self), name, [self.pk])[self.pk] for name in many_names(type(self))}
        return {name: keys for name, keys in found.items() if keys}

    def set_many(self, name: str, keys: Iterable[int]) -> bool:
        """Let the many-to-many field hold exactly these keys; recorded as a change of this row."""
        record = current_recording()
        old, new = many_of(type(self), name, [self.pk])[self.pk], sorted(set(keys))
        if old == new:
            return False
        write_many(type(self), name, {self.pk: new}, replace=True)
        self.version += 1
        type(self)._base_manager.filter(pk=self.pk).update(version=self.version, changed_at=record.at)
        record.note(type(self), self.pk, Change.Kind.UPDATED, version=self.version, values={name: [old, new]})
        self._settle()
        return True


@cache
def column_names(model: type[models.Model]) -> tuple[str, ...]:
    """The attribute names of all columns."""
    return tuple(field.attname for field in model._meta.concrete_fields)


@cache
def history_columns(model: type[Tracked]) -> dict[str, "Field[Any, Any]"]:
    """The columns that history keeps: all but the key, the stamps, what is derived and the figures."""
    left_out = {*STAMPS, *model.derived_fields, *model.figure_fields}
    return {
        field.attname: field
        for field in model._meta.concrete_fields
        if not field.primary_key and field.attname not in left_out
    }


@cache
def many_names(model: type[models.Model]) -> tuple[str, ...]:
    """The names of the model's many-to-many fields."""
    return tuple(field.name for field in model._meta.many_to_many)


def filled(model: type[Tracked], values: Mapping[str, Any]) -> dict[str, Any]:
    """What history keeps of a whole row: every column that holds something, as JSON."""
    return {
        name: plain(value)
        for name in history_columns(model)
        if (value := values.get(name)) is not None and value != ""
    }


def insert_many(
    model: type[Tracked],
    rows: Sequence[Mapping[str, Any]],
    *,
    many: Mapping[str, Sequence[Iterable[int]]] | None = None,
    pks: Sequence[int] | None = None,
    versions: Sequence[int] | None = None,
) -> list[int]:
    """Insert rows given by column, with history, as fast as the database takes them; returns their keys.

    Columns absent from a row fall back to the model's default. `many` holds, per many-to-many field, the keys of
    each row. Derived columns are worked out here unless the row brings them. Rows made again bring their old keys and
    go on from their old versions.
    """
    if not rows:
        return []
    record = current_recording()
    ids = list(pks or take_ids(model, len(rows)))
    present = set().union(*rows)
    columns = [name for name in column_names(model) if name in present]
    derived = sorted(model.derived_fields)
    stamps = ("created_at", "changed_at", "version")
    columns = [name for name in columns if name not in stamps and name not in derived and name != "id"]
    defaults = {name: default_of(model, name) for name in columns}
    lists: dict[int, dict[str, list[int]]] = {pk: {} for pk in ids}
    for name, per_row in (many or {}).items():
        for pk, keys in zip(ids, per_row, strict=True):
            if chosen := sorted(set(keys)):
                lists[pk][name] = chosen
    kept = [name for name in columns if name in history_columns(model)]
    tuples, noted = [], []
    for pk, row, version in zip(ids, rows, versions or [1] * len(ids), strict=True):
        values = {name: row.get(name, default) for name, default in defaults.items()}
        worked_out = row if derived and derived[0] in row else model.derive({**row, **values})
        created = row.get("created_at") or record.at
        tuples.append((pk, created, record.at, version, *values.values(), *(worked_out[name] for name in derived)))
        made = {name: plain(value) for name in kept if (value := values[name]) is not None and value != ""}
        noted.append((pk, version, {"created_at": plain(created), **made, **lists[pk]}))
    insert_rows(model, ("id", *stamps, *columns, *derived), tuples)
    for name in many or {}:
        write_many(model, name, {pk: lists[pk][name] for pk in ids if name in lists[pk]}, replace=False)
    record.note_many(model, Change.Kind.CREATED, noted)  # last: what the database refuses is not noted
    return ids


def save_many(rows: Sequence[Tracked], *, guard: bool = False) -> int:
    """Write what differs on the instances, with history; returns how many rows changed.

    Rows with the same set of changed columns go in one statement. With `guard`, each row must still have the version
    it was read with.
    """
    record = current_recording()
    groups: dict[tuple[str, ...], list[Tracked]] = {}
    for row in rows:
        model = type(row)
        changed = row.changes()
        if model.derived_from & changed.keys() or any(name in model.derived_fields for name in changed):
            for name, value in model.derive(row.__dict__).items():
                setattr(row, name, value)
            changed = row.changes()
        if changed:
            groups.setdefault(tuple(changed), []).append(row)
    written = 0
    for columns, group in groups.items():
        model = type(group[0])
        if not history_columns(model).keys() & set(columns):
            store_derived(group, columns)
            continue
        if guard:
            written += sum(_save_guarded(row, columns) for row in group)
        else:
            values = [(record.at, *(row.__dict__[name] for name in columns), row.pk) for row in group]
            update_rows(model, ("changed_at", *columns), values)
            written += len(group)
            for row in group:
                row.version += 1
                row.changed_at = record.at
        _note_updates(group, columns)
    return written


def store_derived(rows: Sequence[Tracked], columns: Sequence[str]) -> None:
    """Write derived columns; they follow from what history already holds, so no change is recorded."""
    values = [(*(row.__dict__[name] for name in columns), row.pk) for row in rows]
    update_rows(type(rows[0]), columns, values, bumps_version=False)
    for row in rows:
        row._settle()


def _save_guarded(row: Tracked, columns: Sequence[str]) -> bool:
    record = current_recording()
    values = {name: row.__dict__[name] for name in columns}
    mine = type(row)._base_manager.filter(pk=row.pk, version=row.version)
    if not mine.update(changed_at=record.at, version=row.version + 1, **values):
        raise StaleWrite(row)
    row.version += 1
    row.changed_at = record.at
    return True


def _note_updates(group: Sequence[Tracked], columns: Sequence[str]) -> None:
    record = current_recording()
    for row in group:
        kept = history_columns(type(row))
        values = {name: [plain(row._stored[name]), plain(row.__dict__[name])] for name in columns if name in kept}
        record.note(type(row), row.pk, Change.Kind.UPDATED, version=row.version, values=values)
        row._settle()


def remove_many(model: type[Tracked], noted: Sequence[tuple[int, int, Mapping[str, Any]]]) -> None:
    """Delete rows by key, with history: (key, present version, the row's values as history keeps them)."""
    record = current_recording()
    pks = [pk for pk, _version, _values in noted]
    for name in many_names(model):
        through = getattr(model, name).through
        delete_rows(through, link_columns(model, name)[0], pks)
    delete_rows(model, "id", pks)
    record.note_many(model, Change.Kind.DELETED, ((pk, version + 1, values) for pk, version, values in noted))


def default_of(model: type[models.Model], attribute: str) -> Any:
    """The value of a column nobody gave."""
    for field in model._meta.concrete_fields:
        if field.attname == attribute:
            return field.get_default()
    raise LookupError(attribute)


@cache
def link_columns(model: type[models.Model], name: str) -> tuple[str, str]:
    """The attribute names, in the link table of a many-to-many field, of this side and of the other."""
    field: Any = model._meta.get_field(name)
    through = field.remote_field.through
    near, far = field.m2m_field_name(), field.m2m_reverse_field_name()
    return through._meta.get_field(near).attname, through._meta.get_field(far).attname


def many_of(model: type[models.Model], name: str, pks: Sequence[int]) -> dict[int, list[int]]:
    """The keys behind a many-to-many field, sorted, for each of the rows."""
    near, far = link_columns(model, name)
    found: dict[int, list[int]] = {pk: [] for pk in pks}
    through = getattr(model, name).through
    links = through._base_manager.filter(**{f"{near}__among": pks}).order_by(far).values_list(near, far)
    for pk, key in links:
        found[pk].append(key)
    return found


def write_many(model: type[models.Model], name: str, keys: Mapping[int, Iterable[int]], *, replace: bool) -> None:
    """Store the keys behind a many-to-many field for each row; knows nothing of history."""
    near, far = link_columns(model, name)
    through = getattr(model, name).through
    if replace:
        delete_rows(through, near, list(keys))
    insert_rows(through, (near, far), [(pk, key) for pk, row in keys.items() for key in row])


def refuse_unrecorded_links(sender: type[models.Model], instance: Any, action: str, **_kwargs: Any) -> None:
    """Links of tracked rows go through `set_many`, so that they are part of the row's history."""
    tracked = issubclass(type(instance), Tracked) or any(
        isinstance(field, models.ForeignKey) and issubclass(field.related_model, Tracked)
        for field in sender._meta.concrete_fields
        if isinstance(field.related_model, type)
    )
    if tracked and action.startswith("pre_"):
        message = "Use set_many: it records the change of links."
        raise WriteOutsideChangeset(message)


m2m_changed.connect(refuse_unrecorded_links, dispatch_uid="history.refuse_unrecorded_links")
