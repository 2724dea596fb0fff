"""Tells sales projects when what is planned for them is due."""

from collections.abc import Collection
from datetime import date

from django.db.models import Min

from kundebro.activities.models import Activity, ActivityQuerySet
from kundebro.pipeline.models import SalesProject
from kundebro.pipeline.operations import note_follow_ups


def follow_ups_of(projects: Collection[int]) -> ActivityQuerySet:
    """What is planned for the projects on a day without a time."""
    return Activity.objects.movable().filter(sales_project__among=list(projects))


def tell_projects(projects: Collection[int | None]) -> set[int]:
    """Let the projects' day of follow-up be that of what is planned first for them.

    Returns the prospects of those whose day is another now: an appointment may be at the customer that its project has left.
    """
    keys = sorted({key for key in projects if key is not None})
    if not keys:
        return set()
    days: dict[int, date | None] = dict.fromkeys(keys)
    first = follow_ups_of(keys).order_by().values("sales_project").annotate(day=Min("due_on"))
    days.update(first.values_list("sales_project", "day"))
    known = SalesProject.objects.open().filter(pk__among=keys).values_list("pk", "follow_up_on", "prospect_id")
    differing = {pk: owner for pk, day, owner in known if day != days[pk]}
    if differing:
        note_follow_ups({pk: days[pk] for pk in differing})
    return set(differing.values())
