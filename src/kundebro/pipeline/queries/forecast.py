"""Prognose: what the open sales projects may bring, month by month and by whoever one asks for."""

from collections.abc import Callable, Iterable, Iterator
from dataclasses import dataclass
from datetime import date
from typing import Any, Final

from django.db.models import Count, FloatField, Q, Sum
from django.db.models.functions import Cast

from kundebro.pipeline.calibration import Outlook, Pile, Record, calibrated, outlook
from kundebro.pipeline.choices import Outcome
from kundebro.pipeline.models import SalesProject, SalesProjectQuerySet, Stage, StageChange
from kundebro.pipeline.models.sales_project import UNDATED
from kundebro.prospects.models import LeadSource
from kundebro.users.models import User

REMEMBERED: Final = 2000
"""So many ended projects, the latest ones, say how likely a stage leads to an order: what was long ago fades."""

HUNDRED: Final = 100
BY: Final[dict[str, str]] = {
    "month": "close_sort",
    "seller": "responsible",
    "team": "responsible",
    "stage": "stage",
    "source": "source",
}


@dataclass(frozen=True)
class Row:
    """One month, seller, team, stage or source; None where the projects say nothing of it."""

    key: Any
    outlook: Outlook


@dataclass(frozen=True)
class Forecast:
    """The rows in their order, and all of them together."""

    rows: list[Row]
    total: Outlook


def stage_rates() -> dict[int, int]:
    """The calibrated probability of each stage, in hundredths of a percent, from how the projects that were there ended."""
    latest = SalesProject.objects.closed().order_by("-closed_on", "-pk").values("pk")[:REMEMBERED]
    ended = StageChange.objects.filter(project__in=latest).order_by().values("after")
    won = Count("project", distinct=True, filter=Q(project__outcome=Outcome.WON))
    records = {
        row["after"]: Record(row["won"], row["ended"])
        for row in ended.annotate(won=won, ended=Count("project", distinct=True))
    }
    stages: Any = Stage.objects.all()
    return {
        stage.pk: calibrated(records.get(stage.pk, Record(0, 0)), expected_hundredths=stage.probability_hundredths)
        for stage in stages
    }


def forecast_of(projects: SalesProjectQuerySet, *, by: str = "month") -> Forecast:
    """What the open ones of these projects may bring, by one of `BY`; undated and unnamed ones come last.

    The database adds up; what comes here is one pile for each stage in each row, however many projects there are.
    """
    rates, name_of = stage_rates(), _names(by)
    sums: dict[Any, dict[int, list[int]]] = {}
    for stage, key, *more in _sums(projects, by):
        of_stage = sums.setdefault(name_of(key), {}).setdefault(stage, [0, 0, 0, 0])
        for place, number in enumerate(more):
            of_stage[place] += int(number)
    groups = {key: [Pile(stage, *found) for stage, found in of_row.items()] for key, of_row in sums.items()}
    order: Callable[[Any], Any] = lambda key: (key is None, key if key is not None else "")  # noqa: E731  a key, not a deed
    rows = [Row(key, outlook(groups[key], rates=rates)) for key in sorted(groups, key=order)]
    return Forecast(rows, outlook(_all(groups.values()), rates=rates))


def _sums(projects: SalesProjectQuerySet, by: str) -> Iterator[tuple[Any, ...]]:
    """A stage, what tells the rows apart, and of the projects in both: count, Σ amount, Σ value, Σ amount².

    The index holds the stages with their days in this order, so nothing has to be sorted to be added up by months.
    """
    amount = Cast("quote_ore", FloatField())  # whole øre; a square leaves the range of the databases' integers
    quoted = projects.open().exclude(quote_ore=None).order_by()
    found = quoted.values_list(*dict.fromkeys(("stage", BY[by]))).annotate(
        Count("pk"), Sum("quote_ore"), Sum("weighted_ore"), squares=Sum(amount * amount)
    )
    for stage, *more in found:
        yield (stage, stage, *more) if by == "stage" else (stage, *more)


def _names(by: str) -> Callable[[Any], Any]:
    """How a key of the database becomes what the row is called."""
    if by == "month":
        return lambda day: None if day == UNDATED else date(day // 10_000, day // HUNDRED % HUNDRED, 1)
    named: Any = {
        "seller": User.objects.values_list("pk", "name"),
        "team": User.objects.values_list("pk", "team__name"),
        "stage": Stage.objects.values_list("pk", "name"),
        "source": LeadSource.objects.values_list("pk", "name"),
    }[by]
    return dict(named).get


def _all(groups: Iterable[list[Pile]]) -> list[Pile]:
    return [pile for group in groups for pile in group]


__all__ = ["BY", "Forecast", "Row", "forecast_of", "stage_rates"]
