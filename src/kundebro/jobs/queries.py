from django.db import connection

from kundebro.core.pages import Cursor, Page, paginate
from kundebro.jobs.models import Run
from kundebro.users.models import User


def runs_page(*, seen_by: User, is_everyones: bool = False, after: Cursor | None = None) -> Page[Run]:
    """One page of background work, the latest first: the user's own, or all that the user may see."""
    runs = Run.objects.visible_to(seen_by)
    if not is_everyones:
        runs = runs.filter(started_by=seen_by)
    return paginate(runs.select_related("started_by"), order=("-pk",), after=after)


def is_healthy() -> bool:
    """Whether the database answers."""
    with connection.cursor() as cursor:
        cursor.execute("SELECT 1")
        return bool(cursor.fetchone() == (1,))
