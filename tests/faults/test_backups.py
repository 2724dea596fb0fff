"""Backups taken while others write, full disks, damaged files and torn logs (reliability.md F-08 to F-10, 13)."""

import multiprocessing
import os
import random
import resource
import shutil
import signal
import subprocess
import sys
import time
from collections.abc import Iterator
from contextlib import closing, contextmanager
from datetime import timedelta
from itertools import count
from pathlib import Path
from typing import Any
from urllib.parse import urlsplit

import pytest
from django.contrib.sessions.models import Session
from django.core.management import CommandError, call_command
from django.db import connection
from django.db.models import QuerySet
from django.utils import timezone
from pytest_django import DjangoDbBlocker, Settings

from kundebro.core.file_stores import file_store
from kundebro.core.verify import breached, verify
from kundebro.history.models import Changeset, Seal
from kundebro.history.operations.undo import undo
from kundebro.history.queries import fingerprint
from kundebro.jobs.backups.archive import Reader
from kundebro.jobs.backups.problems import BackupDamaged, BackupFailed, RestoreRefused
from kundebro.jobs.models import Backup, JobLease, Run
from kundebro.jobs.operations import check_backup, reap, restore, take_backup
from kundebro.jobs.schedule import start_now
from kundebro.ledger.models import Entry
from kundebro.prospects.models import Prospect
from kundebro.prospects.operations import change_prospect, create_prospect, transfer_to_debtor
from kundebro.users.models import User
from tests.factories.documents import make_document
from tests.factories.jobs import make_working_run, work_off
from tests.faults.books import invoice
from tests.live import Live, connected_to, new_database, session_of, wait_until

SECONDS = float(os.environ.get("KUNDEBRO_BACKUP_SECONDS", "6"))
SECONDS_BETWEEN = 2
FEWEST_BACKUPS = 2
WRITERS = 2
TEARS = int(os.environ.get("KUNDEBRO_TEARS", "400"))
COMMITS = 20

pytestmark = [pytest.mark.faults, pytest.mark.xdist_group("faults")]
processes = multiprocessing.get_context("fork")
on_sqlite = pytest.mark.skipif(connection.vendor != "sqlite", reason="PostgreSQL's own log is PostgreSQL's business")


@pytest.fixture(autouse=True)
def _unblocked(django_db_setup: None, django_db_blocker: DjangoDbBlocker) -> Iterator[None]:
    with django_db_blocker.unblock():
        yield


@contextmanager
def another_place(tmp_path: Path, settings: Settings) -> Iterator[Path]:
    """An empty data folder and an empty database."""
    data = tmp_path / f"place-{time.monotonic_ns()}"
    data.mkdir()
    before = settings.DATA
    with new_database(data) as url, connected_to(url):
        settings.DATA, settings.MEDIA_ROOT = data, data / "files"
        yield data
        settings.DATA, settings.MEDIA_ROOT = before, before / "files"


def write_until_told(url: str, number: int, is_over: Any, acknowledged: Any) -> None:
    """Make prospects, change them, take every fifth back, and transfer and invoice every third; counts what was acknowledged."""
    with connected_to(url):
        user = User.objects.get()
        for round_ in count():
            if is_over.is_set():
                return
            prospect = create_prospect({"name": f"Skriver {number} · {round_}"}, by=user)
            with acknowledged.get_lock():
                acknowledged.value += 1
            change_prospect(prospect, {"city": "Ærøskøbing"}, by=user)
            if round_ % 5 == 0:
                undo(Changeset.objects.filter(operation="prospects.change").latest("pk"), by=user)
            if round_ % 3 == 0:
                invoice(transfer_to_debtor(prospect, by=user))


@contextmanager
def others_writing(url: str) -> Iterator[Any]:
    """Writers at work; how many prospects they know to be stored."""
    connection.close()  # SQLite must not be carried over a fork
    is_over, acknowledged = processes.Event(), processes.Value("i", 0)
    writers = [
        processes.Process(target=write_until_told, args=(url, number, is_over, acknowledged))
        for number in range(WRITERS)
    ]
    for writer in writers:
        writer.start()
    try:
        yield acknowledged
    finally:
        is_over.set()
        for writer in writers:
            writer.join(60)
            writer.kill()


