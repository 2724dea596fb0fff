"""The history of one record as people read it: who, when, through which door, from what to what."""

from collections import defaultdict
from collections.abc import Iterable, Sequence
from dataclasses import dataclass, field
from datetime import date, datetime
from typing import Any

from django.contrib.contenttypes.models import ContentType
from django.core.exceptions import FieldDoesNotExist
from django.db import models
from django.db.models import Q
from django.utils.dateparse import parse_date, parse_datetime
from django.utils.timezone import localtime
from django.utils.translation import gettext as _

from kundebro.core.formats import show_date
from kundebro.history import rules
from kundebro.history.models import Change, Changeset
from kundebro.history.operations.undo import refusal
from kundebro.history.tracked import Tracked, history_columns, many_names

SHOWN = 25
LINES = 40


@dataclass(frozen=True)
class Line:
    """One field of one row: what it was and what it became."""

    record: str
    field: str
    old: str
    new: str


@dataclass(frozen=True)
class Episode:
    """One changeset as the panel shows it."""

    changeset: Changeset
    title: str
    lines: list[Line]
    more: int
    refusal: str
    undone_by: Changeset | None = None
    kinds: frozenset[str] = field(default_factory=frozenset)
    origin: str = ""  # the record that was changed, where the one whose history is read only followed it


def history_of(record: models.Model) -> "models.QuerySet[Changeset]":
    """The changesets that were about the record or changed it, latest first."""
    content_type = ContentType.objects.get_for_model(record)
    changed = Change.objects.filter(content_type=content_type, object_id=record.pk).values("changeset")
    about = Q(about_type=content_type, about_id=record.pk)
    return Changeset.objects.filter(about | Q(pk__in=changed)).select_related("by", "undone_by").order_by("-pk")


def story_of(record: models.Model, *, before: int | None = None) -> list[Episode]:
    """The latest episodes of the record, or those before a changeset already shown."""
    rows = history_of(record)
    changesets = list((rows if before is None else rows.filter(pk__lt=before))[:SHOWN])
    return _told(changesets, _changes_of(record, changesets), about=record)


def episodes_of(record: models.Model, changesets: Sequence[Changeset]) -> list[Episode]:
    """These changesets as the record's history tells them."""
    return _told(changesets, _changes_of(record, changesets), about=record)


def episode_of(changeset: Changeset) -> Episode:
    """One changeset with the first lines of all it did."""
    (episode,) = _told([changeset], changeset.changes.order_by("pk")[:LINES])
    return episode


def _changes_of(record: models.Model, changesets: Sequence[Changeset]) -> list[Change]:
    """What the changesets did; of large ones only what they did to the record."""
    large = [changeset.pk for changeset in changesets if changeset.change_count > LINES]
    small = [changeset.pk for changeset in changesets if changeset.change_count <= LINES]
    found = list(Change.objects.filter(changeset__in=small).order_by("pk"))
    if large:
        kind = ContentType.objects.get_for_model(record)
        own = Change.objects.filter(content_type=kind, object_id=record.pk, changeset__in=large)
        found.extend(own.order_by("pk"))
    return found


def _told(
    changesets: Sequence[Changeset], found: Iterable[Change], *, about: models.Model | None = None
) -> list[Episode]:
    changes: dict[int, list[Change]] = defaultdict(list)
    for change in found:
        changes[change.changeset_id].append(change)
    names = _names(change for rows in changes.values() for change in rows)
    origins = _origins(changesets, about)
    told = []
    for changeset in changesets:
        shown = changes[changeset.pk]
        lines = [line for change in shown for line in _lines(change, names, about)]
        undone_by = getattr(changeset, "undone_by", None)
        told.append(
            Episode(
                changeset=changeset,
                title=str(rules.labels.get(changeset.operation, changeset.operation)),
                lines=lines[:LINES],
                more=max(changeset.change_count - len(shown), 0),
                refusal=refusal(changeset, undone_by=undone_by),
                undone_by=undone_by,
                kinds=frozenset(change.kind for change in shown),
                origin=origins.get(changeset.pk, ""),
            )
        )
    return told


