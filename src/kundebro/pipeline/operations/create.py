"""New sales projects."""

from collections.abc import Mapping
from typing import Any

from django.db import IntegrityError, transaction
from django.utils import timezone

from kundebro.history.recorder import recording
from kundebro.pipeline.models import SalesProject, Stage, StageChange
from kundebro.pipeline.numbers import next_number
from kundebro.pipeline.operations.change import check_contact
from kundebro.pipeline.operations.figures import told
from kundebro.prospects.models import Prospect
from kundebro.users.models import User


class ProjectNumberTaken(Exception):
    """Another sales project has the number."""

    def __init__(self, number: str, project: SalesProject) -> None:
        super().__init__(number)
        self.number = number
        self.project = project


def create_project(prospect: Prospect, values: Mapping[str, Any], *, by: User, key: str | None = None) -> SalesProject:
    """Open a sales project; number, date, seller and stage are proposed where nothing is said.

    An amount without a probability takes the stage's. Raises ProjectNumberTaken and BelongsElsewhere.
    """
    with recording("pipeline.create", by=by, about=prospect, key=key) as record:
        if record.is_repeat:
            return record.result(SalesProject)
        today = timezone.localdate(record.at)
        stage: Any = (
            values.get("stage") or Stage.objects.filter(is_active=True, is_closed=False).order_by("position", "pk")[0]
        )
        project = SalesProject(
            **{
                "date": today,
                "time": timezone.localtime(record.at).time().replace(second=0, microsecond=0),
                "responsible": by,
                **{name: value for name, value in values.items() if value is not None},
                "number": values.get("number") or next_number(),
                "prospect": prospect,
                "stage": stage,
                "stage_since": values.get("date") or today,
            }
        )
        if project.quote_ore is not None and project.probability_hundredths is None:
            project.probability_hundredths = stage.probability_hundredths
        check_contact(project)
        save_under_own_number(project)
        StageChange(project=project, after=stage, changed_on=project.stage_since).save()
        told([project], by=by)
        return record.returns(project)


def save_under_own_number(project: SalesProject) -> None:
    """Save the project; raises ProjectNumberTaken with the project that has its number."""
    try:
        with transaction.atomic():
            project.save()
    except IntegrityError:
        holder = SalesProject.objects.numbered(project.number).exclude(pk=project.pk).first()
        if holder is None:
            raise
        raise ProjectNumberTaken(project.number, holder) from None
