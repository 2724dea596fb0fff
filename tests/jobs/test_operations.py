from datetime import timedelta

import pytest
from django.utils import timezone

from kundebro.jobs.choices import RunState
from kundebro.jobs.models import Run, ScheduleSlot
from kundebro.jobs.operations import (
    PATIENT_DELAYS,
    PROMPT_DELAYS,
    RunCannotBeRetried,
    cancel_run,
    prune_finished,
    retry_run,
    start_run,
)
from kundebro.jobs.task_queue import TaskResult, TaskResultStatus
from tests.factories.jobs import make_run, make_working_run, work_off
from tests.factories.users import make_user
from tests.jobs import example_tasks

pytestmark = pytest.mark.django_db

NOW = timezone.now()


def seconds(delays: tuple[timedelta, ...]) -> list[float]:
    return [delay.total_seconds() for delay in delays]


def test_a_waiting_person_gets_the_second_attempt_at_once_and_the_schedule_does_not() -> None:
    awaited = start_run(kind="t", title="Job", by=make_user(), task=example_tasks.succeed)
    scheduled = start_run(kind="t", title="Job", by=None, task=example_tasks.succeed)

    assert (awaited.delays, scheduled.delays) == (seconds(PROMPT_DELAYS), seconds(PATIENT_DELAYS))
    assert (seconds(PROMPT_DELAYS)[0], seconds(PATIENT_DELAYS)[0]) == (0, 60)


def test_a_waiting_run_is_stopped_at_once() -> None:
    run = start_run(kind="t", title="Job", by=make_user(), task=example_tasks.succeed)

    stopped = cancel_run(run, now=NOW)
    work_off()

    stopped.refresh_from_db()
    assert (stopped.state, stopped.ended_at, stopped.result) == (RunState.CANCELLED, NOW, None)
    assert not TaskResult.objects.exists()


def test_a_run_that_a_worker_is_about_to_begin_is_stopped_by_that_worker() -> None:
    run = start_run(kind="t", title="Job", by=make_user(), task=example_tasks.succeed)
    assert run.task_result is not None
    run.task_result.claim("w1")

    stopped = cancel_run(run, now=NOW)

    assert (stopped.state, stopped.cancel_requested) == (RunState.QUEUED, True)


def test_a_working_run_is_asked_to_stop() -> None:
    run = make_working_run()

    stopped = cancel_run(run, now=NOW)

    assert (stopped.state, stopped.cancel_requested, stopped.may_be_cancelled) == (RunState.RUNNING, True, False)


def test_a_finished_run_cannot_be_stopped() -> None:
    run = make_run(state=RunState.DONE)

    assert cancel_run(run, now=NOW).state == RunState.DONE


def test_a_failed_run_is_tried_again_with_all_its_attempts() -> None:
    run = start_run(kind="t", title="Job", by=make_user(), task=example_tasks.stumble, arguments={"name": "x"})
    work_off()
    TaskResult.objects.update(
        task_path="tests.jobs.example_tasks.succeed", args_kwargs={"args": [run.pk], "kwargs": {}}
    )

    retry_run(run)
    work_off()

    run.refresh_from_db()
    assert (run.state, run.attempts, run.failure) == (RunState.DONE, 1, "")


@pytest.mark.parametrize("state", [RunState.QUEUED, RunState.RUNNING, RunState.DONE, RunState.CANCELLED])
def test_only_a_failed_run_is_tried_again(state: RunState) -> None:
    with pytest.raises(RunCannotBeRetried):
        retry_run(make_run(state=state))


def test_what_finished_more_than_two_weeks_ago_is_forgotten_in_every_queue() -> None:
    old, recent = NOW - timedelta(days=14, seconds=1), NOW - timedelta(days=13)
    for moment in (old, recent):
        run = make_run(state=RunState.DONE, ended_at=moment)
        TaskResult.objects.create(
            status=TaskResultStatus.SUCCESSFUL,
            finished_at=moment,
            args_kwargs={"args": [], "kwargs": {}},
            queue_name="imports",
            backend_name="default",
        )
        ScheduleSlot.objects.create(job="t", slot=str(moment), run=run, created_at=moment)
    waiting = make_run(created_at=old)

    assert prune_finished(now=NOW) == 1

    assert set(Run.objects.values_list("ended_at", flat=True)) == {recent, waiting.ended_at}
    assert list(TaskResult.objects.values_list("finished_at", flat=True)) == [recent]
    assert list(ScheduleSlot.objects.values_list("created_at", flat=True)) == [recent]
