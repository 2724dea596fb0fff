"""Imports and undo as a worker carries them out."""

import pytest
from django.core.management import call_command

from kundebro.history.queries import fingerprint
from kundebro.history.recorder import recording
from kundebro.imports.models import ImportRun
from kundebro.imports.operations.start import resume
from kundebro.imports.operations.undo import start_undo
from kundebro.jobs.choices import RunState
from kundebro.jobs.models import Run
from kundebro.prospects.models import TargetGroup
from kundebro.users.choices import Role
from kundebro.users.models import User
from tests.factories.imports import make_import, make_upload
from tests.factories.users import make_user

pytestmark = pytest.mark.django_db(transaction=True)


def work() -> None:
    call_command("worker", "--batch")


def make_finished_import(by: User, rows: int = 3) -> ImportRun:
    text = "Kode;Navn\n" + "".join(f"K{number};Gruppe {number}\n" for number in range(rows))
    run = make_import(make_upload(text, by=by))
    resume(run)
    work()
    return ImportRun.objects.get(pk=run.pk)


def test_a_worker_imports_and_the_run_is_done() -> None:
    run = make_finished_import(make_user())

    assert run.job is not None
    assert (run.job.state, run.job.done, run.job.total) == (RunState.DONE, 3, 3)
    assert (run.created, TargetGroup.objects.count()) == (3, 3)


def test_a_worker_undoes_a_whole_import() -> None:
    by = make_user()
    before = fingerprint()
    run = make_finished_import(by)
    assert run.changeset is not None

    undoing = start_undo(changeset=run.changeset, by=by, leave_conflicts=False)
    assert start_undo(changeset=run.changeset, by=by, leave_conflicts=False) == undoing
    work()

    undoing.refresh_from_db()
    run.refresh_from_db()
    assert (undoing.state, run.undo_job, run.is_undone) == (RunState.DONE, undoing, True)
    assert fingerprint() == before


def test_rows_changed_since_stop_the_undo_or_are_left_as_they_are() -> None:
    by = make_user()
    run = make_finished_import(by)
    assert run.changeset is not None
    with recording("test", by=by):
        group = TargetGroup.objects.get(code="K1")
        group.name = "Rettet"
        group.save()

    stopped = start_undo(changeset=run.changeset, by=by, leave_conflicts=False)
    work()
    stopped.refresh_from_db()
    assert stopped.state == RunState.FAILED
    assert "Rettet" in stopped.text
    assert TargetGroup.objects.count() == 3

    rest = start_undo(changeset=run.changeset, by=by, leave_conflicts=True)
    work()
    rest.refresh_from_db()
    assert (rest.state, rest.result) == (RunState.DONE, 1)
    assert list(TargetGroup.objects.values_list("name", flat=True)) == ["Rettet"]


def test_who_may_no_longer_import_is_told_so() -> None:
    by = make_user()
    run = make_import(make_upload("Kode;Navn\nA;Ærø\n", by=by))
    resume(run)
    by.role = Role.READER
    by.save()

    work()

    job = Run.objects.get()
    assert (job.state, TargetGroup.objects.count()) == (RunState.FAILED, 0)
    assert job.text


def test_a_file_that_is_gone_is_said_to_be_gone() -> None:
    run = make_import(make_upload("Kode;Navn\nA;Ærø\n", by=make_user()))
    run.upload.path.unlink()
    resume(run)

    work()

    job = Run.objects.get()
    assert job.state == RunState.FAILED
    assert job.text
