"""Opsætning → Drift → Backup og kontrol."""

from datetime import timedelta
from pathlib import Path

import pytest
from django.test import Client
from django.utils import timezone
from pytest_django import Settings

from kundebro.jobs.backups.keeping import name_for
from kundebro.jobs.choices import RunState
from kundebro.jobs.models import Backup, Run
from kundebro.jobs.operations import forget_old_backups
from kundebro.jobs.queries import safety
from kundebro.jobs.schedule import start_now
from kundebro.jobs.tables import safety_tiles
from kundebro.users.choices import Role
from tests.factories.jobs import make_run
from tests.factories.users import make_user
from tests.live import session_of

pytestmark = pytest.mark.django_db

PAGE = "/jobs/backups/"


@pytest.fixture
def administrator(client: Client, settings: Settings) -> Client:
    client.cookies[settings.SESSION_COOKIE_NAME] = session_of(make_user(role=Role.ADMINISTRATOR))
    return client


def make_backup(**fields: object) -> Backup:
    given = {"made_at": timezone.now(), "path": "backups/kundebro-20261126T013000Z.zip", "size": 3_400_000}
    return Backup.objects.create(**{**given, **fields})


def tones() -> list[str]:
    return [tile.tone for tile in safety_tiles(safety(), now=timezone.now())]


def test_without_any_backup_it_says_so_in_red(administrator: Client) -> None:
    page = administrator.get(PAGE).content.decode()

    assert "Ingen backup endnu" in page
    assert "Tag backup nu" in page
    assert tones() == ["bad", "bad", ""]


@pytest.mark.parametrize(("days", "tone"), [(0, "good"), (7.9, "good"), (8.1, "bad")])
def test_a_trial_restore_is_red_after_eight_days(days: float, tone: str) -> None:
    make_backup(verified_at=timezone.now() - timedelta(days=days))
    make_run(state=RunState.DONE)
    Run.objects.update(kind="jobs.verify")

    assert tones() == [tone, "", "good"]


def test_a_backup_that_failed_is_shown_and_is_not_the_latest(administrator: Client) -> None:
    made = make_backup(verified_at=timezone.now())
    make_backup(made_at=timezone.now() + timedelta(minutes=1), size=None, problem="Disken blev fuld")

    page = administrator.get(PAGE).content.decode()

    assert "gik galt" in page
    assert "Disken blev fuld" in page
    assert safety().latest == made


def test_what_the_nightly_check_found_is_shown_in_red(administrator: Client) -> None:
    run = make_run(state=RunState.FAILED, text="Stemmer ikke: I-20.")
    Run.objects.update(kind="jobs.verify")

    page = administrator.get(PAGE).content.decode()

    assert "Stemmer ikke: I-20." in page
    assert run.get_absolute_url() in page
    assert tones()[2] == "bad"


def test_a_click_begins_one_backup_and_shows_how_far_it_is(administrator: Client) -> None:
    first = administrator.post("/jobs/backups/take/")
    second = administrator.post("/jobs/backups/take/")

    run = Run.objects.get(kind="jobs.back_up")
    assert first["Location"] == second["Location"] == run.get_absolute_url()
    assert run.link == PAGE
    assert run.get_absolute_url() in administrator.get(PAGE).content.decode()


def test_when_one_is_over_another_can_begin() -> None:
    Run.objects.filter(pk=start_now("jobs.back_up").pk).update(state=RunState.DONE, ended_at=timezone.now())

    assert start_now("jobs.back_up").state == RunState.QUEUED


def test_old_backups_go_but_the_last_proven_one_and_strange_files_stay(settings: Settings) -> None:
    folder = Path(settings.BACKUPS)
    folder.mkdir()
    (folder / "photos.zip").touch()
    now = timezone.now()
    for days in range(40):
        path = folder / name_for(now - timedelta(days=days))
        path.touch()
        make_backup(path=str(path), made_at=now - timedelta(days=days))
    proven = folder / name_for(now - timedelta(days=400))
    proven.touch()
    make_backup(path=str(proven), verified_at=now)

    gone = forget_old_backups()

    left = sorted(path.name for path in folder.glob("kundebro-*.zip"))
    assert {proven.name, *(name_for(now - timedelta(days=days)) for days in range(7))} <= set(left)
    assert len(left) == 41 - gone
    assert len(left) < 14
    assert (folder / "photos.zip").exists()
    assert sorted(Path(path).name for path in Backup.objects.values_list("path", flat=True)) == left
