"""To-Do: what one has to do today, this week, and should have done."""

import json
from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from datetime import date, time, timedelta
from enum import StrEnum
from typing import Any, Final, Self

from django.core import signing
from django.db.models import F, Prefetch, Q, QuerySet

from kundebro.activities.models import Activity, ActivityQuerySet
from kundebro.contacts.models import Contact
from kundebro.prospects.models import Prospect, ProspectQuerySet, ProspectStatus
from kundebro.users.models import User
from kundebro.users.queries import seen_responsibles

SUNDAY: Final = 6
SHOWN: Final = 50
COUNTED: Final = 100
ROW: Final = (
    *("version", "subject", "date", "time", "follow_up_on", "due_on", "priority", "repeats", "responsible_id"),
    *("prospect__number", "prospect__name", "prospect__city", "prospect__phone", "prospect__mobile"),
    *("activity_type__icon", "activity_type__name", "responsible__name", "responsible__initials"),
)
"""What a line of the list shows; a prospect has many more columns."""


class Span(StrEnum):
    """The parts of a To-Do list."""

    OVERDUE = "overdue"
    TODAY = "today"
    WEEK = "week"
    LATER = "later"
    UNDATED = "undated"


@dataclass(frozen=True)
class ToDo:
    """How much there is in each part."""

    counts: dict[Span, int]


@dataclass(frozen=True)
class Place:
    """A line of the list, to go on after it."""

    day: date | None
    at: time | None
    pk: int

    @classmethod
    def read(cls, query: Mapping[str, Any]) -> Self | None:
        """The place in an address (`?after=`); None when there is none or it was tampered with."""
        try:
            day, at, pk = json.loads(signing.b64_decode(str(query["after"]).encode()))
            found = cls(date.fromisoformat(day) if day else None, time.fromisoformat(at) if at else None, int(pk))
        except (KeyError, ValueError, TypeError):
            return None
        return found if 0 < found.pk < 2**63 else None

    @classmethod
    def of(cls, activity: Activity) -> Self:
        """Where the activity stands."""
        return cls(activity.due_on, activity.time, activity.pk)

    def __str__(self) -> str:
        told = [self.day and self.day.isoformat(), self.at and self.at.isoformat(), self.pk]
        return signing.b64_encode(json.dumps(told).encode()).decode()

    @property
    def beyond(self) -> Q:
        """The lines after it: by day, what has no time first, by time, by key."""
        if self.day is None:
            return Q(pk__gt=self.pk)
        later = Q(time=self.at, pk__gt=self.pk)
        later |= Q(time__isnull=False) if self.at is None else Q(time__gt=self.at)
        return Q(due_on__gte=self.day) & (Q(due_on__gt=self.day) | later)


@dataclass(frozen=True)
class ToDoPage:
    """Some lines of a list, and the place after which it goes on; empty at its end."""

    items: list[Activity]
    next: str = ""


def todo_of(who: User | Iterable[int] | None, *, seen_by: User, span: Span, today: date) -> ActivityQuerySet:
    """What one person, several by key, or with None everyone whose work the user sees, has to do in a part of the list.

    The week goes from tomorrow to Sunday; on a Sunday it is the week to come.
    """
    return _of(who, seen_by=seen_by).filter(_within(span, today))


def team_of(user: User, *, today: date) -> ActivityQuerySet:
    """What those whose work the user sees have to do until Sunday, and should have done."""
    due = Q(due_on__lte=sunday_of(today))
    return _of(seen_responsibles(user), seen_by=user).filter(due)


def sunday_of(today: date) -> date:
    """The last day of the week; on a Sunday that of the week to come."""
    return today + timedelta(days=(SUNDAY - today.weekday()) or SUNDAY + 1)


def todo_page(activities: ActivityQuerySet, *, after: Place | None = None, size: int = SHOWN) -> ToDoPage:
    """One page of a To-Do list with what its rows show, the earliest first."""
    people = Prefetch("contacts", Contact.objects.active().only("prospect_id", "name", "phone", "mobile"))
    shown = activities.select_related("prospect", "activity_type", "responsible").only(*ROW).prefetch_related(people)
    rows = shown.filter(after.beyond) if after else shown
    found = list(rows.order_by("due_on", F("time").asc(nulls_first=True), "pk")[: size + 1])
    items = found[:size]
    return ToDoPage(items, str(Place.of(items[-1])) if len(found) > size else "")


def count_of(who: User | Iterable[int] | None, *, seen_by: User, today: date, spans: Iterable[Span] = Span) -> ToDo:
    """How much there is to do in each part, counted to a hundred."""
    rows = {span: todo_of(who, seen_by=seen_by, span=span, today=today) for span in spans}
    return ToDo({span: found.order_by().values("pk")[:COUNTED].count() for span, found in rows.items()})


def has_next_step() -> Q:
    """Prospects with something planned, and those with which nothing more is to come."""
    return Q(next_follow_up_on__isnull=False) | Q(status__in=_closed())


def lacks_next_step() -> Q:
    """The others, in the words of the index that holds them."""
    return Q(next_follow_up_on=None) & ~Q(status__in=_closed())


def _closed() -> list[int]:
    """Statuses are few; naming them saves the search a look at each prospect's."""
    return list(ProspectStatus.objects.filter(is_closed=True).order_by("pk").values_list("pk", flat=True))


def forgotten_prospects(*, seen_by: User) -> ProspectQuerySet:
    """Prospects in daily use without a next step: the radar. A closed status says that nothing more is to come."""
    forgotten: QuerySet[Prospect] = Prospect.objects.visible_to(seen_by).active().filter(lacks_next_step())
    return forgotten.order_by(F("latest_activity_on").asc(nulls_first=True), "pk")  # type: ignore[return-value]


def _of(who: User | Iterable[int] | None, *, seen_by: User) -> ActivityQuerySet:
    everything = Activity.objects.all()
    if isinstance(who, User):
        theirs = everything.filter(responsible=who)
        return theirs if who.pk == seen_by.pk else theirs.visible_to(seen_by)
    theirs = everything if who is None else everything.filter(responsible__in=list(who))
    return theirs.visible_to(seen_by)


def _within(span: Span, today: date) -> Q:
    """The part of the list; only what is open has a day on which it is due."""
    sunday = sunday_of(today)
    parts = {
        Span.OVERDUE: Q(due_on__lt=today),
        Span.TODAY: Q(due_on=today),
        Span.WEEK: Q(due_on__gt=today, due_on__lte=sunday),
        Span.LATER: Q(due_on__gt=sunday),
        Span.UNDATED: Q(due_on=None, done_at=None, cancelled_at=None),
    }
    return parts[span]
