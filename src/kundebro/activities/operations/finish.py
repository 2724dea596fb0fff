"""Færdig → hvad er næste?: an activity ends, and the next one stands ready."""

from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import date
from typing import Any

from django.utils import timezone

from kundebro.activities.models import Activity
from kundebro.activities.operations.create import held, made, settled
from kundebro.activities.operations.mentions import tell_mentioned
from kundebro.activities.operations.tell import tell_responsible
from kundebro.activities.recurrence import next_day
from kundebro.activities.rich_text import cleaned
from kundebro.history.recorder import Recording, recording
from kundebro.history.tracked import StaleWrite
from kundebro.users.models import User


class NotOpen(Exception):
    """The activity has been done or given up before."""


@dataclass(frozen=True)
class NextStep:
    """What is to be done next: type, day and subject, and whatever else an activity may have."""

    values: Mapping[str, Any] = field(default_factory=dict)


def finish_activity(  # noqa: PLR0913  how it went, said in full
    activity: Activity,
    *,
    by: User,
    values: Mapping[str, Any] | None = None,
    next_step: NextStep | None = None,
    reason: str = "",
    version: int | None = None,
    key: str | None = None,
) -> Activity:
    """Note that the activity is done; the next step, if there is one, is planned in the same breath.

    `reason` says why nothing comes next. What repeats stands ready for its next day as well. Returns what was finished.
    Raises NotOpen, and StaleWrite when the activity is no longer at `version`.
    """
    with recording("activities.finish", by=by, about=activity, key=key, reason=reason) as record:
        if record.is_repeat:
            return record.result(Activity)
        row = _locked(activity, version)
        for name, value in (values or {}).items():
            setattr(row, name, value)
        row.note = cleaned(row.note)
        row.done_at = record.at
        row.date = row.date if row.date and row.date <= _today(record) else _today(record)
        row.time = row.time if row.date == activity.date else None
        row.follow_up_on = None
        row.save()
        following = [
            made(row.prospect, _next(row, step), record=record, by=by) for step in _steps(row, next_step, record)
        ]
        settled([row, *following])
        if "note" in (values or {}):
            tell_mentioned(row, by=by, now=record.at)
        passed_on = [step for step in following if step.responsible_id != row.responsible_id]
        tell_responsible(passed_on, by=by, now=record.at)
        return record.returns(row)


def cancel_activity(
    activity: Activity, *, by: User, reason: str = "", version: int | None = None, key: str | None = None
) -> Activity:
    """Give the activity up: it is kept, but no longer to be done. Raises NotOpen and StaleWrite."""
    with recording("activities.cancel", by=by, about=activity, key=key, reason=reason) as record:
        if record.is_repeat:
            return record.result(Activity)
        row = _locked(activity, version)
        row.cancelled_at = record.at
        row.save()
        settled([row])
        return record.returns(row)


def reopen_activity(activity: Activity, *, by: User, key: str | None = None) -> Activity:
    """Let an activity that was done or given up be open again."""
    with recording("activities.reopen", by=by, about=activity, key=key) as record:
        if record.is_repeat:
            return record.result(Activity)
        row = held(activity)
        row.done_at = row.cancelled_at = None
        row.save()
        settled([row])
        return record.returns(row)


def _locked(activity: Activity, version: int | None) -> Activity:
    row = held(activity)
    if version is not None and row.version != version:
        raise StaleWrite(row)
    if not row.is_open:
        raise NotOpen(row)
    return row


def _today(record: Recording) -> date:
    return timezone.localdate(record.at)


def _steps(row: Activity, next_step: NextStep | None, record: Recording) -> list[Mapping[str, Any]]:
    """What comes next: what was asked for, and the next time of what repeats."""
    steps: list[Mapping[str, Any]] = [] if next_step is None else [next_step.values]
    if row.repeats and row.repeats_since:
        after = max(row.date or row.repeats_since, _today(record))
        again = next_day(row.repeats, since=row.repeats_since, after=after)
        if again is not None:
            same = ("activity_type", "subject", "time", "duration_minutes", "priority", "repeats", "repeats_since")
            steps.append({**{name: getattr(row, name) for name in same}, "date": again})
    return steps


def _next(row: Activity, step: Mapping[str, Any]) -> dict[str, Any]:
    """The step with what it has in common with the one before; its project may have gone to another customer."""
    project = row.sales_project
    return {
        "responsible": row.responsible,
        "sales_project": project if project and project.prospect_id == row.prospect_id else None,
        "contacts": list(row.contacts.all()),
        "subject": row.subject,
        "activity_type": row.activity_type,
        **step,
        "follows": row,
    }
