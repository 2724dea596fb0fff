"""Background work about sales projects."""

from django.db import transaction
from django.utils import timezone

from kundebro.jobs.background import task
from kundebro.jobs.models import Run
from kundebro.jobs.operations import fence
from kundebro.pipeline.operations import take_snapshot


@task
def keep_forecast(run: Run) -> dict[str, int]:
    """Once a week, on the first night that the program runs in it: copy the open projects, to tell later what moved."""
    with transaction.atomic():
        fence(run)
        return {"projects": take_snapshot(on=timezone.localdate(), at=timezone.now())}
