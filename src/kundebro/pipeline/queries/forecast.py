"""Prognose: what the open sales projects may bring, month by month and by whoever one asks for."""

from collections.abc import Callable, Iterable
from dataclasses import dataclass
from datetime import date
from typing import Any, Final

from django.db.models import Count, Q

from kundebro.pipeline.calibration import Chance, Outlook, Record, calibrated, outlook
from kundebro.pipeline.choices import Outcome
from kundebro.pipeline.models import SalesProjectQuerySet, Stage, StageChange

BY: Final[dict[str, str]] = {
    "month": "expected_close_on",
    "seller": "responsible__name",
    "team": "responsible__team__name",
    "stage": "stage__name",
    "source": "source__name",
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
    ended = StageChange.objects.exclude(project__closed_on=None).order_by().values("after")
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
    """What the open ones of these projects may bring, by one of `BY`; undated and unnamed ones come last."""
    rates = stage_rates()
    groups: dict[Any, list[Chance]] = {}
    quoted = projects.open().exclude(quote_ore=None).order_by()
    for key, quote, stage, probability in quoted.values_list(BY[by], "quote_ore", "stage", "probability_hundredths"):
        groups.setdefault(_month(key) if by == "month" else key, []).append(Chance(quote, stage, probability or 0))
    order: Callable[[Any], Any] = lambda key: (key is None, key if key is not None else "")  # noqa: E731  a key, not a deed
    rows = [Row(key, outlook(groups[key], rates=rates)) for key in sorted(groups, key=order)]
    return Forecast(rows, outlook(_all(groups.values()), rates=rates))


def _month(day: date | None) -> date | None:
    return day.replace(day=1) if day else None


def _all(groups: Iterable[list[Chance]]) -> list[Chance]:
    return [chance for group in groups for chance in group]


__all__ = ["BY", "Forecast", "Row", "forecast_of", "stage_rates"]
