from collections.abc import Collection, Mapping
from datetime import date
from typing import Any

from django.dispatch import receiver

from kundebro.activities.models import Activity
from kundebro.activities.operations.follow_projects import follow_projects
from kundebro.activities.operations.follow_up import follow_up_prospects
from kundebro.history import rules
from kundebro.history.models import Changeset
from kundebro.pipeline.signals import project_changed
from kundebro.prospects.operations.figures import refresh_figures
from kundebro.prospects.queries.behind import prospects_behind
from kundebro.prospects.signals import follow_up_wanted
from kundebro.users.models import User


@receiver(follow_up_wanted, dispatch_uid="activities.follow_up_wanted")
def follow_up_planned(days: Mapping[int, date | None], by: User, **_kwargs: Any) -> None:
    """The day typed on a prospect is a task."""
    follow_up_prospects(days, by=by)


@receiver(project_changed, dispatch_uid="activities.project_changed")
def project_followed(projects: Collection[int], by: User, **_kwargs: Any) -> None:
    """The day on which a sales project is to be followed up is a task."""
    follow_projects(projects, by=by)


@receiver(rules.rows_undone, dispatch_uid="activities.rows_undone")
def rows_undone(rows: rules.Rows, undone: Changeset, **_kwargs: Any) -> None:
    """What has been put back counts in the prospects' figures as it stands now."""
    for model, keys in rows:
        if model is Activity:
            refresh_figures(prospects_behind(Activity, keys, undone=undone))
