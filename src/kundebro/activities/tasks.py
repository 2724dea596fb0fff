"""Background work of activities and documents."""

from django.utils import timezone

from kundebro.activities.operations.sweep import sweep_files as sweep
from kundebro.activities.operations.tell import tell_what_is_due
from kundebro.jobs.background import task
from kundebro.jobs.models import Run


@task
def sweep_files(_run: Run) -> dict[str, int]:
    """Delete files that no document refers to."""
    return {"deleted": sweep(now=timezone.now())}


@task
def tell_due(_run: Run) -> dict[str, int]:
    """Tell people what is due today."""
    return {"told": tell_what_is_due(now=timezone.now())}
