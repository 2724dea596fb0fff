"""What waits for one person this morning."""

from collections.abc import Collection
from dataclasses import dataclass
from datetime import date, timedelta
from typing import Any, Final, Generic, TypeVar

from django.db.models import Count as CountOf
from django.db.models import F, Prefetch, Q, QuerySet, Sum, prefetch_related_objects

from kundebro.activities.models import Activity
from kundebro.activities.queries import Span, forgotten_prospects, todo_of
from kundebro.activities.queries.feeds import NO_APPOINTMENTS
from kundebro.contacts.models import Contact
from kundebro.core.money import Money
from kundebro.core.pages import Count, count_of
from kundebro.jobs.models import Run
from kundebro.pipeline.choices import Outcome
from kundebro.pipeline.models import SalesProject, SalesProjectQuerySet, SalesTarget, Stage
from kundebro.pipeline.queries import stale
from kundebro.prospects.models import Prospect, ProspectQuerySet
from kundebro.users.models import User

SHOWN = 6
RUNNING = 5
WEEK = 7
DUE: Final = (
    *("subject", "date", "time", "due_on", "prospect__name", "prospect__phone", "prospect__mobile"),
    *("activity_type__name", "activity_type__icon"),
)
STANDING: Final = ("description", "stage_since", "quote_ore", "prospect__name", "stage__name")
"""What is shown of a row: whole prospects, of eighty columns, would be half the time of the page."""

Row = TypeVar("Row")


@dataclass(frozen=True)
class Some(Generic[Row]):
    """The first rows of a list, and how many there are."""

    rows: list[Row]
    count: Count

    @property
    def is_empty(self) -> bool:
        """Whether there is nothing."""
        return not self.rows

    @property
    def has_more(self) -> bool:
        """Whether there are more than shown."""
        return self.count.number > len(self.rows)


@dataclass(frozen=True)
class Step:
    """What stands in one stage."""

    stage: Stage
    count: int
    quoted: Money
    weighted: Money


@dataclass(frozen=True)
class Figures:
    """One seller's figures now and this month."""

    steps: list[Step]
    won: Money
    won_count: int
    target: Money | None
    done: int
    planned: int

    @property
    def count(self) -> int:
        """How many sales projects are open."""
        return sum(step.count for step in self.steps)

    @property
    def quoted(self) -> Money:
        """What is quoted in them (TilbudKr)."""
        return sum((step.quoted for step in self.steps), Money(0))

    @property
    def weighted(self) -> Money:
        """What that is worth (Værdi)."""
        return sum((step.weighted for step in self.steps), Money(0))


@dataclass(frozen=True)
class Morning:
    """The start page of one person; what a role has nothing to do with is None."""

    overdue: Some[Activity]
    today: Some[Activity]
    radar: Some[Prospect]
    stale: Some[SalesProject] | None
    figures: Figures | None
    newest: list[Prospect]
    runs: list[Run]


def is_new() -> bool:
    """Whether nothing has been entered yet in the whole company."""
    return not Prospect.objects.exists()


def morning_of(user: User, *, today: date, sells: bool) -> Morning:
    """My overdue and today's activities, my prospects without a next step, my projects that stand still, my figures."""
    due = {span: todo_of(user, seen_by=user, span=span, today=today) for span in (Span.OVERDUE, Span.TODAY)}
    planned = _planned(user, today)
    stages: Any = list(Stage.objects.all()) if sells else []
    mine = SalesProject.objects.filter(responsible=user)
    seen = Prospect.objects.active().visible_to(user)
    overdue = _due(due[Span.OVERDUE].order_by("due_on", F("time").asc(nulls_first=True), "pk"), planned["overdue"])
    due_today = _due(due[Span.TODAY].order_by(F("time").asc(nulls_first=True), "pk"), planned["today"])
    people = Prefetch("contacts", Contact.objects.only("prospect_id", "name"))
    prefetch_related_objects([*overdue.rows, *due_today.rows], people)
    return Morning(
        overdue=overdue,
        today=due_today,
        radar=forgotten(forgotten_prospects(seen_by=user).filter(responsible=user)),
        stale=_standing(stale(mine, today=today, stages=stages)) if sells else None,
        figures=figures_of(user, today=today, planned=planned["week"], stages=stages) if sells else None,
        newest=_newest(seen),
        runs=list(Run.objects.visible_to(user).select_related("started_by").order_by("-pk")[:RUNNING]),
    )


def _newest(seen: ProspectQuerySet) -> list[Prospect]:
    """Those made last; their keys first, which an index holds: the rows of all that a seller has would be read else."""
    keys = list(seen.order_by("-pk").values_list("pk", flat=True)[:SHOWN])
    return list(Prospect.objects.filter(pk__in=keys).only("number", "name", "city", "created_at").order_by("-pk"))


