"""Nightly housekeeping."""

from django.core.management import call_command
from django.db import connection
from django.utils import timezone

from kundebro.jobs.background import task
from kundebro.jobs.models import Run
from kundebro.jobs.operations import prune_finished
from kundebro.users.operations import forget_ended_sessions


@task
def prune_runs(_run: Run) -> dict[str, int]:
    """Forget background work that finished two weeks ago."""
    return {"deleted": prune_finished(now=timezone.now())}


@task
def clear_sessions(_run: Run) -> None:
    """Delete expired sessions, and what is known of their devices."""
    call_command("clearsessions")
    forget_ended_sessions()


@task
def refresh_statistics(_run: Run) -> None:
    """Let the database look at its tables, so that it keeps choosing good plans."""
    statement = "PRAGMA optimize=0x10002" if connection.vendor == "sqlite" else "ANALYZE"
    with connection.cursor() as cursor:
        cursor.execute(statement)
