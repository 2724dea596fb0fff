"""What workers do for the ledger."""

from django.utils import timezone

from kundebro.jobs.background import task
from kundebro.jobs.models import Run
from kundebro.ledger.operations.figures import refresh_overdue


@task
def refresh_overdue_figures(_run: Run) -> int:
    """Bring what is overdue up to today."""
    return refresh_overdue(today=timezone.localdate())
