"""Sales projects that stand still."""

from collections.abc import Iterable
from datetime import date, timedelta
from typing import Any

from django.db.models import Q

from kundebro.pipeline.models import SalesProjectQuerySet, Stage


def stale(
    projects: SalesProjectQuerySet, *, today: date, stages: Iterable[Stage] | None = None
) -> SalesProjectQuerySet:
    """The open ones of these projects that have stood in their stage longer than the stage says is long."""
    known: Any = Stage.objects.all() if stages is None else stages
    too_long = Q(pk__in=[])
    for stage in (each for each in known if not each.is_closed and each.ages_after_days is not None):
        too_long |= Q(stage=stage.pk, stage_since__lt=today - timedelta(days=stage.ages_after_days))
    return projects.open().filter(too_long)
