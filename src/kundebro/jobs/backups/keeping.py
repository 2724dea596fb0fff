"""Which backups are kept: the newest of each of 7 days, 5 weeks and 12 months (reliability.md OPS-2)."""

import re
from collections.abc import Callable, Hashable, Iterable
from datetime import UTC, datetime
from pathlib import Path

from django.utils import timezone

DAYS, WEEKS, MONTHS = 7, 5, 12
STAMP = "%Y%m%dT%H%M%SZ"
NAME = re.compile(r"kundebro-(\d{8}T\d{6}Z)\.zip")

PERIODS: tuple[tuple[int, Callable[[datetime], Hashable]], ...] = (
    (DAYS, lambda moment: moment.date()),
    (WEEKS, lambda moment: moment.isocalendar()[:2]),
    (MONTHS, lambda moment: (moment.year, moment.month)),
)


def name_for(moment: datetime) -> str:
    """What a backup of that moment is called."""
    return f"kundebro-{moment.astimezone(UTC).strftime(STAMP)}.zip"


def moment_of(path: Path) -> datetime | None:
    """When a backup was taken, by its name; None for any other file."""
    match = NAME.fullmatch(path.name)
    return datetime.strptime(match[1], STAMP).replace(tzinfo=UTC) if match else None


def kept(moments: Iterable[datetime]) -> set[datetime]:
    """Of these moments those whose backups are kept, by the local calendar."""
    newest_first = sorted(moments, reverse=True)
    keep: set[datetime] = set()
    for count, period in PERIODS:
        newest: dict[Hashable, datetime] = {}
        for moment in newest_first:
            newest.setdefault(period(timezone.localtime(moment)), moment)
        keep.update(list(newest.values())[:count])
    return keep
