"""The board: open sales projects by stage, with sums."""

from collections.abc import Iterable
from dataclasses import dataclass, field
from datetime import date
from typing import Any, Final, NamedTuple

from kundebro.core.money import Money
from kundebro.pipeline.models import SalesProjectQuerySet, Stage


class Deal(NamedTuple):
    """What a card on the board shows of an open sales project: values, for hundreds of records are slow to make."""

    pk: int
    number: str
    description: str
    version: int
    stage_id: int
    stage_since: date
    quote_ore: int | None
    weighted_ore: int
    expected_close_on: date | None
    company: str
    seller: str
    initials: str

    def __str__(self) -> str:
        return f"{self.number} {self.description}"


READ: Final = (
    *("pk", "number", "description", "version", "stage_id", "stage_since", "quote_ore", "weighted_ore"),
    *("expected_close_on", "prospect__name", "responsible__name", "responsible__initials"),
)
"""The columns of a deal, in its order."""


@dataclass
class Lane:
    """A stage with its projects, those expected to close first on top."""

    stage: Stage
    projects: list[Deal] = field(default_factory=list)

    @property
    def quoted(self) -> Money:
        """The sum of what is quoted."""
        return Money(sum(project.quote_ore or 0 for project in self.projects))

    @property
    def weighted(self) -> Money:
        """The sum of what that is worth."""
        return Money(sum(project.weighted_ore for project in self.projects))

    @property
    def takes_cards(self) -> bool:
        """Whether projects may be moved here; a stage out of use, or one that ends projects, only lets go of them."""
        return self.stage.is_active and not self.stage.is_closed

    def stale(self, today: date) -> Iterable[Deal]:
        """The projects that have stood here longer than the stage says is long."""
        limit = self.stage.ages_after_days
        return [each for each in self.projects if limit is not None and (today - each.stage_since).days > limit]


def board_of(projects: SalesProjectQuerySet) -> list[Lane]:
    """The open ones of these projects in the lanes of their stages; two questions, however many there are."""
    stages: Any = Stage.objects.order_by("position", "name", "pk")
    lanes = {stage.pk: Lane(stage) for stage in stages}
    for row in projects.open().order_by("close_sort", "pk").values_list(*READ):
        deal = Deal(*row)
        lanes[deal.stage_id].projects.append(deal)
    return [lane for lane in lanes.values() if lane.takes_cards or lane.projects]
