"""Takes a changeset back: whole, or all but the rows that were changed since."""

from collections.abc import Callable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from datetime import timedelta
from typing import Any, cast

from django.contrib.contenttypes.models import ContentType
from django.core.exceptions import PermissionDenied
from django.db import IntegrityError, connection, models, transaction
from django.utils import timezone
from django.utils.translation import gettext as _

from kundebro.core.rows import plain
from kundebro.history import rules
from kundebro.history.models import Change, Changeset
from kundebro.history.recorder import recording
from kundebro.history.tracked import (
    Tracked,
    default_of,
    filled,
    history_columns,
    insert_many,
    many_names,
    many_of,
    remove_many,
    save_many,
)
from kundebro.users.models import User

KEPT_FOR = timedelta(days=30)
PORTION = 1000


@dataclass(frozen=True)
class Conflict:
    """A row that stands differently now than the changeset left it."""

    model: type[Tracked]
    pk: int
    title: str
    fields: tuple[str, ...]
    reason: str


class UndoRefused(Exception):
    """The changeset cannot be undone; `conflicts` lists the rows that stand in the way, if it is for their sake."""

    def __init__(self, reason: str, conflicts: Sequence[Conflict] = ()) -> None:
        super().__init__(reason)
        self.reason = reason
        self.conflicts = list(conflicts)


def why_not(changeset: Changeset) -> str:
    """Why the changeset as a whole cannot be undone, as a sentence; empty when it can."""
    return refusal(changeset, undone_by=Changeset.objects.filter(undoes=changeset).first())


def refusal(changeset: Changeset, *, undone_by: Changeset | None) -> str:
    """As `why_not`, for those who know already what undid the changeset, or began to."""
    if undone_by is not None and undone_by.undone_down_to is None:
        return _("It has already been undone.")
    if not changeset.change_count:
        return _("It changed nothing.")
    if timezone.now() - changeset.recorded_at > KEPT_FOR:
        return _("It is more than %(days)s days old.") % {"days": KEPT_FOR.days}
    of_operation = rules.refusals.get(changeset.operation)
    return of_operation(changeset) if of_operation else ""


def undo(
    changeset: Changeset, *, by: User, key: str | None = None, leave_conflicts: bool = False
) -> tuple[Changeset, list[Conflict]]:
    """Take the changeset back in one transaction, as a new changeset; undoing an undo is doing it again.

    Raises UndoRefused with the conflicts when rows have changed since, unless they shall be left as they are.
    """
    if Changeset.objects.filter(undoes=changeset).exists() and (reason := why_not(changeset)):
        raise UndoRefused(reason)
    steps = undo_in_portions(changeset, by=by, key=key, leave_conflicts=leave_conflicts)
    try:
        with transaction.atomic():
            conflicts = [conflict for step in steps for conflict in step.conflicts]
    except IntegrityError as error:
        raise UndoRefused(_("Something that it needs is no longer there.")) from error
    return Changeset.objects.get(undoes=changeset), conflicts


@dataclass(frozen=True)
class Step:
    """How far an undo in portions has come."""

    done: int
    total: int
    conflicts: list[Conflict]


def undo_in_portions(
    changeset: Changeset,
    *,
    by: User,
    key: str | None = None,
    leave_conflicts: bool = False,
    before_each: Callable[[], None] | None = None,
) -> Iterator[Step]:
    """Take the changeset back portion by portion, each in a transaction of its own; goes on where it was cut off.

    `before_each` runs first in each transaction: a job checks there that it still holds its lease.
    """
    started = Changeset.objects.filter(undoes=changeset).first()
    if started is None:
        if reason := why_not(changeset):
            raise UndoRefused(reason)
        _check_rights(changeset, by)
        if not leave_conflicts and (conflicts := conflicts_of(changeset)):
            raise UndoRefused(_("Something has been changed since."), conflicts)
    changes = Change.objects.filter(changeset=changeset)
    total, done = changeset.change_count, 0
    below = started.undone_down_to if started else None
    if started is not None:
        if below is None:
            return
        done = changes.filter(pk__gte=below).count()
    is_last = False
    while not is_last:
        open_changes = changes if below is None else changes.filter(pk__lt=below)
        portion = list(open_changes.order_by("-pk")[: PORTION + 1])
        portion, is_last = portion[:PORTION], len(portion) <= PORTION
        with recording(
            "history.undo", by=by, about=_about(changeset), key=key, undoes=changeset, going_on=started
        ) as record:
            if before_each:
                before_each()
            conflicts = _undo_portion(portion, changeset)
            started = record.changeset
            below = portion[-1].pk
            started.undone_down_to = None if is_last else below
        done += len(portion)
        yield Step(done, total, conflicts)


