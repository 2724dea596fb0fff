from collections.abc import Collection
from typing import Any

from django.dispatch import receiver

from kundebro.activities.models import Activity
from kundebro.activities.operations.follow_projects import follow_projects
from kundebro.history import rules
from kundebro.pipeline.signals import project_changed
from kundebro.prospects.operations.figures import refresh_figures
from kundebro.users.models import User


@receiver(rules.rows_undone, dispatch_uid="activities.rows_undone")
def rows_undone(rows: rules.Rows, **_kwargs: Any) -> None:
    """What has been put back counts in the prospects' figures as it stands now."""
    for model, keys in rows:
        if model is Activity:
            owners = Activity.objects.filter(pk__among=keys).values_list("prospect_id", flat=True)
            refresh_figures(list(owners))


@receiver(project_changed, dispatch_uid="activities.project_changed")
def project_followed(projects: Collection[int], by: User, **_kwargs: Any) -> None:
    """The day on which a sales project is to be followed up is a task."""
    follow_projects(projects, by=by)
