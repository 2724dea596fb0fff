"""What stands on each day of a calendar page: a constant number of questions, however much there is."""

from collections.abc import Collection
from dataclasses import dataclass
from datetime import date, time
from typing import Any

from django.db.models import Count, F, Q, Window
from django.db.models.functions import RowNumber

from kundebro.activities.models import Activity
from kundebro.activities.queries.feeds import NO_APPOINTMENTS
from kundebro.pipeline.models import SalesProject
from kundebro.users.choices import Scope
from kundebro.users.models import User
from kundebro.users.queries import employees, seen_responsibles

ENTRY = (
    *("date", "time", "duration_minutes", "subject", "follow_up_on", "due_on", "done_at", "repeats", "version"),
    *("prospect__name", "activity_type__icon", "activity_type__name", "responsible__name", "responsible__initials"),
)


@dataclass(frozen=True, kw_only=True)
class Entry:
    """One line on one day: an activity, or the expected close of a sales project."""

    day: date
    at: time | None = None
    activity: Activity | None = None
    project: SalesProject | None = None


@dataclass(frozen=True)
class Calendar:
    """The entries of each day, at most so many as were asked for, and how many there are."""

    entries: dict[date, list[Entry]]
    counts: dict[date, int]


def people_to_show(who: str, *, seen_by: User) -> list[int]:
    """Keys of those whose calendar is asked for: one's own, `team`, `all`, or a person by key whom the user sees."""
    if who == "team":
        return sorted(seen_by.teammates) if seen_by.scope != Scope.OWN else [seen_by.pk]
    if who == "all" or who.isdecimal():
        seen = seen_responsibles(seen_by)
        found = employees() if seen is None else employees().filter(pk__in=seen)
        found = found if who == "all" else found.filter(pk=int(who[:18]))
        return list(found.values_list("pk", flat=True)) or [seen_by.pk]
    return [seen_by.pk]


def calendar_of(people: Collection[int], *, seen_by: User, first: date, last: date, most: int) -> Calendar:
    """What these people have to do and have done from the first day to the last, at most so much on each day.

    What has no time comes first, then what is earliest; what is done comes after what is open.
    """
    theirs = Q(responsible__in=people) if len(people) > 1 else Q(responsible=next(iter(people), None))
    mine = Activity.objects.filter(theirs)
    mine = mine if set(people) == {seen_by.pk} else mine.visible_to(seen_by)
    planned = mine.filter(due_on__range=(first, last))
    done = mine.filter(due_on=None, date__range=(first, last), done_at__isnull=False)
    done = done.filter(~Q(activity_type__kind__in=NO_APPOINTMENTS))
    closings = SalesProject.objects.open().visible_to(seen_by).filter(theirs)
    closings = closings.filter(expected_close_on__range=(first, last))
    entries: dict[date, list[Entry]] = {}
    counts: dict[date, int] = {}
    told: tuple[tuple[Any, str], ...] = ((planned, "due_on"), (done, "date"))
    for rows, day in ((closings, "expected_close_on"), *told):
        for each in rows.order_by().values(day).annotate(count=Count("pk")):
            counts[each[day]] = counts.get(each[day], 0) + each["count"]
    projects: Any = _first_ones(closings, "expected_close_on", ("pk",), most)
    for project in projects.select_related("prospect"):
        entries.setdefault(project.expected_close_on, []).append(Entry(day=project.expected_close_on, project=project))
    for rows, day in told:
        found: Any = _first_ones(rows, day, (F("time").asc(nulls_first=True), "pk"), most)
        for activity in found.select_related("prospect", "activity_type", "responsible").only(*ENTRY):
            on = getattr(activity, day)
            at = activity.time if on == activity.date else None
            entries.setdefault(on, []).append(Entry(day=on, at=at, activity=activity))
    return Calendar({day: _sorted(found)[:most] for day, found in entries.items()}, counts)


def _first_ones(rows: Any, day: str, order: Collection[Any], most: int) -> Any:
    """The first rows of each day, so that a full day costs no more than it shows."""
    place = Window(RowNumber(), partition_by=[F(day)], order_by=list(order))
    chosen = rows.order_by().annotate(place=place).filter(place__lte=most).values("pk")
    return rows.model.objects.filter(pk__in=chosen).order_by(day, *order)


def _sorted(entries: list[Entry]) -> list[Entry]:
    """Closings and what has no time on top; a stable order, so that the database's holds within."""

    def key(entry: Entry) -> tuple[bool, time, bool]:
        is_done = entry.activity is not None and entry.activity.done_at is not None
        return (entry.at is not None, entry.at or time.min, is_done)

    return sorted(entries, key=key)
