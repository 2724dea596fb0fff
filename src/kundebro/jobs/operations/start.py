from collections.abc import Sequence
from datetime import timedelta
from typing import Any

from django.db import transaction

from kundebro.jobs.models import Run
from kundebro.jobs.task_queue import AnyTask, enqueue
from kundebro.users.models import User

PROMPT_DELAYS = tuple(timedelta(minutes=minutes) for minutes in (0, 1, 5, 25))
PATIENT_DELAYS = tuple(timedelta(minutes=minutes) for minutes in (1, 5, 25, 125))


def start_run(  # noqa: PLR0913  all by name
    *,
    kind: str,
    title: str,
    by: User | None,
    task: AnyTask,
    arguments: dict[str, Any] | None = None,
    link: str = "",
    delays: Sequence[timedelta] | None = None,
) -> Run:
    """Queue the task as a run of its own; workers see it when the caller's transaction commits (JOB-4).

    `by` is the person who waits for it, None the schedule; `arguments` are JSON without personal data. `delays` stand
    before the second, third … attempt, and after them the run has failed; a waiting person's first one is zero.
    """
    delays = delays or (PROMPT_DELAYS if by else PATIENT_DELAYS)
    with transaction.atomic():
        run = Run.objects.create(
            kind=kind, title=title, started_by=by, link=link, delays=[delay.total_seconds() for delay in delays]
        )
        run.task_result = enqueue(task, run.pk, **(arguments or {}))
        run.save(update_fields=["task_result"])
    return run
