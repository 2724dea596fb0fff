"""`kill -9` in the middle of an import (reliability.md F-03), at moments nobody has chosen."""

import multiprocessing
import os
import random
import signal
import sys
import time
from pathlib import Path
from typing import Any

import pytest
from pytest_django import DjangoDbBlocker

from kundebro.core.verify import breached, verify
from kundebro.history.operations.undo import undo_in_portions
from kundebro.history.queries import fingerprint
from kundebro.imports.models import ImportRun
from kundebro.imports.operations.carry_out import carry_out
from kundebro.users.models import User
from tests.factories.imports import make_import, make_upload
from tests.faults.fair import fair_list, orphans, outcome
from tests.live import connected_to, new_database, settle

KILLS = int(os.environ.get("KUNDEBRO_KILLS") or 15)
KILLS_PER_IMPORT = 15

pytestmark = [pytest.mark.faults, pytest.mark.xdist_group("faults")]
processes = multiprocessing.get_context("fork")


def go_on(url: str, begun: Any) -> None:
    """Carry the import out, in a process and a process group of its own."""
    os.setsid()
    with connected_to(url):
        import_run = ImportRun.objects.get()
        begun.set()
        carry_out(import_run)
    os._exit(0)


def killed_while_going_on(url: str, *, after: float) -> bool:
    """Go on with the import and kill it some seconds later; whether it was still at work then."""
    begun = processes.Event()
    process = processes.Process(target=go_on, args=(url, begun))
    process.start()
    assert begun.wait(60)
    process.join(after)
    is_at_work = process.is_alive()
    if is_at_work and process.pid:
        os.killpg(process.pid, signal.SIGKILL)
        process.join()
    return is_at_work


def finish() -> dict[str, object]:
    """What the import has left when it is through, after going on with it if it was cut off."""
    import_run = ImportRun.objects.get()
    if not import_run.is_finished:
        carry_out(import_run)
    return outcome()


def undo_import() -> None:
    for _step in undo_in_portions(ImportRun.objects.get().changeset, by=User.objects.get()):
        pass


def test_an_import_killed_at_any_moment_ends_as_an_unbroken_one_and_can_be_undone(
    prepared: str, tmp_path: Path, django_db_blocker: DjangoDbBlocker
) -> None:
    seed = int(os.environ.get("KUNDEBRO_SEED") or time.time_ns() % 1_000_000)
    sys.stdout.write(f"KUNDEBRO_SEED={seed} repeats these moments\n")
    chance = random.Random(seed)  # noqa: S311  moments, no secret
    with django_db_blocker.unblock(), new_database(tmp_path, copied_from=prepared) as begun:
        with connected_to(begun):
            before = fingerprint()
            make_import(make_upload(fair_list(), by=User.objects.get(), target="prospects", encoding="cp1252"))
        settle(begun)
        with new_database(tmp_path, copied_from=begun) as url, connected_to(url):
            started = time.monotonic()
            unbroken = finish()
            seconds = time.monotonic() - started
        assert (unbroken["is_finished"], unbroken["changesets"]) == (True, 1)

        kills = 0
        while kills < KILLS:
            with new_database(tmp_path, copied_from=begun) as url:
                for _kill in range(KILLS_PER_IMPORT):
                    if not killed_while_going_on(url, after=chance.uniform(0, seconds / 3)):
                        break
                    kills += 1
                with connected_to(url):
                    assert finish() == unbroken
                    assert orphans() == []
                    undo_import()
                    assert fingerprint() == before
                    assert breached(verify()) == []
