"""What a calendar feed tells: of its owner, or of a team as the owner sees it."""

from collections.abc import Collection
from datetime import date, datetime
from typing import Any

from django.db.models import Q, QuerySet

from kundebro.activities.calendar import CANCELLED_FOR, Appointment
from kundebro.activities.choices import Kind
from kundebro.activities.models import Activity, CalendarFeed
from kundebro.core.formats import show_phone
from kundebro.pipeline.models import SalesProject, SalesProjectQuerySet
from kundebro.users.choices import Scope
from kundebro.users.models import Team, User

MOST = 5000
NO_APPOINTMENTS = (Kind.NOTE, Kind.CAMPAIGN)
"""What is noted down rather than met for stands in no calendar once it is done."""


def feed_behind(token: str) -> CalendarFeed | None:
    """The feed at a secret address; None for one that is unknown, revoked, or of somebody without access."""
    return CalendarFeed.objects.behind(token).select_related("owner", "team").first()


def feeds_of(owner: User) -> list[CalendarFeed]:
    """The addresses the user has given out, the user's own calendar first."""
    return list(CalendarFeed.objects.filter(owner=owner).select_related("owner", "team").order_by("team_id", "pk"))


def teams_to_follow(user: User) -> list[Team]:
    """The teams whose calendar the user may read: every team, one's own, or none."""
    if user.scope == Scope.ALL:
        return list(Team.objects.order_by("sort_name", "pk"))
    return [user.team] if user.scope == Scope.TEAM and user.team is not None else []


def appointments_of_feed(feed: CalendarFeed, *, first: date, last: date, now: datetime) -> list[Appointment]:
    """Its activities from the first day to the last, each with what an entry says.

    What is planned, done and given up is asked for apart, each in the index it lies in; at most 5,000 of each, those of
    the latest days.
    """
    mine = Activity.objects.filter(responsible__in=people_of(feed))
    mine = mine.visible_to(feed.owner) if feed.team else mine
    planned = mine.filter(due_on__range=(first, last)).order_by("-due_on", "-pk")
    closed = mine.filter(due_on=None).order_by("-date", "-pk")
    done = closed.done().filter(date__range=(first, last))
    done = done.filter(~Q(activity_type__kind__in=NO_APPOINTMENTS))
    given_up = closed.filter(
        Q(date__range=(first, last)) | Q(date=None, follow_up_on__range=(first, last)),
        cancelled_at__gte=now - CANCELLED_FOR,
    )
    return [told for rows in (planned, done, given_up) for told in appointments(rows[:MOST])]


def appointments(rows: "QuerySet[Activity]") -> list[Appointment]:
    """What calendars tell of the activities, in their order."""
    found: list[Any] = list(rows.values_list(*TOLD))
    people: dict[int, tuple[str, ...]] = {}
    links = Activity.contacts.through._default_manager.filter(activity__in=[pk for pk, *_rest in found])
    links = links.order_by("-contact__is_primary", "contact__sort_name", "contact")
    for pk, name, mobile, phone in links.values_list("activity_id", *PERSON):
        people[pk] = (*people.get(pk, ()), f"{name} {show_phone(mobile or phone)}".strip())
    return [Appointment(*(*told, people.get(told[0], ()))) for told in found]


def closings_of_feed(feed: CalendarFeed, *, first: date, last: date) -> SalesProjectQuerySet:
    """Its open sales projects that are expected to close from the first day to the last."""
    mine = SalesProject.objects.open().visible_to(feed.owner).filter(responsible__in=people_of(feed))
    return mine.filter(expected_close_on__range=(first, last)).select_related("prospect").order_by("pk")[:MOST]


def people_of(feed: CalendarFeed) -> Collection[int]:
    """Keys of those whose work the feed tells of."""
    if feed.team is None:
        return [feed.owner_id]
    return list(User.objects.filter(team=feed.team).values_list("pk", flat=True))


TOLD = (
    *("pk", "uid", "subject", "date", "time", "duration_minutes", "follow_up_on", "repeats", "repeats_since"),
    *("done_at", "cancelled_at", "changed_at", "version", "activity_type__kind", "responsible__name"),
    *("prospect__number", "prospect__name", "prospect__street", "prospect__house_no", "prospect__floor"),
    *("prospect__door", "prospect__postal_code", "prospect__city"),
)
"""In the order of `Appointment`."""
PERSON = ("contact__name", "contact__mobile", "contact__phone")
