"""Keeps how the open sales projects stand at the beginning of a week."""

from datetime import date, datetime, timedelta
from typing import Final

from django.db import transaction

from kundebro.pipeline.models import ForecastSnapshot, SalesProject, SnapshotLine

PORTION: Final = 1000
COPIED: Final = ("expected_close_on", "quote_ore", "weighted_ore")


@transaction.atomic
def take_snapshot(*, on: date, at: datetime) -> int:
    """Copy the open projects for the week of the day, unless that has been done; returns how many were copied."""
    monday = on - timedelta(days=on.weekday())
    snapshot, is_new = ForecastSnapshot.objects.get_or_create(monday=monday, defaults={"taken_at": at})
    if not is_new:
        return 0
    found = SalesProject.objects.open().order_by("pk").values("pk", *COPIED)
    lines = [
        SnapshotLine(snapshot=snapshot, project_id=row.pop("pk"), **row) for row in found.iterator(chunk_size=PORTION)
    ]
    SnapshotLine.objects.bulk_create(lines, batch_size=PORTION)
    return len(lines)