def _origins(changesets: Sequence[Changeset], about: models.Model | None) -> dict[int, str]:
    """By changeset in which the record only followed another: which one that was."""
    elsewhere: dict[int, list[Changeset]] = defaultdict(list)
    for changeset in changesets:
        if changeset.about_type_id is not None and type(about) in rules.follows.get(changeset.operation, ()):
            elsewhere[changeset.about_type_id].append(changeset)
    found: dict[int, str] = {}
    for content_type, group in elsewhere.items():
        model = ContentType.objects.get_for_id(content_type).model_class()
        rows = model._base_manager.in_bulk([each.about_id for each in group]) if model else {}
        for each in group:
            if model and (row := rows.get(each.about_id)):
                found[each.pk] = f"{model._meta.verbose_name} {row}"
    return found


def _lines(change: Change, names: dict[tuple[type[models.Model], Any], str], about: models.Model | None) -> list[Line]:
    model = ContentType.objects.get_for_id(change.content_type_id).model_class()
    if model is None or not issubclass(model, Tracked):
        return []
    own = about is not None and isinstance(about, model) and about.pk == change.object_id
    record = "" if own else f"{model._meta.verbose_name} {_title(change, model, names)}"
    lines = []
    order = {name: place for place, name in enumerate((*history_columns(model), *many_names(model)))}
    for name, value in sorted(change.values.items(), key=lambda pair: order.get(pair[0], len(order))):
        if name == "created_at":
            continue
        old, new = value if change.kind == Change.Kind.UPDATED else (None, value)
        if change.kind == Change.Kind.DELETED:
            old, new = new, None
        label, shown_old, shown_new = _shown(model, name, (old, new), names)
        lines.append(Line(record, label, shown_old, shown_new))
    return lines


def _title(change: Change, model: type[models.Model], names: dict[tuple[type[models.Model], Any], str]) -> str:
    if change.kind != Change.Kind.UPDATED and "name" in change.values:
        return str(change.values["name"])
    return names.get((model, change.object_id), str(change.object_id))


def _shown(
    model: type[models.Model], name: str, pair: tuple[Any, Any], names: dict[tuple[type[models.Model], Any], str]
) -> tuple[str, str, str]:
    try:
        column = _field(model, name)
    except FieldDoesNotExist:
        return name, str(pair[0] or ""), str(pair[1] or "")
    old, new = (_text(column, value, names) for value in pair)
    return str(getattr(column, "verbose_name", name)), old, new


def _field(model: type[models.Model], name: str) -> Any:
    for column in model._meta.concrete_fields:
        if column.attname == name:
            return column
    return model._meta.get_field(name)


def _text(column: Any, value: Any, names: dict[tuple[type[models.Model], Any], str]) -> str:  # noqa: PLR0911
    if value in (None, "", []):
        return ""
    if isinstance(value, bool):
        return _("yes") if value else _("no")
    if isinstance(column, models.ManyToManyField):
        return ", ".join(names.get((column.related_model, key), f"#{key}") for key in value)
    if isinstance(column, models.ForeignKey):
        return names.get((column.related_model, value), str(value))
    if column.choices:
        return str(dict(column.flatchoices).get(value, value))
    if isinstance(column, models.DateTimeField):
        moment = value if isinstance(value, datetime) else parse_datetime(str(value))
        return localtime(moment).strftime("%d-%m-%Y %H.%M") if moment else str(value)
    if isinstance(column, models.DateField):
        day = value if isinstance(value, date) else parse_date(str(value))
        return show_date(day) if day else str(value)
    return str(value)


def _names(changes: Iterable[Change]) -> dict[tuple[type[models.Model], Any], str]:
    """What the rows are called that the changes are of or point at, asked for one table at a time."""
    wanted: dict[type[models.Model], set[Any]] = defaultdict(set)
    for change in changes:
        model = ContentType.objects.get_for_id(change.content_type_id).model_class()
        if model is None:
            continue
        wanted[model].add(change.object_id)
        for name, value in change.values.items():
            try:
                column = _field(model, name)
            except FieldDoesNotExist:
                continue
            if not isinstance(column, (models.ForeignKey, models.ManyToManyField)):
                continue
            if name != getattr(column, "attname", name):  # a text once, before it became a row of its own
                continue
            values = value if change.kind == Change.Kind.UPDATED else [value]
            for each in values:
                wanted[column.related_model].update(each if isinstance(each, list) else [each])
    return {
        (model, key): str(row)
        for model, keys in wanted.items()
        for key, row in model._base_manager.in_bulk([key for key in keys if key is not None]).items()
    }