def forgotten(prospects: ProspectQuerySet) -> Some[Prospect]:
    """The first of the prospects without a next step: those longest not spoken to."""
    return _cut(longest_forgotten(prospects, SHOWN + 1), prospects, count_of)


def longest_forgotten(prospects: ProspectQuerySet, size: int) -> list[Prospect]:
    """The first so many of prospects without a next step: those never spoken to, then by when that was.

    Asked one after the other, each is read from an index in its order; a database sorts them all when asked for both.
    """
    names = ("number", "name", "city", "phone", "mobile", "latest_activity_on", "responsible__name")
    rows = prospects.select_related("responsible").only(*names)
    found = list(rows.filter(latest_activity_on=None).order_by("pk")[:size])
    if len(found) < size:
        spoken_to = rows.filter(latest_activity_on__isnull=False).order_by("latest_activity_on", "pk")
        found += spoken_to[: size - len(found)]
    return found


def _planned(user: User, today: date) -> dict[str, int]:
    """How much the person has planned and not done: overdue, today, in the week of today."""
    week = week_of(today)
    counts = {"overdue": Q(due_on__lt=today), "today": Q(due_on=today), "week": Q(due_on__range=week)}
    mine = Activity.objects.filter(responsible=user, due_on__lte=week[1]).order_by()
    return mine.aggregate(**{name: CountOf("pk", filter=condition) for name, condition in counts.items()})


def figures_of(user: User, *, today: date, planned: int, stages: Collection[Stage]) -> Figures:
    """What the person has open by stage, has won this month beside the target, and does this week."""
    mine = Activity.objects.filter(responsible=user)
    done = mine.done().filter(date__range=week_of(today)).exclude(activity_type__kind__in=NO_APPOINTMENTS)
    first = today.replace(day=1)
    won = SalesProject.objects.filter(responsible=user, outcome=Outcome.WON, closed_on__range=month_of(today))
    told = won.order_by().aggregate(ore=Sum("quote_sort"), count=CountOf("pk"))
    target = SalesTarget.objects.filter(seller=user, month=first).values_list("amount_ore", flat=True).first()
    return Figures(
        steps=steps_of(SalesProject.objects.filter(responsible=user), stages),
        won=Money(int(told["ore"] or 0)),
        won_count=told["count"],
        target=None if target is None else Money(target),
        done=done.count(),
        planned=planned,
    )


def steps_of(projects: SalesProjectQuerySet, stages: Collection[Stage]) -> list[Step]:
    """What the open ones of these projects come to, stage by stage."""
    grouped = projects.open().order_by().values_list("stage")
    sums = grouped.annotate(CountOf("pk"), Sum("quote_sort"), Sum("weighted_ore"))
    by_stage: dict[int, tuple[int, int, int]] = {key: (int(n), int(q), int(w)) for key, n, q, w in sums}
    return [
        Step(stage, count, Money(quoted), Money(weighted))
        for stage in sorted(stages, key=lambda each: (each.position, each.name, each.pk))
        if stage.pk in by_stage
        for count, quoted, weighted in (by_stage[stage.pk],)
    ]


def week_of(day: date) -> tuple[date, date]:
    """The Monday and the Sunday of the day's week."""
    monday = day - timedelta(days=day.weekday())
    return monday, monday + timedelta(days=WEEK - 1)


def month_of(day: date) -> tuple[date, date]:
    """The first and the last day of the day's month."""
    first = day.replace(day=1)
    return first, (first + timedelta(days=31)).replace(day=1) - timedelta(days=1)


def _due(activities: "QuerySet[Activity]", number: int) -> Some[Activity]:
    rows = activities.select_related("prospect", "activity_type").only(*DUE)
    return _some(rows, lambda _all: Count(number, is_exact=True))


def _standing(projects: SalesProjectQuerySet) -> Some[SalesProject]:
    rows = projects.select_related("prospect", "stage").only(*STANDING).order_by("stage_since", "pk")
    return _some(rows, lambda all_of_them: Count(all_of_them.count(), is_exact=True))


def _some(rows: Any, counted: Any) -> Some[Any]:
    return _cut(list(rows[: SHOWN + 1]), rows, counted)


def _cut(found: list[Any], rows: Any, counted: Any) -> Some[Any]:
    """What is shown of the rows found; all of them are counted only when there are more."""
    count = Count(len(found), is_exact=True) if len(found) <= SHOWN else counted(rows.order_by())
    return Some(found[:SHOWN], count)
