"""One worker's attempt at a run: begin, prove the lease, renew it, end or give back."""

from datetime import datetime, timedelta
from typing import Any
from uuid import UUID

from django.db import transaction
from django.utils import timezone, translation
from django.utils.translation import gettext as _

from kundebro.jobs import task_queue
from kundebro.jobs.choices import RunState
from kundebro.jobs.models import JobLease, LeaseLost, Run
from kundebro.jobs.models.lease import LEASE


def begin(run_id: int, *, token: UUID, worker_id: str, now: datetime) -> Run | None:
    """Take the lease on the run; None when the attempt is not wanted any more."""
    with transaction.atomic():
        queued = Run.objects.select_for_update(of=("self",)).select_related("started_by")
        run = queued.filter(pk=run_id, task_result=token, state=RunState.QUEUED).first()
        if run is None:
            return None
        if run.started_by and not run.started_by.has_access:
            run.end(RunState.FAILED, now=now)
            with translation.override(run.language):
                run.text = _("The person who started this can no longer sign in.")
            run.save(update_fields=["state", "ended_at", "next_attempt_at", "text"])
            return None
        run.state, run.text, run.failure, run.next_attempt_at = RunState.RUNNING, "", "", None
        run.started_at = run.started_at or now
        run.attempts += 1
        run.save(update_fields=["state", "text", "failure", "next_attempt_at", "started_at", "attempts"])
        JobLease.objects.create(
            run=run, token=token, attempt=run.attempts, worker_id=worker_id, lease_until=now + LEASE
        )
    run.token = token
    return run


def fence(run: Run, *, now: datetime | None = None) -> None:
    """Called first in a transaction with an effect: proves that this worker still holds the run, and renews its lease.

    The lease row stays locked until the transaction ends, so nobody takes the run over in between. Raises LeaseLost,
    and TransactionManagementError outside a transaction.
    """
    if not transaction.get_connection().in_atomic_block:
        message = "A fence protects the transaction it stands in."
        raise transaction.TransactionManagementError(message)
    if run.token is None or not renew(run.token, now=now or timezone.now()):
        raise LeaseLost


def renew(token: UUID, *, now: datetime) -> bool:
    """Let the lease last another LEASE from now; false when it has been taken away."""
    return bool(JobLease.objects.filter(token=token).update(lease_until=now + LEASE))


def end(
    run: Run, state: RunState, *, now: datetime, text: str | None = None, result: Any = None, failure: str = ""
) -> None:
    """Give up the lease and close the run, with the progress it last told of; raises LeaseLost from a zombie."""
    with transaction.atomic():
        if run.token is None or not JobLease.objects.filter(token=run.token).delete()[0]:
            raise LeaseLost
        run.end(state, now=now)
        run.result, run.failure = result, failure
        run.text = run.text if text is None else text
        run.save(update_fields=["state", "ended_at", "next_attempt_at", "result", "failure", "text", "done", "total"])


def give_back(token: UUID, *, now: datetime, failure: str = "", is_counted: bool = True) -> bool:
    """End the attempt so that another can be made; false when the lease was gone already."""
    with transaction.atomic():
        lease = JobLease.objects.select_for_update().filter(token=token).first()
        if lease is None:
            return False
        release(lease, now=now, failure=failure, is_counted=is_counted)
    return True


def release(lease: JobLease, *, now: datetime, failure: str = "", is_counted: bool = True) -> None:
    """Take a locked lease away from its worker and queue the run again."""
    lease.delete()
    try_again(Run.objects.select_for_update().get(pk=lease.run_id), now=now, failure=failure, is_counted=is_counted)


def try_again(run: Run, *, now: datetime, failure: str = "", is_counted: bool = True) -> None:
    """Queue a locked run for its next attempt, or close it: stopped when that was asked for, failed after too many.

    An attempt that is not counted, because only the worker was stopped, is made up for at once.
    """
    lost = run.task_result
    if not is_counted:
        run.attempts -= 1
    delay = run.delay_before_next_attempt() if is_counted else timedelta(0)
    run.failure = failure
    if run.cancel_requested:
        run.end(RunState.CANCELLED, now=now)
    elif lost is None or delay is None:
        run.end(RunState.FAILED, now=now)
        with translation.override(run.language):
            run.text = _("Given up after %(attempts)d attempts. What was saved is kept.") % {"attempts": run.attempts}
    else:
        run.state, run.next_attempt_at = RunState.QUEUED, now + delay if delay else None
        run.task_result = task_queue.enqueue_again(lost, not_before=run.next_attempt_at)
    run.save(update_fields=["state", "ended_at", "next_attempt_at", "text", "failure", "attempts", "task_result"])
    if lost is not None:
        task_queue.close_as_lost(task_queue.TaskResult.objects.filter(pk=lost.pk), now=now)