def _about(changeset: Changeset) -> models.Model | None:
    model = changeset.about_type.model_class() if changeset.about_type else None
    return model._base_manager.filter(pk=changeset.about_id).first() if model else None


def conflicts_of(changeset: Changeset) -> list[Conflict]:
    """The rows that stand differently now than the changeset left them."""
    found: list[Conflict] = []
    changes = Change.objects.filter(changeset=changeset).order_by("-pk")
    seen: set[tuple[int, int]] = set()
    for start in range(0, changeset.change_count, PORTION):
        latest = []
        for change in changes[start : start + PORTION]:
            where = (change.content_type_id, change.object_id)
            if where not in seen:
                seen.add(where)
                latest.append(change)
        for model, kind, group in _grouped(latest):
            found.extend(_conflicts(model, kind, group, seen)[1])
    return found


def _check_rights(changeset: Changeset, by: User) -> None:
    pairs = set(Change.objects.filter(changeset=changeset).values_list("content_type", "kind").distinct().order_by())
    following = rules.follows.get(_first_of(changeset).operation, set())
    for content_type in ContentType.objects.filter(pk__in={kind_of_row for kind_of_row, _kind in pairs}):
        model = content_type.model_class()
        kinds = {kind for kind_of_row, kind in pairs if kind_of_row == content_type.pk}
        if model in following and kinds == {Change.Kind.UPDATED}:
            continue
        # Whoever may make such a row may take back the one she made herself.
        is_own = kinds == {Change.Kind.CREATED} and changeset.by_id == by.pk
        verbs = ("change", "add") if is_own else ("change",)
        rights = [f"{content_type.app_label}.{verb}_{content_type.model}" for verb in verbs]
        if model is None or not any(by.has_perm(right) for right in rights):
            raise PermissionDenied
        visible: Any = getattr(model._default_manager.all(), "visible_to", None)
        if visible is None:
            continue
        mine = set(
            Change.objects.filter(changeset=changeset, content_type=content_type)
            .exclude(kind=Change.Kind.DELETED)
            .values_list("object_id", flat=True)[: PORTION * 10]
        )
        pks = list(mine)
        for start in range(0, len(pks), 500):
            portion = pks[start : start + 500]
            here = model._default_manager.filter(pk__in=portion).count()
            if visible(by).filter(pk__in=portion).count() != here:
                raise PermissionDenied


def _first_of(changeset: Changeset) -> Changeset:
    """What was done in the first place: an undo of an undo is doing that again."""
    while changeset.undoes is not None:
        changeset = changeset.undoes
    return changeset


def _grouped(changes: Sequence[Change]) -> Iterator[tuple[type[Tracked], str, list[Change]]]:
    """Neighbouring changes of the same table and kind, each row once per group, in the given order."""
    group: list[Change] = []
    rows: set[int] = set()
    for change in changes:
        fits = group and (change.content_type_id, change.kind) == (group[0].content_type_id, group[0].kind)
        if group and (not fits or change.object_id in rows):
            yield _model_of(group[0]), group[0].kind, group
            group, rows = [], set()
        group.append(change)
        rows.add(change.object_id)
    if group:
        yield _model_of(group[0]), group[0].kind, group


def _model_of(change: Change) -> type[Tracked]:
    model = ContentType.objects.get_for_id(change.content_type_id).model_class()
    return cast("type[Tracked]", model)


