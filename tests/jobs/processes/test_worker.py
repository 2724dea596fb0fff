import pytest
from django.db import OperationalError

from kundebro.jobs.models import Run
from kundebro.jobs.operations import start_run
from kundebro.jobs.processes import worker
from kundebro.jobs.processes.worker import JobWorker, new_worker_id, resident_bytes
from kundebro.jobs.task_queue import TaskResult, Worker
from tests.jobs import example_tasks

MEGABYTE = 1024 * 1024


def claimed_task() -> TaskResult:
    run = start_run(kind="t", title="Job", by=None, task=example_tasks.succeed)
    assert run.task_result is not None
    run.task_result.claim("w")
    return run.task_result


def test_worker_ids_never_come_again_and_fit_their_column() -> None:
    first, second = new_worker_id(), new_worker_id()

    assert first != second
    assert len(first) <= 64


def test_the_memory_of_this_process_is_known() -> None:
    assert 10 * MEGABYTE < resident_bytes() < 10_000 * MEGABYTE


@pytest.mark.django_db
def test_a_small_worker_goes_on_after_a_job(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(worker, "BYTES_BEFORE_RECYCLING", 100_000 * MEGABYTE)  # the tests' own process has grown
    small = JobWorker(worker_id="w")

    small.run_task(claimed_task())

    assert small.running
    assert Run.objects.get().state == "done"


@pytest.mark.django_db
def test_a_worker_that_has_grown_ends_after_its_job(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(worker, "BYTES_BEFORE_RECYCLING", 1)
    grown = JobWorker(worker_id="w")

    grown.run_task(claimed_task())

    assert not grown.running
    assert Run.objects.get().state == "done"


def test_a_worker_survives_a_locked_database(monkeypatch: pytest.MonkeyPatch) -> None:
    errors = [OperationalError("database is locked"), OperationalError("the connection is closed")]

    def claim_loop(_worker: Worker) -> None:
        if errors:
            raise errors.pop()

    monkeypatch.setattr(Worker, "run", claim_loop)

    JobWorker(worker_id="w").run()

    assert errors == []
