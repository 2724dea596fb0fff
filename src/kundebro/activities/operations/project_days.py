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


def tell_projects(projects: Collection[int | None]) -> None:
    """Let the projects' day of follow-up be that of what is planned first for them."""
    keys = sorted({key for key in projects if key is not None})
    if not keys:
        return
    days: dict[int, date | None] = dict.fromkeys(keys)
    first = follow_ups_of(keys).order_by().values("sales_project").annotate(day=Min("due_on"))
    days.update(first.values_list("sales_project", "day"))
    known = SalesProject.objects.open().filter(pk__among=keys).values_list("pk", "follow_up_on")
    if differing := {pk: days[pk] for pk, day in known if day != days[pk]}:
        note_follow_ups(differing)