def test_each_backup_taken_while_others_write_restores_and_verifies(
    installation: Live, tmp_path: Path, settings: Settings
) -> None:
    (settings.DATA / "files").mkdir()
    (settings.DATA / "files" / "tegning.pdf").write_bytes(bytes(range(256)) * 100)
    taken: list[tuple[Backup, int]] = []
    with connected_to(installation.url):
        before = Prospect.objects.count()
        with others_writing(installation.url) as acknowledged:
            until = time.monotonic() + SECONDS
            while time.monotonic() < until or len(taken) < FEWEST_BACKUPS:
                begun, known = time.monotonic(), acknowledged.value
                taken.append((take_backup(now=timezone.now()), before + known))
                time.sleep(max(begun + SECONDS_BETWEEN - time.monotonic(), 0))
        assert acknowledged.value > 0

    stored = []
    for backup, known in taken:
        with another_place(tmp_path, settings) as data:
            restored = restore(Path(backup.path), now=timezone.now())

            assert restored.broken == []
            assert (data / "files" / "tegning.pdf").read_bytes() == bytes(range(256)) * 100
            stored.append((Prospect.objects.count(), Entry.objects.count()))
            assert stored[-1][0] >= known
    assert stored == sorted(stored)
    assert stored[-1][1] > 0


def test_a_restored_installation_is_the_one_that_was_backed_up(
    installation: Live, tmp_path: Path, settings: Settings
) -> None:
    with connected_to(installation.url):
        user = User.objects.get()
        session_of(user)
        content = make_document(b"%PDF-1.7 tilbud", prospect=Prospect.objects.all()[0], by=user).versions.get().content
        working = make_working_run(lease_until=timezone.now() - timedelta(minutes=5))
        backup = take_backup(now=timezone.now(), by=user)
        told, head = fingerprint(), Seal.objects.latest("pk").digest
        assert reap(now=timezone.now()) == 1
        assert (settings.DATA / "backups").stat().st_mode & 0o777 == 0o700

    with another_place(tmp_path, settings):
        restored = restore(Path(backup.path), now=timezone.now())

        assert (fingerprint(), restored.broken) == (told, [])
        assert restored.manifest["database"]["witnesses"]["history.seal"] == head
        assert restored.manifest["secret_key"] not in settings.SECRET_KEY
        assert not Session.objects.exists()
        assert not JobLease.objects.exists()
        assert Run.objects.get(pk=working.pk).state == "queued"
        create_prospect({"name": "Efter gendannelsen"}, by=User.objects.get(pk=user.pk))
        assert breached(verify()) == []
        with file_store().open(content.sha256) as file:
            assert file.read() == b"%PDF-1.7 tilbud"
        file_store().take_away(content.sha256)
        assert [verdict.invariant.id for verdict in breached(verify())] == ["I-15"]


def test_a_trial_restore_is_remembered_and_leaves_nothing_behind(installation: Live, settings: Settings) -> None:
    with connected_to(installation.url):
        backup = take_backup(now=timezone.now())
        assert check_backup(backup, now=timezone.now())

        stored = Backup.objects.get()
        assert (stored.is_sound, stored.problem) == (True, "")
        assert [path.name for path in Path(backup.path).parent.iterdir()] == [backup.name]
        if connection.vendor == "postgresql":
            wait_until(lambda: trial_databases() == 0)  # another test beside this one may be at it, ours is gone


def trial_databases() -> int:
    """How many databases trial restores have in the cluster just now."""
    with connection.cursor() as cursor:
        cursor.execute("SELECT count(*) FROM pg_database WHERE datname LIKE 'kundebro_trial%%'")
        return int(cursor.fetchone()[0])


def test_a_trial_restore_of_a_damaged_backup_says_so(installation: Live) -> None:
    with connected_to(installation.url):
        backup = take_backup(now=timezone.now())
        damage(Path(backup.path))

        assert not check_backup(backup, now=timezone.now())

        stored = Backup.objects.get()
        assert stored.verified_at is None
        assert "ikke, som den blev skrevet" in stored.problem


def test_a_backup_asked_for_by_a_person_is_taken_tried_and_remembered_by_a_worker(installation: Live) -> None:
    with connected_to(installation.url):
        run = start_now("jobs.back_up", by=User.objects.get())

        work_off()

        run.refresh_from_db()
        assert (run.state, run.text) == ("done", "Backuppen blev gendannet på prøve, og alt stemmer.")
        assert run.percent == 100
        backup = Backup.objects.get()
        assert (backup.is_sound, backup.made_by) == (True, User.objects.get())


def test_the_hourly_check_seals_and_what_does_not_hold_ends_it(installation: Live) -> None:
    with connected_to(installation.url):
        runs = [start_now("jobs.look_after"), start_now("jobs.verify")]
        work_off()
        assert [Run.objects.get(pk=run.pk).state for run in runs] == ["done", "done"]
        assert Seal.objects.count() == 1

        altered = QuerySet(Prospect).filter(pk=Prospect.objects.earliest("pk").pk)
        altered.update(version=7)
        run = start_now("jobs.verify")
        work_off()
        altered.update(version=1)

        run.refresh_from_db()
        assert (run.state, run.text) == ("failed", "Stemmer ikke: I-20. Kør kundebro verify, hvor Kundebro kører.")


