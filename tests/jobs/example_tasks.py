"""Tasks that tests queue; a task's effect is a row in ScheduleSlot, which can hold each only once."""

import time
from pathlib import Path

from django.db import OperationalError, transaction
from django.utils import translation

from kundebro.jobs.background import task
from kundebro.jobs.models import Run, RunFailed, ScheduleSlot
from kundebro.jobs.operations import fence


class Unreachable(Exception):
    """An outside service is away."""


@task
def succeed(run: Run, *, answer: int = 42) -> dict[str, int]:
    run.progress(1, 2, "halfway")
    return {"answer": answer}


@task
def stumble(_run: Run, *, name: str) -> None:
    raise ValueError(name)


@task
def refuse(_run: Run) -> None:
    message = "The file is empty."
    raise RunFailed(message)


@task
def meet_locked_database(_run: Run) -> None:
    message = "database is locked"
    raise OperationalError(message)


@task(retry_on=(Unreachable,))
def call_outside(_run: Run) -> None:
    raise Unreachable


@task
def be_told_to_end(_run: Run) -> None:
    raise SystemExit(1)


@task
def say_language(_run: Run) -> dict[str, str]:
    return {"language": translation.get_language() or ""}


@task
def count_effects(run: Run, *, total: int, folder: str, rest: float) -> dict[str, int]:
    """Make the effects that are not there yet, one transaction each; after the first it says so by a file, and rests."""
    for number in range(ScheduleSlot.objects.filter(job="effect").count(), total):
        with transaction.atomic():
            fence(run)
            ScheduleSlot.objects.create(job="effect", slot=str(number))
        run.progress(number + 1, total)
        if not number:
            Path(folder, "resting").touch()
            time.sleep(rest)
    return {"attempt": run.attempts}
