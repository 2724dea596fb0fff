"""What has happened with a prospect, a contact or a sales project: people's doings first, the program's folded away."""

import re
from collections import defaultdict
from collections.abc import Iterator
from dataclasses import dataclass, field
from datetime import date, datetime, time, timedelta
from enum import IntEnum
from html import unescape
from typing import Any, Final

from django.contrib.contenttypes.models import ContentType
from django.db.models import F, OuterRef, Q, QuerySet, Subquery
from django.utils import timezone

from kundebro.activities.choices import Kind
from kundebro.activities.models import Activity, ActivityQuerySet, Document, DocumentVersion
from kundebro.contacts.models import Contact
from kundebro.core.danish import fold
from kundebro.core.pages import Cursor
from kundebro.history.models import Change, Changeset
from kundebro.mail.models import OutgoingMail
from kundebro.pipeline.models import SalesProject, StageChange
from kundebro.prospects.models import Prospect
from kundebro.users.models import User

SHOWN: Final = 50
OPEN_SHOWN: Final = 10
CHANGES_READ: Final = 2000

_TAG: Final = re.compile(r"<[^>]*>")

Record = Prospect | Contact | SalesProject


class Source(IntEnum):
    """Where lines come from; on one day the lower number stands first, and the program's own changes last."""

    ACTIVITY = 0
    DOCUMENT = 1
    MAIL = 2
    STAGE = 3
    EVENT = 4
    CHANGES = 5


OTHER_KINDS: Final = {
    "document": Source.DOCUMENT,
    "stage": Source.STAGE,
    "event": Source.EVENT,
    "changes": Source.CHANGES,
}
"""What one may filter by besides the kinds of activities; mails that Kundebro sent are among the e-mails."""

EVENTS: Final = (
    "prospects.archive",
    "prospects.unarchive",
    "prospects.transfer-to-debtor",
    "prospects.transfer-to-creditor",
    "prospects.link-to-debtor",
    "prospects.link-to-creditor",
    "prospects.choose-supplier",
    "contacts.create",
    "contacts.mark-left",
    "contacts.restore",
    "contacts.delete",
    "pipeline.create",
    "pipeline.close",
)
"""Operations on the record that are told by themselves rather than folded; so is whatever it came from."""


_ACTIVITY: Final = (
    *("pk", "subject", "note", "result", "date", "time", "done_at", "is_pinned"),
    *("activity_type__name", "activity_type__kind", "activity_type__icon", "responsible__name"),
)
_STAGE: Final = (
    "pk",
    "changed_on",
    "before__name",
    "after__name",
    "project",
    "project__number",
    "project__description",
)
_STEP: Final = (
    *("subject", "date", "time", "due_on", "done_at", "cancelled_at", "follow_up_on"),
    *("activity_type__icon", "responsible__name"),
)
_MAIL: Final = ("pk", "queued_at", "subject", "to_address", "state", "queued_by__name")
_EVENT: Final = ("pk", "recorded_at", "operation", "reason", "by__name")


@dataclass(frozen=True, kw_only=True)
class Folded:
    """The changes of a record's fields on one day: how often it was saved, and which columns."""

    count: int
    columns: frozenset[str]


@dataclass(frozen=True, kw_only=True)
class Happening:
    """One line of the timeline: its day, where it comes from, and what its row holds (values, for rows cost more)."""

    day: date
    source: Source
    key: int
    row: Any = None
    folded: Folded | None = None
    people: tuple[str, ...] = ()

    @property
    def place(self) -> tuple[int, int, int]:
        """Sorts the latest day first, on a day by source, and the latest row first."""
        return (-self.day.toordinal(), self.source, -self.key)

    @property
    def cursor(self) -> str:
        """The address of what comes after it."""
        return str(Cursor((self.day.isoformat(), int(self.source), self.key)))


