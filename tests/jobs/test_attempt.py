from datetime import timedelta
from uuid import uuid4

import pytest
from django.db import transaction
from django.utils import timezone

from kundebro.jobs.choices import RunState
from kundebro.jobs.models import JobLease, LeaseLost, RunCancelled, ScheduleSlot
from kundebro.jobs.operations import attempt, cancel_run, fence, reap, start_run
from kundebro.jobs.task_queue import TaskResult, TaskResultStatus
from tests.factories.jobs import make_run, make_working_run, work_off
from tests.factories.users import make_user
from tests.jobs import example_tasks

pytestmark = pytest.mark.django_db

NOW = timezone.now()
LATER = NOW + timedelta(seconds=61)


def test_the_holder_passes_the_fence_and_renews_its_lease() -> None:
    run = make_working_run(lease_until=NOW)

    with transaction.atomic():
        fence(run, now=NOW)

    assert JobLease.objects.get().lease_until == NOW + timedelta(seconds=60)


def test_a_zombies_effect_is_rolled_back() -> None:
    zombie = make_working_run(lease_until=NOW)
    reap(now=LATER)

    with pytest.raises(LeaseLost), transaction.atomic():
        ScheduleSlot.objects.create(job="effect", slot="1")
        fence(zombie)

    assert not ScheduleSlot.objects.exists()


def test_a_zombie_stays_one_when_it_reads_its_run_anew_after_another_worker_began() -> None:
    zombie = make_working_run(lease_until=NOW)
    reap(now=LATER)
    zombie.refresh_from_db()
    assert zombie.task_result_id is not None
    attempt.begin(zombie.pk, token=zombie.task_result_id, worker_id="w2", now=LATER)

    with pytest.raises(LeaseLost), transaction.atomic():
        fence(zombie)


def test_a_zombie_cannot_end_the_run() -> None:
    zombie = make_working_run(lease_until=NOW)
    reap(now=LATER)

    with pytest.raises(LeaseLost):
        attempt.end(zombie, RunState.DONE, now=LATER)

    zombie.refresh_from_db()
    assert zombie.state == RunState.QUEUED


def test_a_zombies_report_tells_it_to_stop() -> None:
    zombie = make_working_run(lease_until=NOW)
    reap(now=LATER)

    with pytest.raises(LeaseLost):
        zombie.progress(1)


def test_a_zombie_gives_nothing_back() -> None:
    zombie = make_working_run(lease_until=NOW)
    reap(now=LATER)
    assert zombie.token is not None

    assert not attempt.give_back(zombie.token, now=LATER)
    assert TaskResult.objects.filter(status=TaskResultStatus.READY).count() == 1


def test_an_attempt_that_is_not_the_runs_own_does_not_begin() -> None:
    run = make_run()

    assert attempt.begin(run.pk, token=uuid4(), worker_id="w1", now=NOW) is None


def test_a_task_that_another_worker_claims_as_well_is_not_done_twice() -> None:
    run = start_run(kind="t", title="Job", by=make_user(), task=example_tasks.succeed)
    assert run.task_result_id is not None
    attempt.begin(run.pk, token=run.task_result_id, worker_id="w1", now=NOW)

    work_off(worker_id="w2")

    run.refresh_from_db()
    assert (run.state, run.attempts, JobLease.objects.get().worker_id) == (RunState.RUNNING, 1, "w1")


def test_progress_is_written_at_most_three_times_a_second() -> None:
    run = make_working_run()

    for done in range(1, 1001):
        run.progress(done, 1000, f"row {done}")

    shown = type(run).objects.get(pk=run.pk)
    assert (shown.done, shown.total, shown.text) == (1, 1000, "row 1")
    assert (run.done, run.text) == (1000, "row 1000")


def test_progress_keeps_total_and_text_that_are_not_given() -> None:
    run = make_working_run(total=9, text="Reading")

    run.progress(3)

    run.refresh_from_db()
    assert (run.done, run.total, run.text) == (3, 9, "Reading")


def test_a_run_that_was_asked_to_stop_is_told_at_its_next_report() -> None:
    run = make_working_run()
    cancel_run(run, now=NOW)

    with pytest.raises(RunCancelled):
        run.progress(1)


def test_the_last_progress_is_stored_when_the_run_ends() -> None:
    run = make_working_run()
    run.progress(1, 10)
    run.progress(10, 10)

    attempt.end(run, RunState.DONE, now=NOW)

    run.refresh_from_db()
    assert (run.done, run.total) == (10, 10)


@pytest.mark.django_db(transaction=True)
def test_a_report_inside_a_transaction_is_refused() -> None:
    run = make_working_run()

    with pytest.raises(RuntimeError), transaction.atomic():
        run.progress(1)


@pytest.mark.django_db(transaction=True)
def test_a_fence_outside_a_transaction_is_refused() -> None:
    run = make_working_run()

    with pytest.raises(transaction.TransactionManagementError):
        fence(run)
