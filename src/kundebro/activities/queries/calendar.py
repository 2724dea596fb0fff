"""What stands on each day of a calendar page: a constant number of questions, however much there is."""

from collections.abc import Collection
from dataclasses import dataclass, field
from datetime import date, time
from typing import Any

from django.db.models import F, Q

from kundebro.activities.models import Activity, ActivityQuerySet, ActivityType
from kundebro.activities.queries.feeds import NO_APPOINTMENTS
from kundebro.core.dates import days_between
from kundebro.core.first_rows import first_keys
from kundebro.pipeline.models import SalesProject
from kundebro.users.choices import Scope
from kundebro.users.models import User
from kundebro.users.queries import employees, seen_responsibles

COUNTED = 100
"""So many more than are shown of a day are counted; beyond that it says `100+ more`."""

OF_ACTIVITY = (
    *("pk", "prospect_id", "subject", "prospect__name", "responsible__name", "responsible__initials", "date", "time"),
    *("due_on", "done_at", "version", "activity_type__icon", "activity_type__name"),
)
OF_PROJECT = ("prospect_id", "description", "prospect__name", "expected_close_on")


@dataclass(frozen=True, kw_only=True)
class Entry:
    """One line on one day: an activity, or the expected close of a sales project."""

    day: date
    at: time | None = None
    subject: str
    company: str
    prospect: int
    activity: int | None = None
    kind: str = ""
    icon: str = ""
    whose: str = ""
    version: int = 0
    is_done: bool = False


@dataclass(frozen=True)
class Calendar:
    """The entries of each day, at most so many as were asked for, and how many more there are, at most 100 and one."""

    entries: dict[date, list[Entry]] = field(default_factory=dict)
    more: dict[date, int] = field(default_factory=dict)


def people_to_show(who: str, *, seen_by: User) -> list[int] | None:
    """Keys of those whose calendar is asked for: one's own, `team`, `all`, or a person by key whom the user sees.

    None is everyone, without a list to compare with.
    """
    if who == "team":
        return sorted(seen_by.teammates) if seen_by.scope != Scope.OWN else [seen_by.pk]
    if who == "all" or who.isdecimal():
        seen = seen_responsibles(seen_by)
        if who == "all" and seen is None:
            return None
        found = employees() if seen is None else employees().filter(pk__in=seen)
        found = found if who == "all" else found.filter(pk=int(who[:18]))
        return list(found.values_list("pk", flat=True)) or [seen_by.pk]
    return [seen_by.pk]


def calendar_of(people: Collection[int] | None, *, seen_by: User, first: date, last: date, most: int) -> Calendar:
    """What these people have to do and have done from the first day to the last, at most so much on each day.

    What has no time comes first, then what is earliest; what is done comes after what is open.
    """
    theirs = _of(people)
    mine = Activity.objects.filter(theirs)
    mine = mine if people is not None and set(people) == {seen_by.pk} else mine.visible_to(seen_by)
    noted = list(ActivityType.objects.filter(kind__in=NO_APPOINTMENTS).values_list("pk", flat=True))
    done = mine.done().exclude(activity_type__in=noted)
    closings = SalesProject.objects.open().visible_to(seen_by).filter(theirs).order_by("pk")
    days = days_between(first, last)
    asked: tuple[tuple[Any, str], ...] = (
        *((closings, "expected_close_on"), (_untimed(mine), "due_on"), (_timed(mine), "due_on")),
        *((_untimed(done), "date"), (_timed(done), "date")),
    )
    found = first_keys(asked, days, most=most + COUNTED + 1)
    closing, *due_or_done = [[key for keys in each.values() for key in keys[:most]] for each in found]
    entries: dict[date, list[Entry]] = {}
    for entry in (*_closings(closing), *_activities([key for keys in due_or_done for key in keys])):
        entries.setdefault(entry.day, []).append(entry)
    kept = {day: sorted(each, key=_place)[:most] for day, each in entries.items()}
    counts = {day: sum(len(each.get(day, ())) for each in found) for day in kept}
    return Calendar(kept, {day: count - len(kept[day]) for day, count in counts.items() if count > len(kept[day])})


def _of(people: Collection[int] | None) -> Q:
    if people is None:
        return Q()
    return Q(responsible__in=people) if len(people) > 1 else Q(responsible=next(iter(people), None))


def _untimed(rows: ActivityQuerySet) -> ActivityQuerySet:
    return rows.filter(time=None).order_by("pk")


def _timed(rows: ActivityQuerySet) -> ActivityQuerySet:
    """Asked for apart from the others: an index gives either in its order, and stops when there are enough."""
    return rows.filter(time__isnull=False).order_by("time", "pk")


def _closings(keys: list[int]) -> list[Entry]:
    rows: Any = SalesProject.objects.filter(pk__among=keys).order_by("pk").values_list(*OF_PROJECT, named=True)
    return [
        Entry(day=row.expected_close_on, subject=row.description, company=row.prospect__name, prospect=row.prospect_id)
        for row in rows
    ]


def _activities(keys: list[int]) -> list[Entry]:
    rows: Any = Activity.objects.filter(pk__among=keys).order_by(F("time").asc(nulls_first=True), "pk")
    return [
        Entry(
            day=(day := row.due_on or row.date),
            at=row.time if day == row.date else None,
            subject=row.subject,
            company=row.prospect__name,
            prospect=row.prospect_id,
            activity=row.pk,
            kind=row.activity_type__name,
            icon=row.activity_type__icon,
            whose=row.responsible__initials or row.responsible__name,
            version=row.version,
            is_done=row.done_at is not None,
        )
        for row in rows.values_list(*OF_ACTIVITY, named=True)
    ]


def _place(entry: Entry) -> tuple[bool, time, bool]:
    """Closings and what has no time on top; a stable order, so that the database's holds within."""
    return (entry.at is not None, entry.at or time.min, entry.is_done)
