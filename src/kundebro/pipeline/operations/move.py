"""Moves sales projects from stage to stage, and ends them."""

from datetime import date
from typing import Any

from kundebro.history.recorder import recording
from kundebro.pipeline.choices import Outcome
from kundebro.pipeline.models import LostReason, SalesProject, Stage, StageChange
from kundebro.pipeline.operations.figures import held, told
from kundebro.users.models import User


class OutcomeMissing(Exception):
    """A stage that ends the project needs to know how it ended."""


class LostReasonMissing(Exception):
    """A lost project needs a reason."""


def move_project(
    project: SalesProject, stage: Stage, *, on: date, by: User, version: int | None = None, key: str | None = None
) -> SalesProject:
    """Move the project to another open stage; one that was closed is open again.

    The probability follows the stage as long as it is the one the former stage gave. Raises OutcomeMissing for a stage
    that ends projects, and StaleWrite when the project is no longer at `version`.
    """
    with recording("pipeline.move", by=by, about=project, key=key) as record:
        if record.is_repeat:
            return record.result(SalesProject)
        if stage.is_closed:
            raise OutcomeMissing(stage)
        locked = held(project, version)
        locked.closed_on, locked.outcome, locked.lost_reason = None, "", None
        _to_stage(locked, stage, on=on)
        told([locked], by=by)
        return record.returns(locked)


def close_project(  # noqa: PLR0913  how it ended, said in full
    project: SalesProject,
    outcome: Outcome,
    *,
    on: date,
    by: User,
    stage: Stage | None = None,
    lost_reason: LostReason | None = None,
    competitor: str = "",
    version: int | None = None,
    key: str | None = None,
) -> SalesProject:
    """End the project as won, lost or dropped; a lost one needs a reason.

    Raises LostReasonMissing, and StaleWrite when the project is no longer at `version`.
    """
    with recording("pipeline.close", by=by, about=project, key=key) as record:
        if record.is_repeat:
            return record.result(SalesProject)
        if outcome == Outcome.LOST and lost_reason is None:
            raise LostReasonMissing
        locked = held(project, version)
        last: Any = stage or Stage.objects.filter(is_closed=True, is_active=True).order_by("position", "pk").first()
        locked.closed_on, locked.outcome, locked.lost_reason = on, outcome, lost_reason
        locked.competitor = competitor or locked.competitor
        _to_stage(locked, last or locked.stage, on=on)
        told([locked], by=by)
        return record.returns(locked)


def _to_stage(project: SalesProject, stage: Stage, *, on: date) -> None:
    before = project.stage
    if before.pk != stage.pk:
        if project.probability_hundredths == before.probability_hundredths and not stage.is_closed:
            project.probability_hundredths = stage.probability_hundredths
        project.stage, project.stage_since = stage, on
        StageChange(project=project, before=before, after=stage, changed_on=on).save()
    project.save()
