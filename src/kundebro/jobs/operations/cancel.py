from datetime import datetime

from django.db import transaction

from kundebro.jobs import task_queue
from kundebro.jobs.choices import RunState
from kundebro.jobs.models import Run


def cancel_run(run: Run, *, now: datetime) -> Run:
    """Stop the run: at once while it waits, at its next report of progress when it works; a finished one stays."""
    with transaction.atomic():
        run = Run.objects.select_for_update().get(pk=run.pk)
        if run.is_finished:
            return run
        run.cancel_requested = True
        if run.state == RunState.QUEUED and (run.task_result is None or task_queue.take_back(run.task_result)):
            run.task_result = None
            run.end(RunState.CANCELLED, now=now)
        run.save(update_fields=["cancel_requested", "state", "ended_at", "next_attempt_at", "task_result"])
    return run
