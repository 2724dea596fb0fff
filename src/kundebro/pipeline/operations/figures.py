"""What a changed sales project means elsewhere."""

from collections.abc import Collection

from kundebro.pipeline.models import SalesProject
from kundebro.pipeline.signals import project_changed
from kundebro.prospects.operations.figures import refresh_figures
from kundebro.users.models import User


def told(projects: Collection[SalesProject], *, by: User, also: Collection[int] = ()) -> None:
    """Bring the prospects' figures up to date, and let apps above know."""
    owners = {*(project.prospect_id for project in projects), *also}
    told_of([project.pk for project in projects], owners, by=by)


def told_of(projects: Collection[int], prospects: Collection[int], *, by: User) -> None:
    """The same for projects and prospects by their keys."""
    project_changed.send(sender=SalesProject, projects=list(projects), by=by)
    refresh_figures(prospects)
