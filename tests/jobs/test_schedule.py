from datetime import UTC, datetime, time
from zoneinfo import ZoneInfo

import pytest

from kundebro.jobs import schedule
from kundebro.jobs.models import Run, ScheduleSlot
from kundebro.jobs.processes.scheduler import make_round
from kundebro.jobs.schedule import Daily, Every, Recurrence, start_due_runs
from kundebro.jobs.task_queue import TaskResult
from tests.factories.jobs import work_off
from tests.jobs import example_tasks

COPENHAGEN = ZoneInfo("Europe/Copenhagen")
NIGHTLY = Daily(at=time(2, 30))


def local(text: str, *, fold: int = 0) -> datetime:
    return datetime.fromisoformat(text).replace(tzinfo=COPENHAGEN, fold=fold)


@pytest.fixture
def _one_recurrence(monkeypatch: pytest.MonkeyPatch) -> None:
    recurrence = Recurrence(job="test.nightly", title="Nightly", task=example_tasks.succeed, due=NIGHTLY)
    monkeypatch.setattr(schedule, "recurrences", [recurrence])


@pytest.mark.parametrize(
    ("now", "slot"),
    [
        (local("2026-11-22T02:29:59"), "2026-11-21"),
        (local("2026-11-22T02:30"), "2026-11-22"),
        (local("2026-11-22T23:59"), "2026-11-22"),
        (datetime(2026, 12, 31, 23, 30, tzinfo=UTC), "2026-12-31"),
    ],
)
def test_daily_work_is_due_by_the_local_clock(now: datetime, slot: str) -> None:
    assert NIGHTLY.slot(now) == slot


def test_an_hour_that_comes_twice_makes_one_slot() -> None:
    first, second = local("2026-10-25T02:45"), local("2026-10-25T02:45", fold=1)

    assert first.timestamp() != second.timestamp()
    assert NIGHTLY.slot(first) == NIGHTLY.slot(second) == "2026-10-25"


def test_an_hour_that_is_left_out_skips_no_slot() -> None:
    before, after = local("2027-03-28T01:59"), local("2027-03-28T03:00")

    assert [NIGHTLY.slot(before), NIGHTLY.slot(after)] == ["2027-03-27", "2027-03-28"]


def test_frequent_work_has_a_slot_for_each_stretch() -> None:
    ten_minutes = Every(minutes=10)

    slots = [ten_minutes.slot(local(f"2026-11-22T{clock}")) for clock in ("14:09:59", "14:10", "14:19:59", "14:20")]

    assert slots == ["2026-11-22T13:00Z", "2026-11-22T13:10Z", "2026-11-22T13:10Z", "2026-11-22T13:20Z"]


@pytest.mark.django_db
@pytest.mark.usefixtures("_one_recurrence")
def test_two_schedulers_start_one_run_a_day() -> None:
    moments = [local("2026-11-22T02:30"), local("2026-11-22T02:30:30"), local("2026-11-23T03:00")]

    started = [len(start_due_runs(now=now)) for now in moments for _scheduler in range(2)]

    assert started == [1, 0, 0, 0, 1, 0]
    assert list(Run.objects.values_list("kind", "title")) == [("test.nightly", "Nightly")] * 2
    assert not Run.objects.filter(started_by__isnull=False).exists()
    assert TaskResult.objects.count() == 2


@pytest.mark.django_db
@pytest.mark.usefixtures("_one_recurrence")
def test_a_run_that_cannot_be_started_is_started_in_the_next_round(monkeypatch: pytest.MonkeyPatch) -> None:
    def fail(**_arguments: object) -> None:
        raise RuntimeError

    with monkeypatch.context() as broken, pytest.raises(RuntimeError):
        broken.setattr(schedule, "start_run", fail)
        start_due_runs(now=local("2026-11-22T02:30"))

    assert not ScheduleSlot.objects.exists()
    assert len(start_due_runs(now=local("2026-11-22T02:31"))) == 1


@pytest.mark.django_db
def test_the_nightly_housekeeping_is_on_the_schedule_and_works() -> None:
    make_round()
    work_off()
    ends = dict(Run.objects.values_list("kind", "state"))
    assert {job: ends[job] for job in ("jobs.prune_runs", "jobs.clear_sessions", "jobs.refresh_statistics")} == {
        "jobs.prune_runs": "done",
        "jobs.clear_sessions": "done",
        "jobs.refresh_statistics": "done",
    }