@dataclass(frozen=True)
class Place:
    """A place in the timeline: everything shown so far lies before it."""

    day: date
    source: Source
    key: int

    @classmethod
    def of(cls, cursor: Cursor | None) -> "Place | None":
        """The place in an address; None when there is none, or none that makes sense."""
        try:
            day, source, key = cursor.values if cursor else ()
            return cls(date.fromisoformat(day), Source(source), int(key))
        except (ValueError, TypeError):
            return None


@dataclass(frozen=True, kw_only=True)
class Timeline:
    """A part of the timeline, the latest first; `older` is the address of what comes after it."""

    happenings: list[Happening]
    older: str = ""
    next_steps: list[Activity] = field(default_factory=list)


def activities_of(record: Record, *, seen_by: User) -> ActivityQuerySet:
    """All activities of a prospect, with a contact, or for a sales project, that the user sees."""
    if isinstance(record, Prospect):
        return Activity.objects.filter(prospect=record)  # whoever sees the prospect sees them all
    visible = Activity.objects.visible_to(seen_by)
    return visible.filter(contacts=record) if isinstance(record, Contact) else visible.filter(sales_project=record)


def timeline_of(
    record: Record, *, seen_by: User, kind: str = "", text: str = "", after: Cursor | None = None
) -> Timeline:
    """The latest fifty lines, or those after a place; of one kind, or those that hold the text."""
    place, reader = Place.of(after), _Reader(record, seen_by, kind, fold(text).split())
    lines = sorted((line for read in reader.sources(place) for line in read), key=lambda line: line.place)
    shown = lines[:SHOWN]
    older = shown[-1].cursor if len(lines) > SHOWN else ""
    return Timeline(happenings=shown, older=older)


def next_steps_of(record: Record, *, seen_by: User, most: int = OPEN_SHOWN) -> list[Activity]:
    """What is still to be done, the earliest first and what has no day last; the first of them."""
    waiting = activities_of(record, seen_by=seen_by).open().select_related("activity_type", "responsible")
    waiting = waiting.only(*_STEP)
    return list(waiting.order_by(F("due_on").asc(nulls_last=True), "time", "pk")[:most])


def pinned_notes(prospect: Prospect) -> list[Activity]:
    """What stands on top of the prospect's card, the latest first."""
    pinned = Activity.objects.filter(prospect=prospect, is_pinned=True).select_related("activity_type", "responsible")
    return list(pinned.order_by("-pk")[:OPEN_SHOWN])


def count_of_pinned(prospect: Prospect) -> int:
    """How many notes stand there."""
    return Activity.objects.filter(prospect=prospect, is_pinned=True).count()


def changesets_on(record: Record, day: date) -> "QuerySet[Changeset]":
    """The changesets in which the record's own fields changed on the day."""
    content_type = ContentType.objects.get_for_model(record)
    own = Change.objects.filter(content_type=content_type, object_id=record.pk, kind=Change.Kind.UPDATED)
    first, beyond = _start(day), _start(day + timedelta(days=1))
    told = Changeset.objects.filter(pk__in=own.values("changeset"), recorded_at__gte=first, recorded_at__lt=beyond)
    return told.exclude(operation__in=EVENTS).select_related("by", "undone_by").order_by("-pk")