def damage(path: Path) -> None:
    content = bytearray(path.read_bytes())
    content[len(content) // 3] ^= 1
    path.write_bytes(content)


def test_nothing_is_touched_by_a_restore_that_is_refused(
    installation: Live, tmp_path: Path, settings: Settings
) -> None:
    with connected_to(installation.url):
        backup = take_backup(now=timezone.now())
        create_prospect({"name": "Efter backuppen"}, by=User.objects.get())
        told = fingerprint()

        with pytest.raises(RestoreRefused, match="--overwrite"):
            restore(Path(backup.path), now=timezone.now())
        damage(Path(backup.path))
        with pytest.raises(BackupDamaged):
            restore(Path(backup.path), now=timezone.now(), is_overwriting=True)
        with pytest.raises(CommandError):
            call_command("restore", backup.path, overwrite=True)

        assert fingerprint() == told


def test_a_running_installation_is_not_overwritten(installation: Live) -> None:
    with connected_to(installation.url):
        backup = take_backup(now=timezone.now())
        create_prospect({"name": "Efter backuppen"}, by=User.objects.get())
        told = fingerprint()
        installation.serve()

        with pytest.raises(RestoreRefused, match="Stop"):
            restore(Path(backup.path), now=timezone.now(), is_overwriting=True)

        assert fingerprint() == told


def test_a_stopped_installation_is_overwritten_when_told_to(installation: Live, settings: Settings) -> None:
    with connected_to(installation.url):
        (settings.DATA / "files").mkdir()
        (settings.DATA / "files" / "gammel.txt").write_text("før")
        backup, told = take_backup(now=timezone.now()), fingerprint()
        (settings.DATA / "files" / "gammel.txt").write_text("efter")
        create_prospect({"name": "Efter backuppen"}, by=User.objects.get())

        restored = restore(Path(backup.path), now=timezone.now(), is_overwriting=True)

        assert (fingerprint(), restored.broken) == (told, [])
        assert (settings.DATA / "files" / "gammel.txt").read_text() == "før"
        [aside] = settings.DATA.glob("files.before-*")
        assert (aside / "gammel.txt").read_text() == "efter"


def test_a_backup_of_a_later_kundebro_or_of_the_other_database_is_refused(
    installation: Live, tmp_path: Path, settings: Settings, monkeypatch: pytest.MonkeyPatch
) -> None:
    with connected_to(installation.url):
        path = Path(take_backup(now=timezone.now()).path)
    changed = Reader(path).manifest
    with another_place(tmp_path, settings) as data:
        for change, said in (({"engine": "oracle"}, "oracle"), ({"database": later(changed["database"])}, "nyere")):
            monkeypatch.setattr(Reader, "__init__", reads({**changed, **change}))
            with pytest.raises(RestoreRefused, match=said):
                restore(path, now=timezone.now())
        assert [entry.name for entry in data.iterdir() if entry.is_dir()] == []


def later(database: dict[str, Any]) -> dict[str, Any]:
    return {**database, "migrations": {**database["migrations"], "prospects": ["0001_initial", "0999_later"]}}


def reads(manifest: dict[str, Any]) -> Any:
    def read(self: Reader, _path: Path) -> None:
        self.manifest, self.parts = manifest, manifest["parts"]

    return read


def test_a_full_disk_is_said_in_danish_and_leaves_no_half_file(
    installation: Live, settings: Settings, monkeypatch: pytest.MonkeyPatch
) -> None:
    with connected_to(installation.url):
        free = shutil.disk_usage(settings.DATA)._replace(free=1000)
        with monkeypatch.context() as full:
            full.setattr(shutil, "disk_usage", lambda _folder: free)
            with pytest.raises(BackupFailed, match="Der er ikke plads"):
                take_backup(now=timezone.now())

        assert list((settings.DATA / "backups").iterdir()) == []
        assert "ikke plads" in Backup.objects.get().problem


@pytest.mark.parametrize("kilobytes", [8, 64, 256])
def test_a_disk_that_becomes_full_on_the_way_is_said_and_leaves_no_half_file(
    installation: Live, tmp_path: Path, kilobytes: int
) -> None:
    folder = tmp_path / "backups"
    process = subprocess.run(
        [sys.executable, "-m", "kundebro", "backup", str(folder)],
        env={**os.environ, "KUNDEBRO_DATA": str(installation.folder), "KUNDEBRO_DATABASE_URL": installation.url},
        capture_output=True,
        text=True,
        preexec_fn=lambda: small_files_only(kilobytes * 1024),
        check=False,
    )

    assert process.returncode == 1
    assert "Traceback" not in process.stderr
    assert "backup" in process.stderr.lower()
    assert list(folder.iterdir()) == []


def small_files_only(size: int) -> None:
    """What is written past the limit fails as on a full disk."""
    signal.signal(signal.SIGXFSZ, signal.SIG_IGN)
    resource.setrlimit(resource.RLIMIT_FSIZE, (size, size))


@pytest.mark.skipif(os.geteuid() != 0, reason="only root makes a small disk")
def test_a_backup_onto_a_small_disk(installation: Live, tmp_path: Path) -> None:
    folder = tmp_path / "small"
    folder.mkdir()
    if subprocess.run(["mount", "-t", "tmpfs", "-o", "size=300k", "tmpfs", folder], check=False).returncode:
        pytest.skip("no disk can be mounted here")
    try:
        with connected_to(installation.url), pytest.MonkeyPatch.context() as lying:
            lying.setattr(shutil, "disk_usage", lambda _folder: shutil._ntuple_diskusage(10**12, 0, 10**12))
            with pytest.raises(BackupFailed, match="Disken blev fuld"):
                take_backup(now=timezone.now(), folder=folder)
        assert list(folder.iterdir()) == []
    finally:
        subprocess.run(["umount", folder], check=True)


def test_a_killed_backup_leaves_nothing_under_a_backups_name(installation: Live, tmp_path: Path) -> None:
    folder = tmp_path / "backups"
    chance = random.Random(int(os.environ.get("KUNDEBRO_SEED", "1")))  # noqa: S311  moments, no secret
    for _kill in range(3):
        process = installation.start("kundebro", "backup", str(folder))
        time.sleep(chance.uniform(0.8, 2.0))
        process.kill()
        process.wait()

        for path in folder.glob("*.zip"):
            Reader(path)


@on_sqlite
def test_every_torn_log_opens_on_a_committed_prefix(prepared: str, tmp_path: Path) -> None:
    seed = int(os.environ.get("KUNDEBRO_SEED") or time.time_ns() % 1_000_000)
    sys.stdout.write(f"KUNDEBRO_SEED={seed} repeats these tears\n")
    chance = random.Random(seed)  # noqa: S311  places, no secret
    path = tmp_path / "whole.sqlite3"
    shutil.copyfile(urlsplit(prepared).path, path)
    log = path.with_name(f"{path.name}-wal")
    ends, states = [], []
    with connected_to(f"sqlite://{path}"), closing(library().connect(str(path))) as opened:
        user = User.objects.get()
        with connection.cursor() as cursor:
            cursor.execute("PRAGMA wal_autocheckpoint = 0")
        for number in range(COMMITS):
            ends.append(log.stat().st_size)
            states.append(state_of(opened))
            create_prospect({"name": f"Nummer {number}"}, by=user)
        ends.append(log.stat().st_size)
        states.append(state_of(opened))
        content = log.read_bytes()[: ends[-1]]
        whole = path.read_bytes()

    copy = tmp_path / "torn.sqlite3"
    copy.write_bytes(whole)
    whole_states: set[int] = set()
    for _tear in range(TEARS):
        place, torn = tear(content, chance)
        copy.with_name(f"{copy.name}-wal").write_bytes(torn)
        copy.with_name(f"{copy.name}-shm").unlink(missing_ok=True)

        with closing(library().connect(f"file:{copy}?mode=ro", uri=True)) as opened:
            stored = states.index(state_of(opened))
            if stored not in whole_states:
                assert opened.execute("PRAGMA integrity_check").fetchone() == ("ok",)
                whole_states.add(stored)

        assert stored == max(number for number, end in enumerate(ends) if end <= place)


def tear(content: bytes, chance: random.Random) -> tuple[int, bytes]:
    """Where the log is whole up to, and the log: cut off, with one bit flipped, or with zeros to its end."""
    place = chance.randrange(len(content))
    kind = chance.choice(("cut", "flip", "zeros"))
    if kind == "cut":
        return place, content[:place]
    if kind == "flip":
        return place, content[:place] + bytes([content[place] ^ (1 << chance.randrange(8))]) + content[place + 1 :]
    rest = content[place:]
    unchanged = len(rest) - len(rest.lstrip(b"\0"))
    return place + unchanged, content[:place] + bytes(len(rest))


def state_of(opened: Any) -> tuple[int, ...]:
    """How many prospects, changes and commitments the database holds: different after each commit."""
    tables = ("prospects_prospect", "history_change", "history_commitment")
    return tuple(opened.execute(f"SELECT count(*) FROM {table}").fetchone()[0] for table in tables)


def library() -> Any:
    return connection.Database  # type: ignore[attr-defined]
