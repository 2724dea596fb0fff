import threading
import time
from collections.abc import Callable
from datetime import timedelta
from uuid import uuid4

import pytest
from django.db import transaction
from django.utils import timezone

from kundebro.jobs.background import renewed
from kundebro.jobs.choices import RunState
from kundebro.jobs.models import JobLease, Run
from kundebro.jobs.operations import start_run
from kundebro.jobs.task_queue import AnyTask, TaskResult, TaskResultStatus
from kundebro.users.choices import Language
from tests.factories.jobs import make_working_run, work_off
from tests.factories.users import make_user
from tests.jobs import example_tasks

pytestmark = pytest.mark.django_db


def test_a_run_ends_with_the_tasks_answer_as_its_result() -> None:
    run = start_run(kind="t", title="Job", by=make_user(), task=example_tasks.succeed, arguments={"answer": 7})

    work_off()

    run.refresh_from_db()
    assert (run.state, run.result, run.attempts) == (RunState.DONE, {"answer": 7}, 1)
    assert (run.done, run.total, run.text) == (1, 2, "halfway")
    assert run.started_at is not None
    assert run.ended_at is not None
    assert not JobLease.objects.exists()


def test_a_rolled_back_start_leaves_nothing_to_do() -> None:
    with pytest.raises(RuntimeError), transaction.atomic():
        start_run(kind="t", title="Job", by=None, task=example_tasks.succeed)
        raise RuntimeError

    assert (Run.objects.count(), TaskResult.objects.count()) == (0, 0)


def test_an_unexpected_error_fails_the_run_at_once_and_keeps_no_value() -> None:
    secret = "Karla Hansen 0101901234"
    run = start_run(kind="t", title="Job", by=make_user(), task=example_tasks.stumble, arguments={"name": secret})

    work_off()

    run.refresh_from_db()
    assert run.state == RunState.FAILED
    assert run.failure.splitlines()[0] == "builtins.ValueError"
    assert run.failure.splitlines()[-1].startswith("tests.jobs.example_tasks:")
    result = TaskResult.objects.get()
    assert secret not in run.failure + run.text + result.traceback
    assert (result.status, result.exception_class_path) == (
        TaskResultStatus.FAILED,
        "kundebro.jobs.background.TaskFailed",
    )


def test_a_run_that_cannot_succeed_ends_with_the_tasks_sentence() -> None:
    run = start_run(kind="t", title="Job", by=make_user(), task=example_tasks.refuse)

    work_off()

    run.refresh_from_db()
    assert (run.state, run.text, run.failure) == (RunState.FAILED, "The file is empty.", "")


@pytest.mark.parametrize("task", [example_tasks.meet_locked_database, example_tasks.call_outside])
def test_an_error_that_may_pass_is_met_with_five_attempts(task: AnyTask) -> None:
    no_delay = (timedelta(0),) * 4
    run = start_run(kind="t", title="Job", by=make_user(), task=task, delays=no_delay)

    work_off()

    run.refresh_from_db()
    assert (run.state, run.attempts) == (RunState.FAILED, 5)
    assert TaskResult.objects.filter(status=TaskResultStatus.FAILED).count() == 5


def test_the_next_attempt_waits() -> None:
    run = start_run(kind="t", title="Job", by=None, task=example_tasks.meet_locked_database)
    before = timezone.now()

    work_off()

    run.refresh_from_db()
    assert (run.state, run.attempts) == (RunState.QUEUED, 1)
    assert run.next_attempt_at is not None
    assert 59 <= (run.next_attempt_at - before).total_seconds() <= 65
    assert run.task_result is not None
    assert run.task_result.run_after == run.next_attempt_at


def test_a_worker_told_to_end_gives_its_job_back_as_if_it_had_not_begun() -> None:
    run = start_run(kind="t", title="Job", by=None, task=example_tasks.be_told_to_end)
    seen = []

    for _restart in range(7):
        work_off(most=1)
        run.refresh_from_db()
        seen.append((run.state, run.attempts, run.next_attempt_at))

    assert seen == [(RunState.QUEUED, 0, None)] * 7


def test_a_task_speaks_the_language_of_the_one_who_started_it() -> None:
    run = start_run(kind="t", title="Job", by=make_user(language=Language.ENGLISH), task=example_tasks.say_language)
    of_schedule = start_run(kind="t", title="Job", by=None, task=example_tasks.say_language)

    work_off()

    run.refresh_from_db()
    of_schedule.refresh_from_db()
    assert (run.result, of_schedule.result) == ({"language": "en"}, {"language": "da"})


def test_a_job_of_someone_who_has_left_is_not_begun() -> None:
    left = make_user(is_active=False)
    run = start_run(kind="t", title="Job", by=left, task=example_tasks.succeed)

    work_off()

    run.refresh_from_db()
    assert (run.state, run.attempts, run.result) == (RunState.FAILED, 0, None)


@pytest.mark.django_db(transaction=True)
def test_the_lease_is_renewed_while_the_work_lasts() -> None:
    run = make_working_run(lease_until=timezone.now() + timedelta(seconds=5))
    assert run.token is not None
    later = timezone.now() + timedelta(seconds=30)

    with renewed(run.token, every=timedelta(milliseconds=20)):
        _wait_until(lambda: JobLease.objects.filter(run=run, lease_until__gt=later).exists())

    assert not any(thread.name == "lease" for thread in threading.enumerate())


@pytest.mark.django_db(transaction=True)
def test_renewing_ends_when_the_lease_is_gone() -> None:
    with renewed(uuid4(), every=timedelta(milliseconds=1)):
        _wait_until(lambda: not any(thread.name == "lease" for thread in threading.enumerate()))


def _wait_until(holds: Callable[[], bool]) -> None:
    deadline = time.monotonic() + 10
    while not holds():
        assert time.monotonic() < deadline
        time.sleep(0.01)
