"""CRM → To-Do: today, the week, overdue, the team's, and what has no day."""

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date, timedelta
from itertools import groupby
from typing import Final
from uuid import uuid4

from django.contrib.auth.decorators import permission_required
from django.db.models import TextChoices
from django.http import HttpResponse
from django.urls import reverse
from django.utils import timezone
from django.utils.dates import WEEKDAYS
from django.utils.http import urlencode
from django.utils.text import capfirst
from django.utils.translation import gettext as _
from django.utils.translation import pgettext_lazy
from django.views.decorators.http import require_GET

from kundebro.activities import queries
from kundebro.activities.models import Activity, ActivityQuerySet
from kundebro.activities.queries import Place, Span
from kundebro.activities.todo_rows import Line, Rows
from kundebro.core.components import Action, EmptyState, Tab, changed_query
from kundebro.core.dates import holiday_name
from kundebro.core.formats import show_date
from kundebro.core.shortcuts import render_part
from kundebro.users.choices import Scope
from kundebro.users.models import User
from kundebro.users.queries import seen_responsibles
from kundebro.users.requests import SignedInRequest


class Part(TextChoices):
    """The tabs of the page."""

    TODAY = "today", pgettext_lazy("to-do", "Today")
    WEEK = "week", pgettext_lazy("to-do", "Week")
    OVERDUE = "overdue", pgettext_lazy("to-do", "Overdue")
    TEAM = "team", pgettext_lazy("to-do", "Team")
    UNDATED = "undated", pgettext_lazy("to-do", "No date")


EVERYONE: Final = "all"
LONGEST_KEY: Final = 18
Whose = User | Iterable[int] | None
COUNTED: Final = (Span.TODAY, Span.WEEK, Span.OVERDUE, Span.UNDATED)


@dataclass(frozen=True)
class Day:
    """The lines of one day under their heading."""

    title: str
    holiday: str
    is_late: bool
    lines: list[Line]
    rows: str


@require_GET
@permission_required("activities.view_activity", raise_exception=True)
def todo(request: SignedInRequest) -> HttpResponse:
    """One tab of the list, a page at a time."""
    today, has_team = timezone.localdate(), request.user.scope != Scope.OWN
    parts = [part for part in Part if has_team or part != Part.TEAM]
    part = next((each for each in parts if each == request.GET.get("tab")), Part.TODAY)
    after = Place.read(request.GET)
    who, name = _whose(request)
    found = queries.todo_page(_rows(request, part, who, today), after=after)
    counts = queries.count_of(who, today=today, spans=COUNTED, seen_by=request.user).counts
    may_change = request.user.has_perm("activities.change_activity")
    says_whose = part == Part.TEAM or bool(name)
    context = {
        "part": part,
        "tabs": [
            _tab(each, counts, who=request.GET.get("who", "") if name else "", is_current=each == part)
            for each in parts
        ],
        "whose": name,
        "days": days_of(found.items, today, Rows(says_whose, may_change)),
        "next_url": changed_query(request.GET, after=found.next) if found.next else "",
        "first_url": changed_query(request.GET, after=None) if after else "",
        "late": counts[Span.OVERDUE] if part == Part.TODAY else 0,
        "overdue_url": _url(Part.OVERDUE),
        "says_whose": says_whose,
        "may_change": may_change,
        "may_add": request.user.has_perm("activities.add_activity"),
        "place": "page",
        "key": str(uuid4()),
        "today": today.isoformat(),
        "back": request.get_full_path(),
        "bulk": [
            Action(title=_("Move to…"), url=reverse("activities:move-several"), icon="calendar-due", method="dialog")
        ],
        "empty": None if found.items else _empty(request, part, counts),
    }
    return render_part(request, "activities/todo.html", "list", context)


def days_of(activities: Iterable[Activity], today: date, rows: Rows) -> list[Day]:
    """The activities by day, in the order they come in."""
    by_day = [(day, [Line(row) for row in found]) for day, found in groupby(activities, key=lambda row: row.due_on)]
    return [
        Day(
            title=_title(day, today),
            holiday=holiday_name(day) if day else "",
            is_late=day is not None and day < today,
            lines=lines,
            rows=rows.of(lines),
        )
        for day, lines in by_day
    ]


def _whose(request: SignedInRequest) -> tuple[Whose, str]:
    """Whose list the address asks for, and their name: `all` whose work the user sees, one of them by key, or one's own."""
    user, who = request.user, request.GET.get("who", "")
    seen = seen_responsibles(user)
    if who == EVERYONE and user.scope != Scope.OWN:
        return seen, _("everyone")
    is_key = who.isascii() and who.isdecimal() and len(who) <= LONGEST_KEY and int(who) != user.pk
    if is_key and (seen is None or int(who) in seen):
        colleague = User.objects.filter(pk=int(who)).first()
        return (colleague, colleague.name) if colleague else (user, "")
    return user, ""


def _rows(request: SignedInRequest, part: Part, who: Whose, today: date) -> ActivityQuerySet:
    if part == Part.TEAM:
        return queries.team_of(request.user, today=today)
    return queries.todo_of(who, seen_by=request.user, span=Span(part.value), today=today)


def _title(day: date | None, today: date) -> str:
    if day is None:
        return _("Without a day")
    named = f"{capfirst(str(WEEKDAYS[day.weekday()]))} {show_date(day)}"
    near = {today: _("Today"), today + timedelta(days=1): _("Tomorrow"), today - timedelta(days=1): _("Yesterday")}
    return f"{near[day]} · {named}" if day in near else named


def _tab(part: Part, counts: dict[Span, int], *, who: str, is_current: bool) -> Tab:
    count = counts[Span(part.value)] if part != Part.TEAM else None
    return Tab(key=part.value, title=part.label, url=_url(part, who), count=count or None, is_current=is_current)


def _url(part: Part, who: str = "") -> str:
    asked = {**({"tab": part.value} if part != Part.TODAY else {}), **({"who": who} if who else {})}
    return reverse("activities:todo") + (f"?{urlencode(asked)}" if asked else "")


def _empty(request: SignedInRequest, part: Part, counts: dict[Span, int]) -> EmptyState:
    """What to do where nothing is to be done."""
    told = {
        Part.TODAY: (_("Nothing more today"), _("Look at what comes this week, or plan something new.")),
        Part.WEEK: (_("Nothing more this week"), _("Plan the next steps, so that no prospect is forgotten.")),
        Part.OVERDUE: (_("Nothing is overdue"), _("All that was to be done by now is done or has a new day.")),
        Part.TEAM: (
            _("The team has nothing to do this week"),
            _("Plan the next steps, so that no prospect is forgotten."),
        ),
        Part.UNDATED: (_("Everything has a day"), _("What you note without a day waits here until it gets one.")),
    }
    title, text = told[part]
    new = None
    if request.user.has_perm("activities.add_activity"):
        new = Action(title=_("New activity"), url=reverse("activities:add"), icon="plus", method="dialog")
    if part == Part.TODAY and counts[Span.OVERDUE]:
        late = Action(title=_("See what is overdue"), url=_url(Part.OVERDUE), icon="clock-exclamation")
        text = _("Some things are left from earlier days. Do them, or give them a new day.")
        return EmptyState(icon="circle-check", title=title, text=text, action=late, second=new)
    week = Action(title=_("See the week"), url=_url(Part.WEEK), icon="calendar")
    return EmptyState(
        icon="circle-check", title=title, text=text, action=new, second=week if part == Part.TODAY else None
    )
