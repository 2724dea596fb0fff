from datetime import datetime, timedelta

from django.db import transaction

from kundebro.jobs.choices import FINISHED
from kundebro.jobs.models import Run, ScheduleSlot
from kundebro.jobs.task_queue import TaskResult

KEPT = timedelta(days=14)


def prune_finished(*, now: datetime) -> int:
    """Delete what finished more than KEPT ago, in every queue (JOB-5); how many runs that were."""
    before = now - KEPT
    with transaction.atomic():
        ScheduleSlot.objects.filter(created_at__lt=before).delete()
        _total, deleted = Run.objects.filter(state__in=FINISHED, ended_at__lt=before).delete()
        TaskResult.objects.finished().filter(finished_at__lt=before, run__isnull=True).delete()
    return deleted.get(Run._meta.label, 0)
