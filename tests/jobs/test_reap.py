from datetime import timedelta

import pytest
from django.utils import timezone

from kundebro.jobs.choices import RunState
from kundebro.jobs.models import JobLease, Run
from kundebro.jobs.operations import PATIENT_DELAYS, cancel_run, give_back_jobs_of, reap, start_run
from kundebro.jobs.task_queue import TaskResult, TaskResultStatus
from tests.factories.jobs import make_run, make_working_run, work_off
from tests.factories.users import make_user
from tests.jobs import example_tasks

pytestmark = pytest.mark.django_db

NOW = timezone.now()
A_MOMENT = timedelta(seconds=1)
A_MINUTE = timedelta(seconds=60)


def test_a_live_lease_is_left_alone() -> None:
    run = make_working_run(lease_until=NOW + A_MOMENT)

    assert reap(now=NOW) == 0

    run.refresh_from_db()
    assert (run.state, JobLease.objects.count()) == (RunState.RUNNING, 1)


def test_a_run_whose_lease_has_expired_is_queued_again() -> None:
    run = make_working_run(lease_until=NOW - A_MOMENT)

    assert reap(now=NOW) == 1

    run.refresh_from_db()
    assert (run.state, run.attempts, run.next_attempt_at) == (RunState.QUEUED, 1, None)
    assert run.task_result is not None
    assert run.task_result_id != run.token
    assert run.task_result.status == TaskResultStatus.READY
    assert run.token is not None
    assert TaskResult.objects.get(pk=run.token).status == TaskResultStatus.FAILED
    assert not JobLease.objects.exists()


def test_a_second_reaper_finds_nothing_left_to_give_back() -> None:
    make_working_run(lease_until=NOW - A_MOMENT)

    assert [reap(now=NOW), reap(now=NOW)] == [1, 0]
    assert TaskResult.objects.filter(status=TaskResultStatus.READY).count() == 1


@pytest.mark.parametrize(("attempts", "minutes"), [(1, 1), (2, 5), (3, 25), (4, 125)])
def test_each_new_attempt_waits_longer(attempts: int, minutes: int) -> None:
    run = make_working_run(lease_until=NOW - A_MOMENT, attempts=attempts, delays=PATIENT_DELAYS)

    reap(now=NOW)

    run.refresh_from_db()
    assert (run.state, run.next_attempt_at) == (RunState.QUEUED, NOW + timedelta(minutes=minutes))


def test_after_five_attempts_the_run_has_failed_and_can_be_tried_again_by_hand() -> None:
    run = make_working_run(lease_until=NOW - A_MOMENT, attempts=5)

    reap(now=NOW)

    run.refresh_from_db()
    assert (run.state, run.ended_at, run.may_be_retried) == (RunState.FAILED, NOW, True)
    assert not TaskResult.objects.filter(status=TaskResultStatus.READY).exists()


def test_a_lost_run_that_was_asked_to_stop_does_not_begin_again() -> None:
    run = make_working_run(lease_until=NOW - A_MOMENT)
    cancel_run(run, now=NOW)

    reap(now=NOW)

    run.refresh_from_db()
    assert run.state == RunState.CANCELLED


def test_a_task_claimed_but_not_begun_for_a_minute_is_queued_again() -> None:
    run = start_run(kind="t", title="Job", by=make_user(), task=example_tasks.succeed)
    assert run.task_result is not None
    run.task_result.claim("w1")
    claimed_at = run.task_result.started_at
    assert claimed_at is not None

    assert reap(now=claimed_at + A_MINUTE) == 0
    assert reap(now=claimed_at + A_MINUTE + A_MOMENT) == 1

    run.refresh_from_db()
    assert (run.state, run.attempts) == (RunState.QUEUED, 1)
    work_off()
    run.refresh_from_db()
    assert (run.state, run.attempts) == (RunState.DONE, 2)


def test_a_task_that_this_version_of_the_program_does_not_know_is_tried_again() -> None:
    run = start_run(kind="t", title="Job", by=make_user(), task=example_tasks.succeed)
    TaskResult.objects.update(task_path="kundebro.jobs.tasks.of_next_version")
    work_off()

    assert reap(now=NOW) == 1

    run.refresh_from_db()
    assert (run.state, run.attempts) == (RunState.QUEUED, 1)


def test_a_running_run_without_lease_is_queued_again() -> None:
    run = make_working_run()
    JobLease.objects.all().delete()

    assert reap(now=NOW) == 1

    run.refresh_from_db()
    assert run.state == RunState.QUEUED


def test_a_queued_run_whose_task_is_gone_has_failed() -> None:
    run = make_run()

    assert reap(now=NOW) == 1

    run.refresh_from_db()
    assert (run.state, run.may_be_retried) == (RunState.FAILED, False)


def test_a_claimed_task_of_a_finished_run_is_closed() -> None:
    run = make_working_run()
    JobLease.objects.all().delete()
    Run.objects.filter(pk=run.pk).update(state=RunState.DONE, ended_at=NOW)

    reap(now=timezone.now() + A_MINUTE + A_MOMENT)

    assert TaskResult.objects.get().status == TaskResultStatus.FAILED


def test_the_jobs_of_a_dead_worker_are_given_back_before_their_lease_expires() -> None:
    lost = make_working_run(worker_id="dead")
    kept = make_working_run(worker_id="alive")

    assert give_back_jobs_of("dead", now=NOW) == 1

    lost.refresh_from_db()
    kept.refresh_from_db()
    assert (lost.state, kept.state) == (RunState.QUEUED, RunState.RUNNING)
