"""The sections of the morning digest: what is late, what is to be done today, whom one has no plan for."""

from datetime import date

from django.db.models import F
from django.utils.translation import gettext_lazy

from kundebro.activities.models import Activity
from kundebro.activities.queries import Span, forgotten_prospects, todo_of
from kundebro.core.formats import show_date, show_phone, show_time
from kundebro.core.pages import count_of
from kundebro.home import links
from kundebro.home.queries import longest_forgotten
from kundebro.mail.digest import LINES_SHOWN, DigestLine, DigestPart, DigestSection, digest_sections
from kundebro.prospects.models import Prospect
from kundebro.users.models import User


def register_sections() -> None:
    """Say first what is late."""
    digest_sections.register(
        DigestSection(name="home.overdue", title=gettext_lazy("Overdue"), told_to=overdue, position=10)
    )
    digest_sections.register(
        DigestSection(name="home.today", title=gettext_lazy("Today"), told_to=due_today, position=20)
    )
    digest_sections.register(
        DigestSection(name="home.radar", title=gettext_lazy("Without a next step"), told_to=radar, position=30)
    )


def overdue(user: User, today: date) -> DigestPart | None:
    """The person's own activities that should have been done, the oldest first."""
    return _told(user, today, Span.OVERDUE)


def due_today(user: User, today: date) -> DigestPart | None:
    """The person's own activities of today by time."""
    return _told(user, today, Span.TODAY)


def radar(user: User, today: date) -> DigestPart | None:  # noqa: ARG001  what every section is given
    """The person's own prospects without a next step, those longest not spoken to first."""
    mine = forgotten_prospects(seen_by=user).filter(responsible=user)
    shown = longest_forgotten(mine, LINES_SHOWN)
    count = len(shown) if len(shown) < LINES_SHOWN else count_of(mine).number
    lines = [
        DigestLine(" · ".join(filter(None, (each.name, _phone_of(each)))), each.get_absolute_url()) for each in shown
    ]
    return DigestPart(lines, max(count, len(lines)), links.radar_url(user.pk)) if lines else None


def _told(user: User, today: date, span: Span) -> DigestPart | None:
    mine = todo_of(user, seen_by=user, span=span, today=today)
    order = ("due_on", F("time").asc(nulls_first=True), "pk")
    shown = list(mine.select_related("prospect", "activity_type").order_by(*order)[:LINES_SHOWN])
    count = len(shown) if len(shown) < LINES_SHOWN else mine.count()
    lines = [DigestLine(_line(each, span), each.get_absolute_url()) for each in shown]
    return DigestPart(lines, count, links.todo_url(span)) if lines else None


def _line(activity: Activity, span: Span) -> str:
    """When, what, with whom, and the number to call."""
    when = ""
    if span == Span.OVERDUE and activity.due_on:
        when = show_date(activity.due_on)
    elif activity.time and activity.due_on == activity.date:
        when = show_time(activity.time)
    prospect = activity.prospect
    return " · ".join(filter(None, (when, activity.subject, prospect.name, _phone_of(prospect))))


def _phone_of(prospect: Prospect) -> str:
    number = prospect.phone or prospect.mobile
    return show_phone(number) if number else ""
