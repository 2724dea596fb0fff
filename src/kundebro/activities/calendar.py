"""What stands in a calendar: activities on their day, and the days on which sales projects are expected to close."""

from calendar import monthrange
from collections.abc import Iterable, Iterator
from datetime import date, datetime, time, timedelta
from typing import Final, NamedTuple, TypeAlias
from uuid import UUID, uuid5

from django.utils.translation import gettext as _

from kundebro.activities.choices import Kind
from kundebro.activities.ical import Event
from kundebro.activities.models import Activity
from kundebro.activities.recurrence import series_of
from kundebro.core.addresses import address_of
from kundebro.parties.addresses import show_address_line
from kundebro.pipeline.models import SalesProject

Day: TypeAlias = date
Hour: TypeAlias = time
MONTHS_BACK: Final = 3
MONTHS_AHEAD: Final = 12
CANCELLED_FOR: Final = timedelta(days=30)
USUALLY: Final = {Kind.MEETING: timedelta(hours=1)}
"""How long what says nothing of it takes; other kinds a quarter of an hour."""
QUARTER: Final = timedelta(minutes=15)
_PROJECTS: Final = UUID("6f1f9d0e-3f4b-5a44-9a2b-0d6d1c3c7a11")


def feed_span(today: date) -> tuple[date, date]:
    """The days a feed tells of: whole months, so that it is the same all month long."""
    first = _month(today, -MONTHS_BACK)
    last = _month(today, MONTHS_AHEAD)
    return first, last.replace(day=monthrange(last.year, last.month)[1])


class Appointment(NamedTuple):
    """What an entry tells of an activity, read flat: two thousand of them as models take half a second."""

    pk: int
    uid: UUID
    subject: str
    date: Day | None
    time: Hour | None
    duration_minutes: int | None
    follow_up_on: Day | None
    repeats: str
    repeats_since: Day | None
    done_at: datetime | None
    cancelled_at: datetime | None
    changed_at: datetime
    version: int
    kind: str
    responsible: str
    number: str
    company: str
    street: str
    house_no: str
    floor: str
    door: str
    postal_code: str
    city: str
    people: tuple[str, ...] = ()

    @property
    def where(self) -> str:
        """The company's address on one line."""
        address = show_address_line(self.street, self.house_no, self.floor, self.door)
        return ", ".join(filter(None, (address, f"{self.postal_code} {self.city}".strip())))


def day_of(activity: Activity | Appointment) -> date | None:
    """The day an activity stands on: when it is due, was done, or would have been."""
    return activity.date if activity.done_at else (activity.follow_up_on or activity.date)


def event_of(told: Appointment, *, url: str, today: date, last: date, says_whose: bool = False) -> Event:
    """The activity for calendar programs. Its note stays here: others' machines read what stands in a feed.

    The open time of what repeats brings the ones after it along, up to `last`.
    """
    day = day_of(told)
    if day is None:
        message = "Only what has a day stands in a calendar."
        raise ValueError(message)
    kind, minutes = Kind(told.kind), told.duration_minutes
    about = [f"{told.number} {told.company}", *told.people]
    if says_whose:
        about.append(_("Responsible: %(name)s") % {"name": told.responsible})
    series = None
    if told.repeats and told.repeats_since and not told.done_at and not told.cancelled_at:
        series = series_of(told.repeats, since=told.repeats_since, day=day, after=max(day, today), last=max(day, last))
    return Event(
        uid=f"{told.uid}@kundebro",
        day=day,
        at=told.time if day == told.date else None,
        lasts=timedelta(minutes=minutes) if minutes else USUALLY.get(kind, QUARTER),
        summary=f"{'✓ ' if told.done_at else ''}{told.subject} – {told.company}",
        description="\n".join(about),
        place=told.where if kind == Kind.MEETING else "",
        url=url,
        changed_at=told.changed_at,
        sequence=told.version - 1,
        is_cancelled=told.cancelled_at is not None,
        is_busy=kind == Kind.MEETING,
        series=series,
    )


def closing_of(project: SalesProject, *, base_url: str) -> Event | None:
    """The day on which the sales project is expected to close, all day long; the amount stays here."""
    if project.expected_close_on is None:
        return None
    named = {"project": f"{project.description} – {project.prospect.name}"}
    return Event(
        uid=f"{uuid5(_PROJECTS, f'{project.pk} {project.created_at.isoformat()}')}@kundebro",
        day=project.expected_close_on,
        summary=_("Expected close: %(project)s") % named,
        description=f"{project.number}\n{project.prospect.number} {project.prospect.name}",
        url=f"{base_url}{project.prospect.get_absolute_url()}",
        changed_at=project.changed_at,
        sequence=project.version - 1,
    )


def feed_events(
    appointments: Iterable[Appointment],
    projects: Iterable[SalesProject],
    *,
    base_url: str,
    today: date,
    says_whose: bool = False,
) -> Iterator[Event]:
    """Everything in a feed, one event after the other."""
    last = feed_span(today)[1]
    address = address_of("activities:activity")
    for told in appointments:
        yield event_of(told, url=f"{base_url}{address(told.pk)}", today=today, last=last, says_whose=says_whose)
    for project in projects:
        if closing := closing_of(project, base_url=base_url):
            yield closing


def _month(day: date, months: int) -> date:
    count = day.year * 12 + day.month - 1 + months
    return date(count // 12, count % 12 + 1, 1)
