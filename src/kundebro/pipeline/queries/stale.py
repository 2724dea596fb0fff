"""Sales projects that stand still."""

from datetime import date, timedelta
from typing import Any

from django.db.models import Q

from kundebro.pipeline.models import SalesProjectQuerySet, Stage


def stale(projects: SalesProjectQuerySet, *, today: date) -> SalesProjectQuerySet:
    """The open ones of these projects that have stood in their stage longer than the stage says is long."""
    stages: Any = Stage.objects.filter(is_closed=False, ages_after_days__isnull=False)
    too_long = Q(pk__in=[])
    for stage in stages:
        too_long |= Q(stage=stage.pk, stage_since__lt=today - timedelta(days=stage.ages_after_days))
    return projects.open().filter(too_long)
