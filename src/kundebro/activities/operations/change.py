"""Corrects, moves and deletes activities."""

from collections.abc import Mapping
from datetime import date
from typing import Any

from kundebro.activities.models import Activity, ActivityQuerySet, Document
from kundebro.activities.operations.create import (
    MANY,
    check_whereabouts,
    held,
    place_on,
    settled,
)
from kundebro.activities.operations.mentions import tell_mentioned
from kundebro.activities.operations.tell import tell_responsible
from kundebro.activities.recurrence import check_rule
from kundebro.activities.rich_text import cleaned
from kundebro.history.recorder import recording
from kundebro.history.tracked import StaleWrite, save_many
from kundebro.prospects.operations.figures import hold_prospects
from kundebro.users.models import User


def change_activity(
    activity: Activity, values: Mapping[str, Any], *, by: User, version: int | None = None, key: str | None = None
) -> Activity:
    """Give the activity new values for some fields; raises StaleWrite when it is no longer at `version`."""
    with recording("activities.change", by=by, about=activity, key=key) as record:
        if record.is_repeat:
            return record.result(Activity)
        customer = values.get("prospect")
        locked = held(activity, also=[customer.pk] if customer else [])
        if version is not None and locked.version != version:
            raise StaleWrite(locked)
        was_of, was_for, was_whose = locked.prospect_id, locked.sales_project_id, locked.responsible_id
        _take_on(locked, values)
        contacts = list(values["contacts"] if "contacts" in values else locked.contacts.all())
        if values.keys() & {"prospect", "sales_project", *MANY}:
            check_whereabouts(locked, contacts)
        locked.save()
        if "contacts" in values:
            locked.set_many("contacts", [contact.pk for contact in contacts])
        settled([locked], also=[was_of], projects=[was_for])
        if "note" in values:
            tell_mentioned(locked, by=by, now=record.at)
        if locked.responsible_id != was_whose:
            tell_responsible([locked], by=by, now=record.at)
        return record.returns(locked)


def _take_on(row: Activity, values: Mapping[str, Any]) -> None:
    for name, value in values.items():
        if name not in MANY:
            setattr(row, name, value)
    if "note" in values:
        row.note = cleaned(row.note)
    if "repeats" in values:
        if row.repeats:
            check_rule(row.repeats)
        row.repeats_since = (row.date or row.repeats_since) if row.repeats else None


def move_activities(activities: ActivityQuerySet, *, to: date, by: User, key: str | None = None) -> int:
    """Let all of them that are open be due on the day; returns how many moved."""
    with recording("activities.move", by=by, key=key) as record:
        if record.is_repeat:
            return record.changeset.change_count
        held_ones = sorted(set(activities.open().values_list("prospect_id", flat=True)))
        hold_prospects(held_ones)
        rows = list(activities.open().filter(prospect__among=held_ones).select_for_update().order_by("pk"))
        for row in rows:
            place_on(row, to)
        moved = save_many(rows)
        settled(rows)
        return moved


def delete_activity(activity: Activity, *, by: User, key: str | None = None) -> None:
    """Take the activity away; Fortryd brings it back."""
    with recording("activities.delete", by=by, about=activity.prospect, key=key) as record:
        if record.is_repeat:
            return
        row = held(activity)
        row.next_steps.update(follows=None)
        Document.objects.filter(activity=row).update(activity=None)
        row.delete()
        settled([], also=[row.prospect_id], projects=[row.sales_project_id])
