"""To-Do: what one has to do today, this week, and should have done."""

from dataclasses import dataclass
from datetime import date, timedelta
from enum import StrEnum

from django.db.models import F, Q, QuerySet

from kundebro.activities.models import Activity, ActivityQuerySet
from kundebro.core.pages import SIZE, Count, Cursor, Page, paginate
from kundebro.prospects.models import Prospect, ProspectQuerySet, ProspectStatus
from kundebro.users.models import User

SUNDAY = 6


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


def todo_of(who: User | None, *, seen_by: User, span: Span, today: date) -> ActivityQuerySet:
    """What one person, or with None everyone whose work the user sees, has to do in a part of the list.

    The week goes from tomorrow to Sunday; on a Sunday it is the week to come.
    """
    mine = Activity.objects.open()
    mine = mine.filter(responsible=who) if who is not None else mine
    visible = mine if who is not None and who.pk == seen_by.pk else mine.visible_to(seen_by)
    sunday = today + timedelta(days=(SUNDAY - today.weekday()) or 7)
    spans = {
        Span.OVERDUE: visible.overdue(today),
        Span.TODAY: visible.due(today, today),
        Span.WEEK: visible.due(today + timedelta(days=1), sunday),
        Span.LATER: visible.filter(due_on__gt=sunday),
        Span.UNDATED: visible.filter(due_on=None),
    }
    return spans[span]


def todo_page(
    activities: ActivityQuerySet, *, after: Cursor | None = None, size: int = SIZE, count: Count | None = None
) -> Page[Activity]:
    """One page of a To-Do list with what its rows show, the earliest first."""
    shown = activities.select_related("prospect", "activity_type", "responsible", "sales_project")
    ordered = shown.prefetch_related("contacts")
    return paginate(ordered, order=("due_on", "pk"), after=after, size=size, count=count)


def count_of(who: User, *, today: date) -> ToDo:
    """How much the person has in each part."""
    return ToDo({span: todo_of(who, seen_by=who, span=span, today=today).count() for span in Span})


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
