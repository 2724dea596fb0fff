"""What a changed sales project means elsewhere."""

from collections.abc import Collection

from kundebro.history.tracked import StaleWrite
from kundebro.pipeline.models import SalesProject
from kundebro.pipeline.signals import project_changed
from kundebro.prospects.operations.figures import hold_prospects, refresh_figures
from kundebro.users.models import User


def held(project: SalesProject, version: int | None, *, also: Collection[int] = ()) -> SalesProject:
    """The project as it stands, held with its prospect and those it shall belong to; all at once, or two would lock.

    Raises StaleWrite when it is no longer at `version`, or has gone to another prospect meanwhile.
    """
    hold_prospects([project.prospect_id, *also])
    locked = SalesProject.objects.select_for_update(of=("self",)).select_related("stage").get(pk=project.pk)
    if locked.prospect_id != project.prospect_id or version not in (None, locked.version):
        raise StaleWrite(locked)
    return locked


def told(projects: Collection[SalesProject], *, by: User, also: Collection[int] = ()) -> None:
    """Bring the prospects' figures up to date, and let apps above know."""
    owners = {*(project.prospect_id for project in projects), *also}
    told_of([project.pk for project in projects], owners, by=by)


def told_of(projects: Collection[int], prospects: Collection[int], *, by: User) -> None:
    """The same for projects and prospects by their keys."""
    project_changed.send(sender=SalesProject, projects=list(projects), by=by)
    refresh_figures(prospects)
