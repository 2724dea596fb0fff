from django.db import transaction

from kundebro.jobs import task_queue
from kundebro.jobs.choices import RunState
from kundebro.jobs.models import Run


class RunCannotBeRetried(Exception):
    """The run has not failed, or its task is no longer kept."""


def retry_run(run: Run) -> Run:
    """Queue a failed run once more, with all its attempts ahead of it."""
    with transaction.atomic():
        run = Run.objects.select_for_update().get(pk=run.pk)
        if not run.may_be_retried or run.task_result is None:
            raise RunCannotBeRetried
        run.task_result = task_queue.enqueue_again(run.task_result)
        run.state, run.started_at, run.ended_at = RunState.QUEUED, None, None
        run.attempts, run.done, run.text, run.failure, run.cancel_requested = 0, 0, "", "", False
        run.save()
    return run
