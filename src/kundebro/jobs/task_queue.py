"""The queue beneath: the only module that knows which packages carry it (from Django 6 on, `django.tasks`)."""

from datetime import datetime
from typing import Any

from django.db.models import QuerySet
from django_tasks import TaskContext, TaskResultStatus
from django_tasks import task as queue_task
from django_tasks.base import Task
from django_tasks_db.management.commands.db_worker import Worker
from django_tasks_db.models import DBTaskResult, get_date_max

AnyTask = Task[Any, Any]
TaskResult = DBTaskResult[Any, Any]

__all__ = ["AnyTask", "TaskContext", "TaskResult", "TaskResultStatus", "Worker", "claimed", "queue_task"]


def enqueue(task: AnyTask, *arguments: Any, **named: Any) -> TaskResult:
    """Put the task in the queue; it becomes visible to workers when the caller's transaction commits (JOB-4)."""
    return DBTaskResult.objects.get(pk=task.enqueue(*arguments, **named).id)


def enqueue_again(result: TaskResult, *, not_before: datetime | None = None) -> TaskResult:
    """Put the same call in the queue once more, as a row of its own, so no zombie can write in it."""
    return DBTaskResult.objects.create(
        task_path=result.task_path,
        args_kwargs=result.args_kwargs,
        priority=result.priority,
        queue_name=result.queue_name,
        backend_name=result.backend_name,
        run_after=not_before or get_date_max(),
    )


def take_back(result: TaskResult) -> bool:
    """Remove the task from the queue; false when a worker already has it."""
    return bool(DBTaskResult.objects.filter(pk=result.pk, status=TaskResultStatus.READY).delete()[0])


def claimed(*, before: datetime) -> QuerySet[TaskResult]:
    """Tasks a worker claimed before then and has not finished."""
    return DBTaskResult.objects.running().filter(started_at__lt=before)


def close_as_lost(results: QuerySet[TaskResult], *, now: datetime) -> int:
    """Mark claimed tasks whose worker is gone as failed; how many there were."""
    return results.filter(status=TaskResultStatus.RUNNING).update(
        status=TaskResultStatus.FAILED, finished_at=now, exception_class_path="kundebro.jobs.WorkerLost"
    )
