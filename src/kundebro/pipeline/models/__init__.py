"""Sales projects on their way from prospect to order."""

from kundebro.pipeline.models.codes import LostReason, Stage
from kundebro.pipeline.models.forecast import ForecastSnapshot, SalesTarget, SnapshotLine
from kundebro.pipeline.models.sales_project import SalesProject, SalesProjectQuerySet, StageChange

__all__ = [
    "ForecastSnapshot",
    "LostReason",
    "SalesProject",
    "SalesProjectQuerySet",
    "SalesTarget",
    "SnapshotLine",
    "Stage",
    "StageChange",
]
