"""Recurring work: apps register what is due when, schedulers start it once (JOB-6)."""

from dataclasses import dataclass
from datetime import UTC, datetime, time, timedelta

from django.db import transaction
from django.utils import timezone
from django.utils.functional import Promise

from kundebro.core.registry import Registry
from kundebro.jobs.models import Run, ScheduleSlot
from kundebro.jobs.operations import start_run
from kundebro.jobs.task_queue import AnyTask
from kundebro.users.models import User


@dataclass(frozen=True)
class Daily:
    """Once each local day, from the given wall-clock time on; a day that was slept through is made up for."""

    at: time

    def slot(self, now: datetime) -> str:
        """The latest day on which the time has come, however the clocks were put (CORE-9)."""
        local = timezone.localtime(now)
        day = local.date() if local.time() >= self.at else local.date() - timedelta(days=1)
        return day.isoformat()


@dataclass(frozen=True)
class Every:
    """Once in each stretch of so many minutes, counted in UTC."""

    minutes: int

    def slot(self, now: datetime) -> str:
        """The beginning of the stretch we are in."""
        seconds = self.minutes * 60
        return datetime.fromtimestamp(now.timestamp() // seconds * seconds, UTC).strftime("%Y-%m-%dT%H:%MZ")


@dataclass(frozen=True, kw_only=True)
class Recurrence:
    """One kind of recurring work."""

    job: str
    title: str | Promise
    task: AnyTask
    due: Daily | Every


recurrences = Registry[Recurrence](key=lambda recurrence: recurrence.job)


def register(*, job: str, title: str | Promise, task: AnyTask, due: Daily | Every) -> Recurrence:
    """Have the task run whenever it is due; `job` is its name for ever."""
    return recurrences.register(Recurrence(job=job, title=title, task=task, due=due))


def start_now(job: str, *, by: User | None = None, link: str = "") -> Run:
    """Start recurring work out of turn; while it is under way, a second call answers with the same run."""
    recurrence = recurrences[job]
    with transaction.atomic():
        under_way = Run.objects.unfinished().filter(kind=job).first()
        return under_way or start_run(kind=job, title=str(recurrence.title), by=by, task=recurrence.task, link=link)


def start_due_runs(*, now: datetime) -> list[Run]:
    """Start what has become due since the last look and nobody else has started."""
    return [run for recurrence in recurrences if (run := _start_once(recurrence, now=now))]


def _start_once(recurrence: Recurrence, *, now: datetime) -> Run | None:
    key = {"job": recurrence.job, "slot": recurrence.due.slot(now)}
    if ScheduleSlot.objects.filter(**key).exists():
        return None
    with transaction.atomic():
        slot, is_ours = ScheduleSlot.objects.get_or_create(**key, defaults={"created_at": now})
        if not is_ours:
            return None
        slot.run = start_run(kind=recurrence.job, title=str(recurrence.title), by=None, task=recurrence.task)
        slot.save(update_fields=["run"])
    return slot.run
