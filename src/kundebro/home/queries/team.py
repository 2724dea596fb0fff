"""How a team stands: its people side by side, what has moved in the forecast, whom everybody has forgotten."""

from dataclasses import dataclass, field
from datetime import date
from typing import Any, Final

from django.core.cache import cache
from django.db.models import Count, QuerySet, Sum

from kundebro.activities.queries import Span, forgotten_prospects, todo_of
from kundebro.core.money import Money
from kundebro.core.pages import ALWAYS_COUNTED
from kundebro.home.queries.morning import Some, forgotten, month_of
from kundebro.pipeline.choices import Outcome
from kundebro.pipeline.models import SalesProject, SalesProjectQuerySet, SalesTarget
from kundebro.pipeline.queries import Drift, drift_of
from kundebro.prospects.models import Prospect
from kundebro.users.models import User
from kundebro.users.queries import seen_responsibles, sellers

COUNTED_EVERY: Final = 300
"""Seconds for which the number of forgotten prospects of each seller is kept where there are very many prospects."""

NOTHING: Final = (0, 0)


@dataclass
class Member:
    """One seller, or nobody: what she is behind with, what she has open, what she has won of what she is to win this month."""

    user: User | None = None
    overdue: int = 0
    forgotten: int = 0
    open: int = 0
    weighted: Money = field(default_factory=lambda: Money(0))
    won: Money = field(default_factory=lambda: Money(0))
    target: Money | None = None


@dataclass(frozen=True)
class Team:
    """The people in the user's scope, the drift since Monday, and prospects without a next step."""

    members: list[Member]
    drift: Drift | None
    forgotten: Some[Prospect]
    is_exact: bool

    @property
    def total(self) -> Member:
        """All of them together."""
        targets = [member.target for member in self.members if member.target is not None]
        return Member(
            overdue=sum(member.overdue for member in self.members),
            forgotten=sum(member.forgotten for member in self.members),
            open=sum(member.open for member in self.members),
            weighted=sum((member.weighted for member in self.members), Money(0)),
            won=sum((member.won for member in self.members), Money(0)),
            target=sum(targets, Money(0)) if targets else None,
        )


def team_of(user: User, *, today: date) -> Team:
    """The sellers whose records the user sees, and what nobody has taken."""
    seen = seen_responsibles(user)
    activities = todo_of(seen, seen_by=user, span=Span.OVERDUE, today=today)
    projects = SalesProject.objects.visible_to(user)
    won = projects.filter(outcome=Outcome.WON, closed_on__range=month_of(today))
    radar, is_exact = _forgotten_by_seller(user)
    overdue = _counted(activities)
    open_ones = _summed(projects.open(), "weighted_ore")
    won_by = _summed(won, "quote_sort")
    targets: dict[int, int] = dict(
        SalesTarget.objects.visible_to(user).filter(month=today.replace(day=1)).values_list("seller", "amount_ore")
    )
    busy = {key for found in (overdue, radar, open_ones, won_by, targets) for key in found if key is not None}
    members = [
        Member(
            user=each,
            overdue=overdue.get(each.pk, 0),
            forgotten=radar.get(each.pk, 0),
            open=open_ones.get(each.pk, NOTHING)[0],
            weighted=Money(open_ones.get(each.pk, NOTHING)[1]),
            won=Money(won_by.get(each.pk, NOTHING)[1]),
            target=Money(targets[each.pk]) if each.pk in targets else None,
        )
        for each in _people(seen, busy)
    ]
    if radar.get(None):
        members.append(Member(user=None, forgotten=radar[None]))
    return Team(members, drift_of(projects), forgotten(forgotten_prospects(seen_by=user)), is_exact)


def _people(seen: frozenset[int] | None, busy: set[int]) -> list[User]:
    """The sellers in the user's scope, then others who have something of this."""
    people = sellers() if seen is None else sellers().filter(pk__in=seen)
    others = User.objects.filter(pk__in=busy if seen is None else busy & seen).exclude(pk__in=people.values("pk"))
    return [*people, *others.order_by("sort_name", "pk")]


def _forgotten_by_seller(user: User) -> tuple[dict[int | None, int], bool]:
    """How many forgotten prospects each seller has; where there are very many prospects, as of a few minutes ago."""
    rows = forgotten_prospects(seen_by=user)
    highest = Prospect.objects.order_by("-pk").values_list("pk", flat=True).first() or 0
    if highest < ALWAYS_COUNTED:
        return _counted(rows), True
    key = f"home.forgotten.{user.scope}.{user.team_id}.{user.pk if user.scope == 'own' else ''}"
    found: dict[int | None, int] | None = cache.get(key)
    if found is None:
        found = _counted(rows)
        cache.set(key, found, COUNTED_EVERY)
    return found, False


def _counted(rows: "QuerySet[Any]") -> dict[int | None, int]:
    return dict(rows.order_by().values("responsible").annotate(count=Count("pk")).values_list("responsible", "count"))


def _summed(projects: SalesProjectQuerySet, column: str) -> dict[int, tuple[int, int]]:
    """How many, and how much in øre, by seller."""
    rows = projects.order_by().values_list("responsible").annotate(Count("pk"), Sum(column))
    return {key: (int(count), int(ore)) for key, count, ore in rows}
