"""`kill -9` in a restore (reliability.md F-08): the old data or the new, never half of each."""

import os
import signal
from collections.abc import Callable
from datetime import timedelta
from itertools import count
from pathlib import Path
from typing import Any

import pytest
from django.db import connection
from django.utils import timezone
from pytest_django import Settings

from kundebro.history.queries import fingerprint
from kundebro.jobs.backups import postgresql
from kundebro.jobs.backups.archive import Reader
from kundebro.jobs.backups.facts import ask_database
from kundebro.jobs.operations import restore, take_backup
from kundebro.ledger.models import Entry
from tests.faults.books import debtors, invoice
from tests.faults.killed import in_a_process
from tests.live import Live, connected_to, wait_until

STEPS: tuple[tuple[Any, str], ...] = (
    (Reader, "take_out"),
    (Path, "hardlink_to"),
    (Path, "rename"),
    (Path, "replace"),
    (postgresql, "_run"),
)
"""What a restore writes by."""
FEWEST = 5

pytestmark = [pytest.mark.faults, pytest.mark.xdist_group("faults")]


def killed_before(step: int, work: Callable[[], Any]) -> Callable[[], Any]:
    """The work, which ends itself instead of taking the step."""

    def run() -> None:
        taken = count()

        def counting(function: Callable[..., Any]) -> Callable[..., Any]:
            def counted(*arguments: Any, **named: Any) -> Any:
                if next(taken) == step:
                    os.kill(os.getpid(), signal.SIGKILL)
                return function(*arguments, **named)

            return counted

        with pytest.MonkeyPatch.context() as patch:
            for owner, name in STEPS:
                patch.setattr(owner, name, counting(getattr(owner, name)))
            work()

    return run


def test_a_restore_killed_at_any_step_leaves_the_old_or_the_new_and_is_finished_by_the_next(
    installation: Live, settings: Settings
) -> None:
    drawing, begun = settings.DATA / "files" / "tegning.txt", timezone.now()
    drawing.parent.mkdir()
    with connected_to(installation.url):
        (debtor,) = debtors(1)
        invoice(debtor)
        drawing.write_text("som den var")
        path = Path(take_backup(now=begun).path)
        new = (fingerprint(), Entry.objects.count())
        invoice(debtor)
        debtors(1)
        drawing.write_text("som den er")
        old = (fingerprint(), Entry.objects.count())

    outcomes = []
    for step in count():
        at = begun + timedelta(seconds=step)
        work = killed_before(step, lambda at=at: restore(path, now=at, is_overwriting=True))  # type: ignore[misc]
        process = in_a_process(installation.url, work)
        process.join()
        if process.exitcode == 0:
            break
        assert process.exitcode == -signal.SIGKILL
        with connected_to(installation.url):
            if connection.vendor == "postgresql":
                wait_until(lambda: ask_database(postgresql.OTHERS) == [(0,)])
            outcomes.append((fingerprint(), Entry.objects.count()))
        if outcomes[-1] == old:
            assert drawing.read_text() == "som den er"

    assert len(outcomes) >= FEWEST
    assert set(outcomes) == {old, new}
    with connected_to(installation.url):
        assert (fingerprint(), Entry.objects.count()) == new
    assert drawing.read_text() == "som den var"
