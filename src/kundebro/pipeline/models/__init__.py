"""Sales projects on their way from prospect to order."""

from kundebro.pipeline.models.codes import LostReason, Stage
from kundebro.pipeline.models.sales_project import SalesProject, SalesProjectQuerySet, StageChange

__all__ = ["LostReason", "SalesProject", "SalesProjectQuerySet", "Stage", "StageChange"]