def _undo_portion(changes: Sequence[Change], undone: Changeset) -> list[Conflict]:
    own = {(change.content_type_id, change.object_id) for change in changes}
    conflicts: list[Conflict] = []
    touched: dict[type[Tracked], set[int]] = {}
    put_back: dict[type[Tracked], dict[int, dict[str, tuple[Any, Any]]]] = {}
    rows = _rows_of(changes)
    rules.rows_undoing.send(sender=Changeset, rows=rows, undone=undone)
    _hold(rows)
    for model, kind, group in _grouped(changes):
        free, standing = _conflicts(model, kind, group, own)
        conflicts.extend(standing)
        if kind == Change.Kind.CREATED:
            _unmake(model, free)
        elif kind == Change.Kind.DELETED:
            conflicts.extend(_make_again(model, free))
        else:
            _put_back(model, free, put_back.setdefault(model, {}))
        touched.setdefault(model, set()).update(change.object_id for change in free)
    rules.rows_undone.send(
        sender=Changeset,
        rows=[(model, sorted(keys)) for model, keys in touched.items()],
        changes=put_back,
        undone=undone,
        standing={(conflict.model, conflict.pk) for conflict in conflicts},
    )
    return conflicts


def _rows_of(changes: Sequence[Change]) -> rules.Rows:
    keys: dict[type[Tracked], set[int]] = {}
    for change in changes:
        keys.setdefault(_model_of(change), set()).add(change.object_id)
    return [(model, sorted(rows)) for model, rows in keys.items()]


def _hold(rows: rules.Rows) -> None:
    """Lock what is about to be put back, after what the apps above have locked in their order."""
    if not connection.features.has_select_for_update:
        return
    for model, keys in rows:
        held = model._base_manager.select_for_update().filter(pk__among=keys).order_by("pk")
        list(held.values_list("pk", flat=True))


def _conflicts(
    model: type[Tracked], kind: str, group: Sequence[Change], own: set[tuple[int, int]]
) -> tuple[list[Change], list[Conflict]]:
    """Split a group into changes that can be taken back and rows that have moved on."""
    if kind == Change.Kind.CREATED:
        return _split_created(model, group, own)
    rows = _present(model, group)
    if kind == Change.Kind.UPDATED:
        return _split_updated(model, group, rows)
    return [change for change in group if change.object_id not in rows], [
        Conflict(model, row.pk, str(row), (), _("It exists again.")) for row in rows.values()
    ]


def _split_created(
    model: type[Tracked], group: Sequence[Change], own: set[tuple[int, int]]
) -> tuple[list[Change], list[Conflict]]:
    versions = _versions(model, group)
    pointing = _pointed_at(model, list(versions), own)
    free, standing = [], []
    for change in group:
        pk = change.object_id
        if pk not in versions:
            continue
        if pk not in pointing and versions[pk] == change.version:
            free.append(change)
            continue
        row = model._base_manager.get(pk=pk)
        if pk in pointing:
            standing.append(Conflict(model, pk, str(row), (), _("Something has been attached to it since.")))
        elif _stands_as_left(change, row):
            free.append(change)
        else:
            standing.append(Conflict(model, pk, str(row), (), _("It has been changed since.")))
    return free, standing


def _versions(model: type[Tracked], group: Sequence[Change]) -> dict[int, int]:
    rows = model._base_manager.filter(pk__among=[change.object_id for change in group])
    return dict(rows.values_list("pk", "version"))


def _present(model: type[Tracked], group: Sequence[Change]) -> dict[Any, Tracked]:
    rows = model._base_manager.filter(pk__among=[change.object_id for change in group])
    return {row.pk: row for row in rows}


def _stands_as_left(change: Change, row: Tracked) -> bool:
    """Whether the row holds what the changeset made it with, or made of it later."""
    made = dict(change.values)
    if _holds(row, made):
        return True
    later = Change.objects.filter(
        changeset=change.changeset_id, content_type=change.content_type_id, object_id=row.pk, pk__gt=change.pk
    )
    for own in later.order_by("pk"):
        made.update({name: pair[1] for name, pair in own.values.items()})
    return _holds(row, made)


