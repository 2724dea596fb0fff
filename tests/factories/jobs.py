"""Background work for tests."""

from datetime import datetime, timedelta
from typing import Any
from uuid import uuid4

from django.utils import timezone

from kundebro.jobs.choices import FINISHED, RunState
from kundebro.jobs.models import JobLease, Run
from kundebro.jobs.operations import PROMPT_DELAYS
from kundebro.jobs.processes.worker import JobWorker
from kundebro.jobs.task_queue import TaskResult, TaskResultStatus
from kundebro.users.models import User


def make_run(
    *,
    state: RunState = RunState.QUEUED,
    title: str = "Import af messeliste",
    by: User | None = None,
    ended_at: datetime | None = None,
    attempts: int = 0,
    delays: tuple[timedelta, ...] = PROMPT_DELAYS,
    **fields: Any,
) -> Run:
    """A run that no worker knows of."""
    if state in FINISHED:
        ended_at = ended_at or timezone.now()
    return Run.objects.create(
        kind="import",
        title=title,
        started_by=by,
        state=state,
        ended_at=ended_at,
        attempts=attempts,
        delays=[delay.total_seconds() for delay in delays],
        **fields,
    )


def make_working_run(*, lease_until: datetime | None = None, worker_id: str = "w1", **fields: Any) -> Run:
    """A run in the hands of a worker, as that worker holds it."""
    result = TaskResult.objects.create(
        status=TaskResultStatus.RUNNING,
        started_at=timezone.now(),
        args_kwargs={"args": [], "kwargs": {}},
        task_path="tests.jobs.example_tasks.succeed",
        backend_name="default",
        worker_ids=[worker_id],
        run_after=timezone.now(),
    )
    begun: dict[str, Any] = {"attempts": 1, "started_at": timezone.now()}
    run = make_run(state=RunState.RUNNING, task_result=result, **begun | fields)
    until = lease_until or timezone.now() + timedelta(seconds=60)
    JobLease.objects.create(run=run, token=result.pk, attempt=run.attempts, worker_id=worker_id, lease_until=until)
    run.token = result.pk
    return run


def work_off(*, worker_id: str = "", most: int = 100) -> None:
    """Have a worker do, here and now and inside the test's transaction, what is queued; at most so many tasks."""
    worker = JobWorker(worker_id=worker_id or f"test-{uuid4()}")
    for _task in range(most):
        result = TaskResult.objects.ready().first()
        if result is None:
            return
        result.claim(worker.worker_id)
        worker.run_task(result)
