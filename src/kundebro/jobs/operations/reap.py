from datetime import datetime, timedelta

from django.db import transaction
from django.db.models import Q, QuerySet

from kundebro.jobs import task_queue
from kundebro.jobs.choices import FINISHED, RunState
from kundebro.jobs.models import JobLease, Run
from kundebro.jobs.operations.attempt import release, try_again
from kundebro.jobs.task_queue import TaskResultStatus

PATIENCE = timedelta(seconds=60)
"""How long a task may be claimed without a lease (JOB-2)."""


def reap(*, now: datetime) -> int:
    """Give back the runs of workers that are gone; how many. Any number of reapers may do so at once."""
    expired = _release_all(JobLease.objects.filter(lease_until__lt=now), now=now)
    stuck = sum(_unstick(pk, now=now) for pk in _stuck(now).values_list("pk", flat=True))
    of_nobody = Q(run__isnull=True) | Q(run__state__in=FINISHED)
    without_lease = task_queue.claimed(before=now - PATIENCE).exclude(pk__in=JobLease.objects.values("token"))
    task_queue.close_as_lost(without_lease.filter(of_nobody), now=now)
    return expired + stuck


def give_back_jobs_of(worker_id: str, *, now: datetime) -> int:
    """Give back the runs of a worker that is known to be dead; how many."""
    return _release_all(JobLease.objects.filter(worker_id=worker_id), now=now)


def _release_all(leases: QuerySet[JobLease], *, now: datetime) -> int:
    return sum(_release(leases.filter(pk=pk), now=now) for pk in leases.values_list("pk", flat=True))


def _release(leases: QuerySet[JobLease], *, now: datetime) -> bool:
    with transaction.atomic():
        lease = leases.select_for_update(skip_locked=True).first()
        if lease is not None:
            release(lease, now=now)
    return lease is not None


def _stuck(now: datetime) -> QuerySet[Run]:
    """Runs that no worker will begin or end: claimed but never begun, queued without a task, running without a lease."""
    claimed_long_ago = Q(task_result__status=TaskResultStatus.RUNNING, task_result__started_at__lt=now - PATIENCE)
    finished = Q(task_result__status__in=[TaskResultStatus.FAILED, TaskResultStatus.SUCCESSFUL])
    never_begun = Q(state=RunState.QUEUED) & (Q(task_result__isnull=True) | claimed_long_ago | finished)
    return Run.objects.filter(never_begun | Q(state=RunState.RUNNING, lease__isnull=True))


def _unstick(pk: int, *, now: datetime) -> bool:
    with transaction.atomic():
        run = Run.objects.select_for_update(of=("self",), skip_locked=True).filter(pk=pk).first()
        if run is None or not _stuck(now).filter(pk=pk).exists():
            return False
        if run.state == RunState.QUEUED:
            run.attempts += 1
        try_again(run, now=now)
    return True