def _holds(row: Tracked, values: Mapping[str, Any]) -> bool:
    """Whether the row holds these values, and the defaults in every column that is not among them."""
    empty: tuple[Any, ...] = (None, "", [])
    present = _values_of(row)
    left_out = type(row).figure_fields
    wanted = {name: value for name, value in values.items() if value not in empty and name not in left_out}
    rest = present.keys() - wanted.keys()
    columns = history_columns(type(row))
    return all(present.get(name) == value for name, value in wanted.items()) and all(
        name in columns and present[name] == plain(default_of(type(row), name)) for name in rest
    )


def _pointed_at(model: type[Tracked], pks: list[int], own: set[tuple[int, int]]) -> set[int]:
    """The rows that some row outside the changeset points at."""
    found: set[int] = set()
    for relation in model._meta.related_objects:
        field: Any = relation.field
        if field.many_to_many or field.null:
            continue
        related = relation.related_model
        if issubclass(related, Tracked):
            content_type = ContentType.objects.get_for_model(related).pk
            pairs = related._base_manager.filter(**{f"{field.name}__among": pks}).values_list("pk", field.attname)
            found.update(target for pk, target in pairs if (content_type, pk) not in own)
    return found


def _split_updated(
    model: type[Tracked], group: Sequence[Change], rows: dict[Any, Tracked]
) -> tuple[list[Change], list[Conflict]]:
    free, standing = [], []
    columns, many = history_columns(model), many_names(model)
    lists = {name: many_of(model, name, list(rows)) for name in many if any(name in c.values for c in group)}
    for change in group:
        row = rows.get(change.object_id)
        if row is None:
            standing.append(
                Conflict(model, change.object_id, f"{change.object_id}", (), _("It has been deleted since."))
            )
            continue
        moved = []
        for name, (_old, new) in change.values.items():
            if name in model.figure_fields:  # typed once, worked out now
                continue
            if name not in lists and name not in columns:  # a column that is no more
                moved.append(name)
                continue
            present = lists[name][row.pk] if name in lists else getattr(row, name)
            if present != (new if name in lists else columns[name].to_python(new)):
                moved.append(name)
        if moved:
            standing.append(Conflict(model, row.pk, str(row), tuple(moved), _("It has been changed since.")))
        else:
            free.append(change)
    return free, standing


def _unmake(model: type[Tracked], group: Sequence[Change]) -> None:
    versions = _versions(model, group)
    noted = []
    for change in group:
        values = change.values
        if versions[change.object_id] != change.version:
            values = _values_of(model._base_manager.get(pk=change.object_id))
        noted.append((change.object_id, versions[change.object_id], values))
    remove_many(model, noted)


def _values_of(row: Tracked) -> dict[str, Any]:
    return {**filled(type(row), row.__dict__), **row.many_values()}


def _put_back(model: type[Tracked], group: Sequence[Change], told: dict[int, dict[str, tuple[Any, Any]]]) -> None:
    """Give the rows their old values, and note in `told` which columns that changed."""
    rows = _present(model, group)
    columns = history_columns(model)
    for change in group:
        row = rows[change.object_id]
        for name, (old, _new) in change.values.items():
            if name in columns:
                setattr(row, name, columns[name].to_python(old))
            elif name not in model.figure_fields:
                row.set_many(name, old)
    for row in rows.values():
        before = told.setdefault(row.pk, {})
        before.update({name: (before.get(name, pair)[0], pair[1]) for name, pair in row.changes().items()})
    save_many(list(rows.values()))


def _make_again(model: type[Tracked], group: Sequence[Change]) -> list[Conflict]:
    columns, many = history_columns(model), many_names(model)
    conflicts = []
    for change in group:
        values = {name: columns[name].to_python(value) for name, value in change.values.items() if name in columns}
        links = {name: [change.values.get(name, [])] for name in many}
        try:
            with transaction.atomic():
                insert_many(model, [values], many=links, pks=[change.object_id], versions=[change.version + 1])
        except IntegrityError:
            title = str(change.values.get("name", change.object_id))
            conflicts.append(Conflict(model, change.object_id, title, (), _("Its place has been taken by another.")))
    return conflicts