class _Reader:
    """Reads each source for a little more than is shown; the caller merges them.

    What is older than the last of enough activities is not looked for elsewhere.
    """

    def __init__(self, record: Record, user: User, kind: str, words: list[str]) -> None:
        self.record, self.user, self.kind, self.words = record, user, kind, words
        self.until: date | None = None

    def sources(self, place: Place | None) -> Iterator[list[Happening]]:
        only = OTHER_KINDS.get(self.kind)
        if only is None:
            yield self._activities(place)
        if self._wants(Source.DOCUMENT, only) and self.user.has_perm("activities.view_document"):
            yield self._documents(place)
        if (self.kind in ("", Kind.MAIL)) and only is None:
            yield self._mails(place)
        if self._wants(Source.STAGE, only) and not self.words:
            yield self._stages(place)
        if self._wants(Source.EVENT, only) and not self.words:
            yield self._events(place)
        if self._wants(Source.CHANGES, only) and not self.words:
            yield self._changes(place)

    def _wants(self, source: Source, only: Source | None) -> bool:
        return only == source if self.kind else True

    def _activities(self, place: Place | None) -> list[Happening]:
        past = activities_of(self.record, seen_by=self.user).exclude(done_at=None, cancelled_at=None)
        if self.kind:
            past = past.filter(activity_type__kind=self.kind)
        past = _dated(past.filter(date__isnull=False), "date", place, Source.ACTIVITY)
        if self.words:
            past = Activity.objects.filter(pk__in=self._holding_text(past))
        rows = list(past.order_by("-date", "-pk").values_list(*_ACTIVITY, named=True)[: SHOWN + 1])
        people = _people_in([row.pk for row in rows])
        read = [
            Happening(day=row.date, source=Source.ACTIVITY, key=row.pk, row=row, people=people.get(row.pk, ()))
            for row in rows
        ]
        if len(read) > SHOWN:
            self.until = read[-1].day
        return read

    def _holding_text(self, rows: "QuerySet[Activity]") -> list[int]:
        found = []
        for pk, *texts in rows.order_by("-date", "-pk").values_list("pk", "subject", "note", "result").iterator():
            if self._holds(unescape(_TAG.sub(" ", " ".join(texts)))):
                found.append(pk)
            if len(found) > SHOWN:
                break
        return found

    def _holds(self, text: str) -> bool:
        folded = fold(text)
        return all(word in folded for word in self.words)

    def _documents(self, place: Place | None) -> list[Happening]:
        rows = Document.objects.visible_to(self.user).filter(**{self._relation: self.record})
        first = DocumentVersion.objects.filter(document=OuterRef("pk"), number=1).values("uploaded_by__name")
        rows = self._stamped(rows, "created_at", place, Source.DOCUMENT).annotate(by=Subquery(first))
        found: Any = rows.order_by("-pk").values_list("pk", "created_at", "name", "by", named=True)
        kept = [row for row in found if self._holds(row.name)] if self.words else found[: SHOWN + 1]
        return [
            Happening(day=_day(row.created_at), source=Source.DOCUMENT, key=row.pk, row=row)
            for row in kept[: SHOWN + 1]
        ]

    def _mails(self, place: Place | None) -> list[Happening]:
        rows = OutgoingMail.objects.filter(about_type=self._content_type, about_id=self.record.pk)
        rows = self._stamped(rows, "queued_at", place, Source.MAIL)
        found: Any = rows.order_by("-pk").values_list(*_MAIL, named=True)
        kept = [row for row in found if self._holds(row.subject)] if self.words else found[: SHOWN + 1]
        return [
            Happening(day=_day(row.queued_at), source=Source.MAIL, key=row.pk, row=row) for row in kept[: SHOWN + 1]
        ]

    def _stages(self, place: Place | None) -> list[Happening]:
        if isinstance(self.record, Contact) or not self.user.has_perm("pipeline.view_salesproject"):
            return []
        seen = SalesProject.objects.visible_to(self.user)
        column = "prospect" if isinstance(self.record, Prospect) else "pk"
        seen = seen.filter(**{column: self.record.pk})
        rows = StageChange.objects.filter(project__in=seen, before__isnull=False)
        rows = rows.filter(changed_on__gte=self.until) if self.until else rows
        rows = _dated(rows, "changed_on", place, Source.STAGE).order_by("-changed_on", "-pk")
        return [
            Happening(day=row.changed_on, source=Source.STAGE, key=row.pk, row=row)
            for row in rows.values_list(*_STAGE, named=True)[: SHOWN + 1]
        ]

    def _events(self, place: Place | None) -> list[Happening]:
        about = Q(about_type=self._content_type, about_id=self.record.pk, operation__in=EVENTS)
        begun = Change.objects.filter(
            content_type=self._content_type, object_id=self.record.pk, kind=Change.Kind.CREATED
        )
        begun_in = Q(pk__in=begun.order_by("pk").values("changeset")[:1])
        found: dict[int, Any] = {}
        for condition in (about, begun_in):  # each finds its index; together they would not
            rows = Changeset.objects.filter(condition, undone_by=None)
            rows = self._stamped(rows, "recorded_at", place, Source.EVENT).order_by("-pk")
            found.update((row.pk, row) for row in rows.values_list(*_EVENT, named=True)[: SHOWN + 1])
        return [
            Happening(day=_day(row.recorded_at), source=Source.EVENT, key=row.pk, row=row) for row in found.values()
        ]

    def _changes(self, place: Place | None) -> list[Happening]:
        """One line for each day on which fields changed; a day that is not read to its end is left to the next page."""
        rows = Change.objects.filter(
            content_type=self._content_type, object_id=self.record.pk, kind=Change.Kind.UPDATED
        )
        rows = rows.exclude(changeset__operation__in=EVENTS)
        rows = self._stamped(rows, "changeset__recorded_at", place, Source.CHANGES)
        read = list(rows.order_by("-pk").values_list("changeset", "changeset__recorded_at", "values")[:CHANGES_READ])
        changesets: dict[date, set[int]] = defaultdict(set)
        columns: dict[date, set[str]] = defaultdict(set)
        day, since = date.max, None
        for changeset, moment, values in read:
            if since is None or moment < since:  # the latest first: the day changes seldom
                day = _day(moment)
                since = _start(day)
            changesets[day].add(changeset)
            columns[day].update(values)
        days = sorted(changesets, reverse=True)
        if len(read) == CHANGES_READ and len(days) > 1:
            days.pop()
        return [
            Happening(
                day=day,
                source=Source.CHANGES,
                key=0,
                folded=Folded(count=len(changesets[day]), columns=frozenset(columns[day])),
            )
            for day in days[: SHOWN + 1]
        ]

    def _stamped(self, rows: Any, name: str, place: Place | None, source: Source) -> Any:
        rows = rows.filter(**{f"{name}__gte": _start(self.until)}) if self.until else rows
        return _stamped(rows, name, place, source)

    @property
    def _content_type(self) -> ContentType:
        return ContentType.objects.get_for_model(self.record)

    @property
    def _relation(self) -> str:
        if isinstance(self.record, Prospect):
            return "prospect"
        return "contact" if isinstance(self.record, Contact) else "sales_project"


