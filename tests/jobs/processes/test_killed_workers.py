"""Real workers, really killed (reliability.md F-21)."""

import signal
from collections.abc import Iterator
from datetime import timedelta

import pytest
from django.utils import timezone

from kundebro.jobs.choices import RunState
from kundebro.jobs.models import JobLease, Run, ScheduleSlot
from kundebro.jobs.operations import reap, start_run
from kundebro.jobs.task_queue import TaskResult
from tests.jobs import example_tasks
from tests.live import Live, connected_to, wait_until

TOTAL = 8
SECONDS_OF_REST = 5

pytestmark = [pytest.mark.faults, pytest.mark.xdist_group("faults")]


@pytest.fixture(autouse=True)
def _in_the_installation(installation: Live) -> Iterator[None]:
    with connected_to(installation.url):
        yield


def start_counting(installation: Live) -> None:
    start_run(
        kind="t",
        title="Job",
        by=None,
        task=example_tasks.count_effects,
        arguments={"total": TOTAL, "folder": str(installation.folder), "rest": SECONDS_OF_REST},
        delays=[timedelta(0)] * 4,
    )


def wait_for_a_rest(installation: Live) -> None:
    """Until it has made an effect and holds no lock: a stopped process keeps SQLite's for ever."""
    wait_until((installation.folder / "resting").exists)


def reap_in_a_minute() -> int:
    return reap(now=timezone.now() + timedelta(seconds=61))


def finish(installation: Live) -> None:
    assert installation.start("kundebro", "worker", "--batch").wait(60) == 0


def outcome() -> tuple[str, int, int, int, int]:
    """The run's state, attempts and progress; how many effects there are; how many leases."""
    run = Run.objects.get()
    return run.state, run.attempts, run.done, ScheduleSlot.objects.count(), JobLease.objects.count()


def test_a_job_whose_worker_is_killed_is_finished_by_another(installation: Live) -> None:
    start_counting(installation)
    first = installation.start("kundebro", "worker")
    wait_for_a_rest(installation)

    first.kill()
    first.wait()

    assert reap_in_a_minute() == 1
    finish(installation)
    assert outcome() == (RunState.DONE, 2, TOTAL, TOTAL, 0)


def test_a_worker_that_slept_through_its_lease_commits_nothing_more(installation: Live) -> None:
    start_counting(installation)
    zombie = installation.start("kundebro", "worker")
    wait_for_a_rest(installation)
    zombie.send_signal(signal.SIGSTOP)
    assert reap_in_a_minute() == 1
    finish(installation)
    before = outcome()

    zombie.send_signal(signal.SIGCONT)
    zombie.terminate()
    zombie.wait(60)

    assert TaskResult.objects.filter(traceback__contains="kundebro.jobs.models.run.LeaseLost").count() == 1
    assert outcome() == before == (RunState.DONE, 2, TOTAL, TOTAL, 0)


def test_a_worker_told_once_to_end_finishes_its_job(installation: Live) -> None:
    start_counting(installation)
    worker = installation.start("kundebro", "worker")
    wait_for_a_rest(installation)

    worker.terminate()

    assert worker.wait(60) == 0
    assert outcome() == (RunState.DONE, 1, TOTAL, TOTAL, 0)


def test_a_worker_told_twice_to_end_gives_its_job_back_at_once(installation: Live) -> None:
    start_counting(installation)
    worker = installation.start("kundebro", "worker")
    wait_for_a_rest(installation)

    worker.terminate()
    worker.send_signal(signal.SIGINT)

    assert worker.wait(10) == 0
    state, attempts, _done, _effects, leases = outcome()
    assert (state, attempts, leases) == (RunState.QUEUED, 0, 0)
    finish(installation)
    assert outcome() == (RunState.DONE, 1, TOTAL, TOTAL, 0)


def test_two_workers_do_each_job_once(installation: Live) -> None:
    for number in range(60):
        start_run(kind="t", title="Job", by=None, task=example_tasks.succeed, arguments={"answer": number})

    for worker in [installation.start("kundebro", "worker", "--batch") for _number in range(2)]:
        assert worker.wait(60) == 0

    assert Run.objects.filter(state=RunState.DONE, attempts=1).count() == 60
    assert not JobLease.objects.exists()
