from datetime import timedelta

import pytest
from django.utils import timezone

from kundebro.jobs.choices import RunState
from kundebro.jobs.invariants import leases
from kundebro.jobs.models import JobLease, Run
from tests.factories.jobs import make_run, make_working_run

pytestmark = pytest.mark.django_db


def test_runs_at_work_and_at_rest_hold() -> None:
    make_working_run()
    make_run()
    make_run(state=RunState.DONE)

    assert list(leases()) == []


def test_a_run_whose_worker_is_gone_is_found_when_the_reaper_has_had_its_time() -> None:
    now = timezone.now()
    lost = make_working_run(lease_until=now - timedelta(minutes=10))
    make_working_run(lease_until=now - timedelta(seconds=30))
    without = make_run(state=RunState.RUNNING, started_at=now - timedelta(minutes=10))

    assert [breach.rows for breach in leases()] == [(lost.pk, without.pk)]


def test_a_lease_on_what_is_not_at_work_is_found() -> None:
    run = make_working_run()
    Run.objects.update(state=RunState.QUEUED)

    assert [breach.rows for breach in leases()] == [(JobLease.objects.get(run=run).pk,)]
