"""What has moved in the forecast since the beginning of the week."""

from collections.abc import Iterator
from dataclasses import dataclass
from datetime import date, timedelta
from enum import StrEnum
from typing import Final

from django.db.models import Q

from kundebro.core.money import Money
from kundebro.pipeline.choices import Outcome
from kundebro.pipeline.models import ForecastSnapshot, SalesProject, SalesProjectQuerySet, SnapshotLine

SLACK: Final = timedelta(days=1)
"""What was begun before the snapshot and has become visible after it bears a moment from before."""

SHOWN: Final = (
    *("number", "description", "expected_close_on", "quote_ore", "weighted_ore", "closed_on", "outcome"),
    "prospect__name",
)
"""What is told of a project that has moved, and of its company."""


class Kind(StrEnum):
    """What has become of a project, the most telling first."""

    WON = "won"
    LOST = "lost"
    DROPPED = "dropped"
    NEW = "new"
    MONTH = "month"
    AMOUNT = "amount"
    CHANCE = "chance"


@dataclass(frozen=True)
class Move:
    """A project that stands differently now; worth nothing before it was there and after it is closed."""

    project: SalesProject
    kind: Kind
    before: SnapshotLine | None

    @property
    def change(self) -> Money:
        """How much more or less the forecast holds because of it."""
        now = self.project.weighted_ore if self.project.is_open else 0
        return Money(now - (self.before.weighted_ore if self.before else 0))


@dataclass(frozen=True)
class Drift:
    """All moves since a Monday."""

    monday: date
    moves: list[Move]

    @property
    def change(self) -> Money:
        """What it comes to: the sellers' figure now less what it was."""
        return sum((move.change for move in self.moves), Money(0))

    def of(self, kind: Kind) -> list[Move]:
        """The moves of one kind, the largest change first."""
        found = [move for move in self.moves if move.kind == kind]
        return sorted(found, key=lambda move: (-abs(move.change.ore), move.project.pk))


def drift_of(projects: SalesProjectQuerySet) -> Drift | None:
    """What has become of these projects since the latest snapshot; None while there is none."""
    snapshot = ForecastSnapshot.objects.order_by("-monday").first()
    if snapshot is None:
        return None
    since = projects.filter(changed_at__gte=snapshot.taken_at - SLACK)
    touched = list(since.order_by().values_list("pk", flat=True))  # asked by itself, or SQLite reads all projects
    kept = SnapshotLine.objects.filter(snapshot=snapshot, project__among=touched)
    lines = {line.project_id: line for line in kept}
    interesting = Q(closed_on=None) | Q(closed_on__gte=snapshot.monday) | Q(pk__among=list(lines))
    now = SalesProject.objects.filter(interesting, pk__among=touched).select_related("prospect").order_by("pk")
    return Drift(snapshot.monday, list(_moves(now.only(*SHOWN), lines)))


def _moves(now: SalesProjectQuerySet, lines: dict[int, SnapshotLine]) -> Iterator[Move]:
    for project in now:
        before = lines.get(project.pk)
        kind = _kind(project, before)
        if kind is not None:
            yield Move(project, kind, before)


def _kind(project: SalesProject, before: SnapshotLine | None) -> Kind | None:
    """The one thing that is told of the project."""
    if not project.is_open:
        return Kind(Outcome(project.outcome).value)
    if before is None:
        return Kind.NEW
    if _month(project.expected_close_on) != _month(before.expected_close_on):
        return Kind.MONTH
    if project.quote_ore != before.quote_ore:
        return Kind.AMOUNT
    return Kind.CHANCE if project.weighted_ore != before.weighted_ore else None


def _month(day: date | None) -> tuple[int, int] | None:
    return (day.year, day.month) if day else None
