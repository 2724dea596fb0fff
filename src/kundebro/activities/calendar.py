"""What stands in a calendar: activities on their day, and the days on which sales projects are expected to close."""

from calendar import monthrange
from collections.abc import Iterable, Iterator
from datetime import date, timedelta
from typing import Final
from uuid import UUID, uuid5

from django.urls import reverse
from django.utils.translation import gettext as _

from kundebro.activities.choices import Kind
from kundebro.activities.ical import Event
from kundebro.activities.models import Activity
from kundebro.activities.recurrence import series_of
from kundebro.contacts.models import Contact
from kundebro.core.formats import show_phone
from kundebro.pipeline.models import SalesProject

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


def day_of(activity: Activity) -> date | None:
    """The day an activity stands on: when it is due, was done, or would have been."""
    return activity.date if activity.done_at else (activity.follow_up_on or activity.date)


def uid_of(activity: Activity) -> str:
    """What the activity is called in every calendar, for good."""
    return f"{activity.uid}@kundebro"


def event_of(activity: Activity, *, base_url: str, today: date, last: date, says_whose: bool = False) -> Event:
    """The activity for calendar programs. Its note stays here: others' machines read what stands in a feed.

    The open time of what repeats brings the ones after it along, up to `last`.
    """
    day = day_of(activity)
    if day is None:
        message = "Only what has a day stands in a calendar."
        raise ValueError(message)
    company, kind = activity.prospect, Kind(activity.activity_type.kind)
    about = [f"{company.number} {company.name}", *map(_person, activity.contacts.all())]
    if says_whose:
        about.append(_("Responsible: %(name)s") % {"name": activity.responsible.name})
    minutes = activity.duration_minutes
    series = None
    if activity.repeats and activity.repeats_since and activity.is_open:
        series = series_of(
            activity.repeats, since=activity.repeats_since, day=day, after=max(day, today), last=max(day, last)
        )
    return Event(
        uid=uid_of(activity),
        day=day,
        at=activity.time if day == activity.date else None,
        lasts=timedelta(minutes=minutes) if minutes else USUALLY.get(kind, QUARTER),
        summary=f"{'✓ ' if activity.done_at else ''}{activity.subject} – {company.name}",
        description="\n".join(about),
        place=", ".join(filter(None, (company.address_line, company.postal_line))) if kind == Kind.MEETING else "",
        url=f"{base_url}{reverse('activities:activity', args=[activity.pk])}",
        changed_at=activity.changed_at,
        sequence=activity.version - 1,
        is_cancelled=activity.cancelled_at is not None,
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
    activities: Iterable[Activity],
    projects: Iterable[SalesProject],
    *,
    base_url: str,
    today: date,
    says_whose: bool = False,
) -> Iterator[Event]:
    """Everything in a feed, one event after the other."""
    last = feed_span(today)[1]
    for activity in activities:
        yield event_of(activity, base_url=base_url, today=today, last=last, says_whose=says_whose)
    for project in projects:
        if closing := closing_of(project, base_url=base_url):
            yield closing


def _person(contact: Contact) -> str:
    return f"{contact.name} {show_phone(contact.mobile or contact.phone)}".strip()


def _month(day: date, months: int) -> date:
    count = day.year * 12 + day.month - 1 + months
    return date(count // 12, count % 12 + 1, 1)
