"""The prospect's next follow-up, typed as a date on a card, in a list or in a file, is an activity."""

from collections.abc import Collection, Iterable, Mapping
from datetime import date

from django.utils.translation import gettext as _

from kundebro.activities.models import Activity, ActivityQuerySet
from kundebro.activities.operations.create import place_on, plan_tasks
from kundebro.activities.queries.figures import next_step_of
from kundebro.activities.signals import activity_changed
from kundebro.history.recorder import Recording, recording
from kundebro.history.tracked import save_many
from kundebro.prospects.models import Prospect
from kundebro.prospects.operations.figures import hold_prospects, refresh_figures
from kundebro.users.models import User


def follow_up_prospects(days: Mapping[int, date | None], *, by: User) -> None:
    """Let each prospect be followed up on its day, or on none, in the changeset under way; a few queries for all of them.

    The first follow-up planned is moved, or given up when there shall be none; where none is planned, a task is. What
    has a time of day is an appointment, and what belongs to a sales project is moved there: both stay as they are.
    """
    with recording("activities.follow-up", by=by) as record:
        hold_prospects(days)
        waiting = _first_of(follow_ups(days))
        _move(waiting, days, record)
        new = {pk: day for pk, day in days.items() if day is not None and pk not in waiting}
        made = _plan(new, by=by)
        activity_changed.send(sender=Activity, activities=[*(row.pk for row in waiting.values()), *made])
        refresh_figures(_changed(days))


def follow_ups(prospects: Iterable[int]) -> ActivityQuerySet:
    """What is planned for the prospects on a day without a time, and not for a sales project."""
    return Activity.objects.movable().filter(prospect__among=list(prospects), sales_project=None)


def _first_of(planned: ActivityQuerySet) -> dict[int, Activity]:
    """By prospect, the one that comes first."""
    found: dict[int, Activity] = {}
    for activity in planned.select_for_update(of=("self",)).order_by("due_on", "pk"):
        found.setdefault(activity.prospect_id, activity)
    return found


def _move(waiting: Mapping[int, Activity], days: Mapping[int, date | None], record: Recording) -> None:
    for prospect, activity in waiting.items():
        if (day := days[prospect]) is None:
            activity.cancelled_at = record.at
        else:
            place_on(activity, day)
    save_many(list(waiting.values()))


def _plan(days: Mapping[int, date], *, by: User) -> list[int]:
    """A task for each prospect on its day, for whoever is responsible of it."""
    if not days:
        return []
    subject = _("Follow up")
    responsible = dict(Prospect._base_manager.filter(pk__among=list(days)).values_list("pk", "responsible_id"))
    return plan_tasks(
        {"prospect_id": pk, "responsible_id": responsible[pk] or by.pk, "subject": subject, "date": day}
        for pk, day in days.items()
    )


def _changed(prospects: Collection[int]) -> list[int]:
    """Those whose stored next follow-up is not what it is worked out to: a new prospect is stored with it."""
    rows = Prospect._base_manager.filter(pk__among=list(prospects)).annotate(truth=next_step_of())
    told = rows.order_by("pk").values_list("pk", "next_follow_up_on", "truth")
    return [pk for pk, stored, truth in told if stored != truth]
