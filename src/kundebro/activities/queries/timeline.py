"""What has happened with a prospect, a contact or a sales project: people's doings first, the program's folded away."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date, time

from kundebro.activities.models import Activity, ActivityQuerySet
from kundebro.core.danish import fold

SHOWN = 50


@dataclass(frozen=True)
class Happening:
    """One line of the timeline."""

    activity: Activity
    day: date
    at: time | None


def timeline_of(
    activities: ActivityQuerySet, *, before: tuple[date, int] | None = None, kind: str = "", text: str = ""
) -> list[Happening]:
    """The latest done activities, or those before one that is shown already; of one kind, or that hold the text."""
    done = (
        activities.done().select_related("activity_type", "responsible", "sales_project").prefetch_related("contacts")
    )
    if before is not None:
        day, pk = before
        done = done.filter(date__lt=day) | done.filter(date=day, pk__lt=pk)
    if kind:
        done = done.filter(activity_type__kind=kind)
    ordered = done.order_by("-date", "-pk")
    rows: Sequence[Activity] = list(ordered[:SHOWN] if not text else ordered)
    if text:
        wanted = fold(text)
        rows = [row for row in rows if wanted in fold(f"{row.subject} {row.note} {row.result}")][:SHOWN]
    return [Happening(row, row.date, row.time) for row in rows if row.date is not None]
