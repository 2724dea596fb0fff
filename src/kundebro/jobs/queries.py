from dataclasses import dataclass

from django.db import connection

from kundebro.core.pages import Cursor, Page, paginate
from kundebro.jobs.choices import FINISHED
from kundebro.jobs.models import Backup, Run
from kundebro.users.models import User

BACKUPS_SHOWN = 60


def runs_page(*, seen_by: User, is_everyones: bool = False, after: Cursor | None = None) -> Page[Run]:
    """One page of background work, the latest first: the user's own, or all that the user may see."""
    runs = Run.objects.visible_to(seen_by)
    if not is_everyones:
        runs = runs.filter(started_by=seen_by)
    return paginate(runs.select_related("started_by"), order=("-pk",), after=after)


@dataclass(frozen=True)
class Safety:
    """What the administrator wants to know about backups and checks."""

    backups: list[Backup]
    latest: Backup | None
    verified: Backup | None
    check: Run | None
    under_way: Run | None


def safety() -> Safety:
    """The latest backups, the last one that was restored in a trial, and how the last nightly check ended."""
    backups = list(Backup.objects.select_related("made_by")[:BACKUPS_SHOWN])
    return Safety(
        backups=backups,
        latest=next((backup for backup in backups if backup.size is not None), None),
        verified=Backup.objects.verified().order_by("-verified_at").first(),
        check=Run.objects.filter(kind="jobs.verify", state__in=FINISHED).first(),
        under_way=Run.objects.unfinished().filter(kind="jobs.back_up").first(),
    )


def is_healthy() -> bool:
    """Whether the database answers."""
    with connection.cursor() as cursor:
        cursor.execute("SELECT 1")
        return bool(cursor.fetchone() == (1,))
