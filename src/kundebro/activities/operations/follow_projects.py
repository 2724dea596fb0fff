"""The follow-up of a sales project is an activity: the day typed on the project plans it, and it says the project's day."""

from collections.abc import Collection
from typing import Final

from django.utils.translation import gettext as _

from kundebro.activities.models import Activity
from kundebro.activities.operations.create import place_on, plan_tasks
from kundebro.activities.operations.project_days import follow_ups_of, tell_projects
from kundebro.activities.signals import activity_changed
from kundebro.history.recorder import Recording, recording
from kundebro.history.tracked import save_many
from kundebro.pipeline.models import SalesProject
from kundebro.prospects.operations.figures import refresh_figures
from kundebro.users.models import User

LONGEST: Final = 200


def follow_projects(projects: Collection[int], *, by: User) -> None:
    """Plan what the projects' days ask for, in the changeset under way; a few queries for all of them.

    The first follow-up planned is moved to the day, or given up where there is none; where none is planned, a task is.
    What has a time of day is an appointment and stays as it is. A project that has ended needs no follow-up of ours.
    Whoever calls brings the figures of the projects' prospects up to date.
    """
    wanted = SalesProject.objects.in_bulk(list(projects))
    with recording("activities.follow-up", by=by) as record:
        planned = list(follow_ups_of(wanted).select_for_update(of=("self",)).order_by("due_on", "pk"))
        owners = {activity.prospect_id for activity in planned}
        first: dict[int | None, Activity] = {}
        for activity in planned:
            project = wanted[activity.sales_project_id or 0]
            _let_belong(activity, project)
            if first.setdefault(project.pk, activity) is activity:
                _let_follow(activity, project, record)
        moved = [activity for activity in planned if activity.changes()]
        save_many(moved)
        made = _plan([each for pk, each in wanted.items() if each.is_open and each.follow_up_on and pk not in first])
        if moved or made:
            activity_changed.send(sender=Activity, activities=[*(each.pk for each in moved), *made])
            tell_projects(list(wanted))
        refresh_figures(owners - {project.prospect_id for project in wanted.values()})


def _let_belong(activity: Activity, project: SalesProject) -> None:
    """A project that has gone to another customer takes along what is planned for it, but not that one's people."""
    if activity.prospect_id != project.prospect_id:
        activity.set_many("contacts", [])
        activity.prospect_id = project.prospect_id


def _let_follow(activity: Activity, project: SalesProject, record: Recording) -> None:
    """The day on the project is that of the activity, which is given up when the project has none or has ended."""
    if not project.is_open:
        if activity.subject == _subject(project):
            activity.cancelled_at = record.at
    elif project.follow_up_on is None:
        activity.cancelled_at = record.at
    elif project.follow_up_on != activity.due_on:
        place_on(activity, project.follow_up_on)


def _plan(projects: Collection[SalesProject]) -> list[int]:
    """A task for each project's seller on its day."""
    if not projects:
        return []
    return plan_tasks(
        {
            "prospect_id": project.prospect_id,
            "sales_project_id": project.pk,
            "responsible_id": project.responsible_id,
            "subject": _subject(project),
            "date": project.follow_up_on,
        }
        for project in projects
    )


def _subject(project: SalesProject) -> str:
    return (_("Follow up: %(project)s") % {"project": project.description})[:LONGEST]