def _people_in(keys: list[int]) -> dict[int, tuple[str, ...]]:
    """By activity: the names of its contacts."""
    found: dict[int, tuple[str, ...]] = {}
    pairs = Activity.contacts.through._default_manager.filter(activity__in=keys).order_by("pk")
    for key, name in pairs.values_list("activity_id", "contact__name"):
        found[key] = (*found.get(key, ()), name)
    return found


def _dated(rows: Any, name: str, place: Place | None, source: Source) -> Any:
    """The rows after the place, by a column that holds their day."""
    if place is None:
        return rows
    if source > place.source:
        return rows.filter(**{f"{name}__lte": place.day})
    earlier = Q(**{f"{name}__lt": place.day})
    if source < place.source:
        return rows.filter(earlier)
    return rows.filter(Q(**{f"{name}__lte": place.day}) & (earlier | Q(pk__lt=place.key)))


def _stamped(rows: Any, name: str, place: Place | None, source: Source) -> Any:
    """The rows after the place, by a column that holds the moment."""
    if place is None:
        return rows
    beyond = Q(**{f"{name}__lt": _start(place.day + timedelta(days=1))})
    start = Q(**{f"{name}__lt": _start(place.day)})
    if source > place.source:
        return rows.filter(beyond)
    if source < place.source or source == Source.CHANGES:  # the changes of a day are one line
        return rows.filter(start)
    return rows.filter(beyond & (start | Q(pk__lt=place.key)))


def _start(day: date) -> datetime:
    """When the day begins here."""
    return timezone.make_aware(datetime.combine(day, time()))


def _day(moment: datetime) -> date:
    return timezone.localdate(moment)
