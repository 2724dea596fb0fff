"""The board: open sales projects by stage, with sums."""

from collections.abc import Iterable
from dataclasses import dataclass, field
from datetime import date
from typing import Any

from kundebro.core.money import Money
from kundebro.pipeline.models import SalesProject, SalesProjectQuerySet, Stage


@dataclass
class Lane:
    """A stage with its projects, those expected to close first on top."""

    stage: Stage
    projects: list[SalesProject] = field(default_factory=list)

    @property
    def quoted(self) -> Money:
        """The sum of what is quoted."""
        return Money(sum(project.quote_ore or 0 for project in self.projects))

    @property
    def weighted(self) -> Money:
        """The sum of what that is worth."""
        return Money(sum(project.weighted_ore for project in self.projects))

    def stale(self, today: date) -> Iterable[SalesProject]:
        """The projects that have stood here longer than the stage says is long."""
        limit = self.stage.ages_after_days
        return [each for each in self.projects if limit is not None and (today - each.stage_since).days > limit]


def board_of(projects: SalesProjectQuerySet) -> list[Lane]:
    """The open ones of these projects in the lanes of their stages; two questions, however many there are."""
    stages: Any = Stage.objects.filter(is_closed=False)
    lanes = {stage.pk: Lane(stage) for stage in stages.order_by("position", "name", "pk")}
    shown = projects.open().select_related("prospect", "responsible")
    for project in shown.order_by("expected_close_on", "pk"):
        lanes[project.stage_id].projects.append(project)
    return [lane for lane in lanes.values() if lane.stage.is_active or lane.projects]
