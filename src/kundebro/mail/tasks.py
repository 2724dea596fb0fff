"""Work on the schedule."""

from django.utils import timezone

from kundebro.jobs.background import task
from kundebro.jobs.models import Run
from kundebro.mail.operations import forget_old, send_digests


@task
def forget(_run: Run) -> dict[str, int]:
    """Delete what is no longer kept."""
    return {"deleted": forget_old(now=timezone.now())}


@task
def digests(_run: Run) -> dict[str, int]:
    """Write the morning digests whose hour has come."""
    return {"written": send_digests(now=timezone.now())}
