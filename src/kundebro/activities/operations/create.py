"""New activities: planned, or noted down afterwards."""

from collections.abc import Collection, Iterable, Mapping
from datetime import date
from typing import Any, Final
from uuid import uuid4

from django.utils import timezone

from kundebro.activities.choices import Kind
from kundebro.activities.models import Activity, ActivityType
from kundebro.activities.operations.mentions import tell_mentioned
from kundebro.activities.operations.project_days import tell_projects
from kundebro.activities.operations.tell import tell_responsible
from kundebro.activities.recurrence import check_rule
from kundebro.activities.rich_text import cleaned
from kundebro.activities.signals import activity_changed
from kundebro.history.recorder import Recording, recording
from kundebro.history.tracked import StaleWrite, insert_many
from kundebro.prospects.models import Prospect, ProspectQuerySet
from kundebro.prospects.operations.belonging import BelongsElsewhere
from kundebro.prospects.operations.figures import hold_prospects, refresh_figures
from kundebro.users.models import User

MANY: Final = frozenset({"contacts"})


def create_activity(
    prospect: Prospect, values: Mapping[str, Any], *, by: User, is_done: bool = False, key: str | None = None
) -> Activity:
    """Plan an activity, or note one that has been; the responsible is whoever does it unless another is named.

    Raises BelongsElsewhere, and ValidationError for a note or a rule that cannot be kept.
    """
    with recording("activities.create", by=by, about=prospect, key=key) as record:
        if record.is_repeat:
            return record.result(Activity)
        activity = made(prospect, values, record=record, by=by, is_done=is_done)
        settled([activity])
        tell_mentioned(activity, by=by, now=record.at)
        tell_responsible([activity], by=by, now=record.at)
        return record.returns(activity)


def create_activities(
    prospects: ProspectQuerySet, values: Mapping[str, Any], *, by: User, key: str | None = None
) -> int:
    """Plan the same activity for many prospects, each for its own responsible unless one is named."""
    with recording("activities.create-many", by=by, key=key) as record:
        if record.is_repeat:
            return record.changeset.change_count
        rows = list(prospects.select_related("responsible").order_by("pk"))
        activities = [made(row, {"responsible": row.responsible, **values}, record=record, by=by) for row in rows]
        settled(activities)
        tell_responsible(activities, by=by, now=record.at)
        return len(activities)


def usual_type(kind: Kind) -> ActivityType:
    """The first type in use that stands for the kind."""
    found: Any = ActivityType.objects.filter(kind=kind).order_by("-is_active", "position", "pk")
    return found[0]  # type: ignore[no-any-return]


def plan_tasks(rows: Iterable[Mapping[str, Any]]) -> list[int]:
    """Store many tasks given by column in the changeset under way; figures are the caller's business."""
    task = usual_type(Kind.TASK).pk
    return insert_many(Activity, [{**row, "activity_type_id": task, "uid": uuid4()} for row in rows])


def place_on(activity: Activity, day: date) -> None:
    """Let the open activity be due on the day."""
    if activity.follow_up_on is not None and (activity.date is None or activity.date <= day):
        activity.follow_up_on = day
    else:
        activity.date, activity.follow_up_on = day, None
    if activity.repeats:
        activity.repeats_since = activity.repeats_since or day


def made(
    prospect: Prospect, values: Mapping[str, Any], *, record: Recording, by: User, is_done: bool = False
) -> Activity:
    """Store a new activity in the changeset under way; figures are the caller's business."""
    given = {name: value for name, value in values.items() if name not in MANY}
    activity = Activity(**{**given, "prospect": prospect, "responsible": given.get("responsible") or by})
    if is_done:
        moment = timezone.localtime(record.at)
        activity.done_at = record.at
        if activity.date is None:
            activity.date, activity.time = (
                moment.date(),
                activity.time or moment.time().replace(second=0, microsecond=0),
            )
    activity.note = cleaned(activity.note)
    if activity.repeats:
        check_rule(activity.repeats)
        activity.repeats_since = activity.repeats_since or activity.date or timezone.localdate(record.at)
    contacts = list(values.get("contacts", ()))
    check_whereabouts(activity, contacts)
    activity.save()
    if contacts:
        activity.set_many("contacts", [contact.pk for contact in contacts])
    return activity


def held(activity: Activity, *, also: Collection[int] = ()) -> Activity:
    """The activity as it stands, held with its prospect and those it shall belong to; all at once, or two would lock.

    Raises StaleWrite when it has gone to another prospect meanwhile.
    """
    hold_prospects([activity.prospect_id, *also])
    row = Activity.objects.select_for_update().get(pk=activity.pk)
    if row.prospect_id != activity.prospect_id:
        raise StaleWrite(row)
    return row


def check_whereabouts(activity: Activity, contacts: Iterable[Any]) -> None:
    """Raise BelongsElsewhere unless contacts and sales project are the prospect's."""
    if any(contact.prospect_id != activity.prospect_id for contact in contacts):
        raise BelongsElsewhere
    project = activity.sales_project
    if project is not None and project.prospect_id != activity.prospect_id:
        raise BelongsElsewhere


def settled(
    activities: Collection[Activity], *, also: Collection[int] = (), projects: Collection[int | None] = ()
) -> None:
    """Bring the projects' days and the prospects' figures up to date, and let apps above know."""
    owners = tell_projects([*(activity.sales_project_id for activity in activities), *projects])
    activity_changed.send(sender=Activity, activities=[activity.pk for activity in activities])
    refresh_figures({*(activity.prospect_id for activity in activities), *also, *owners})
