"""Questions over sales projects."""

from kundebro.pipeline.queries.board import Deal, Lane, board_of
from kundebro.pipeline.queries.drift import Drift, Move, drift_of
from kundebro.pipeline.queries.figures import quotes_of, value_of
from kundebro.pipeline.queries.filters import ProjectFilter
from kundebro.pipeline.queries.forecast import Forecast, forecast_of, stage_rates
from kundebro.pipeline.queries.lists import (
    SORTS,
    Sums,
    count_of,
    matching_projects,
    project_page,
    projects_of,
    stage_history,
    sums_of,
)
from kundebro.pipeline.queries.stale import stale
from kundebro.pipeline.queries.targets import targets_by_month, targets_by_seller, won_by_month

__all__ = [
    "SORTS",
    "Deal",
    "Drift",
    "Forecast",
    "Lane",
    "Move",
    "ProjectFilter",
    "Sums",
    "board_of",
    "count_of",
    "drift_of",
    "forecast_of",
    "matching_projects",
    "project_page",
    "projects_of",
    "quotes_of",
    "stage_history",
    "stage_rates",
    "stale",
    "sums_of",
    "targets_by_month",
    "targets_by_seller",
    "value_of",
    "won_by_month",
]
