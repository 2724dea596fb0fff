"""Transfers by many at the same moment, and killed at any (reliability.md PRO-3, CORE-5), as real processes."""

import multiprocessing
import os
import random
import signal
import sys
import time
from collections.abc import Callable
from pathlib import Path
from typing import Any

import pytest
from pytest_django import DjangoDbBlocker

from kundebro.core.verify import breached, verify
from kundebro.history.models import Changeset
from kundebro.ledger.models import Creditor, Debtor
from kundebro.prospects.models import Prospect
from kundebro.prospects.operations import (
    AlreadyTransferred,
    ProspectArchived,
    archive_prospects,
    transfer_to_creditor,
    transfer_to_debtor,
)
from kundebro.users.models import User
from tests.faults.killed import in_a_process, killed_at
from tests.faults.together import at_once
from tests.live import Live, connected_to, new_database

KILLS = 40
AT_ONCE = 10
FEWEST_STATEMENTS = 10

pytestmark = [pytest.mark.faults, pytest.mark.xdist_group("faults")]
processes = multiprocessing.get_context("fork")


def first() -> Prospect:
    return Prospect.objects.order_by("pk")[0]


def transfer(place: int) -> int:
    """Transfer the first prospect with a key of one's own; the debtor it then has."""
    try:
        return transfer_to_debtor(first(), by=User.objects.get(), key=f"fane-{place}").pk
    except AlreadyTransferred as already:
        return already.account.pk


@pytest.mark.parametrize("clients", [8, 50])
def test_transfers_of_one_prospect_at_once_make_one_debtor(installation: Live, clients: int) -> None:
    answers = at_once(clients, transfer, url=installation.url)

    with connected_to(installation.url):
        debtor = Debtor.objects.get()
        assert first().debtor == debtor
        assert Changeset.objects.filter(operation="prospects.transfer-to-debtor").count() == 1
    assert answers == [debtor.pk] * clients


def test_clicks_on_one_button_at_once_get_the_same_answer(installation: Live) -> None:
    def click(_place: int) -> int:
        return transfer_to_debtor(first(), by=User.objects.get(), key="samme-knap").pk

    answers = at_once(20, click, url=installation.url)

    with connected_to(installation.url):
        assert answers == [Debtor.objects.get().pk] * 20


def test_debtor_and_creditor_at_once_are_both_made(installation: Live) -> None:
    def either(place: int) -> str:
        make = transfer_to_debtor if place % 2 else transfer_to_creditor
        try:
            make(first(), by=User.objects.get(), key=f"fane-{place}")
        except AlreadyTransferred:
            return "already"
        return make.__name__

    answers = at_once(AT_ONCE, either, url=installation.url)

    assert sorted(answers) == ["already"] * (AT_ONCE - 2) + ["transfer_to_creditor", "transfer_to_debtor"]
    with connected_to(installation.url):
        assert (first().debtor, first().creditor) == (Debtor.objects.get(), Creditor.objects.get())


def test_transfer_and_archive_at_once_never_open_an_account_of_an_archived_prospect(installation: Live) -> None:
    def either(place: int) -> str:
        user = User.objects.get()
        if place % 2:
            archive_prospects(Prospect.objects.filter(pk=first().pk), by=user)
            return "archived"
        try:
            transfer_to_debtor(first(), by=user, key=f"fane-{place}")
        except (AlreadyTransferred, ProspectArchived) as refused:
            return type(refused).__name__
        return "transferred"

    answers = at_once(AT_ONCE, either, url=installation.url)

    with connected_to(installation.url):
        assert Debtor.objects.count() == answers.count("transferred") == int(first().is_debtor)
        assert first().is_archived
    assert set(answers) <= {"archived", "transferred", "AlreadyTransferred", "ProspectArchived"}


def becomes_debtor() -> int:
    """The first prospect as debtor."""
    return transfer_to_debtor(first(), by=User.objects.get(), key="overfør").pk


def becomes_creditor() -> int:
    """The first prospect as creditor."""
    return transfer_to_creditor(first(), by=User.objects.get(), key="overfør").pk


def stands() -> tuple[Any, ...]:
    """What a transfer leaves: link, accounts and history."""
    return (
        (first().is_debtor, first().is_creditor, first().version),
        list(Debtor.objects.values_list("number", "name")),
        list(Creditor.objects.values_list("number", "name")),
        list(Changeset.objects.filter(about_id=first().pk).values_list("operation", "change_count")),
    )


@pytest.mark.parametrize("work", [becomes_debtor, becomes_creditor])
def test_a_transfer_killed_at_any_statement_is_there_whole_or_not_at_all(
    work: Callable[[], int], prepared: str, tmp_path: Path, django_db_blocker: DjangoDbBlocker
) -> None:
    with django_db_blocker.unblock(), new_database(tmp_path, copied_from=prepared) as url:
        with connected_to(url):
            before = stands()
        kills, outcomes = 0, [before]
        while outcomes[-1] == before:
            process = in_a_process(url, killed_at(kills, work))
            process.join()
            assert process.exitcode == -signal.SIGKILL
            kills += 1
            with connected_to(url):
                outcomes.append(stands())
                assert breached(verify()) == [] if kills % 5 == 0 else True
        with connected_to(url):
            assert work() == work() == (first().debtor_id or first().creditor_id)
            assert stands() == outcomes[-1]
            assert breached(verify()) == []

    assert kills >= FEWEST_STATEMENTS
    assert outcomes[-1][0] == (work is becomes_debtor, work is becomes_creditor, before[0][2] + 1)


def transfer_one_after_the_other(url: str, told: Any, begun: Any) -> None:
    """Transfer prospect after prospect, saying after each which debtor it became; a process group of its own."""
    os.setsid()
    with connected_to(url):
        user = User.objects.get()
        waiting = list(Prospect.objects.filter(debtor=None).order_by("pk")[:200])
        begun.set()
        for prospect in waiting:
            debtor = transfer_to_debtor(prospect, by=user, key=f"kunde-{prospect.pk}")
            told.send((prospect.pk, debtor.pk))
    os._exit(0)


def killed_while_transferring(url: str, *, after: float | None = None) -> tuple[list[tuple[int, int]], float]:
    """Transfer and be killed some seconds later, or after the third answer; what was answered, and in which time."""
    begun = processes.Event()
    hears, says = processes.Pipe(duplex=False)
    process = processes.Process(target=transfer_one_after_the_other, args=(url, says, begun))
    process.start()
    says.close()
    assert begun.wait(60)
    started, heard = time.monotonic(), []
    if after is None:
        heard = [hears.recv() for _answer in range(3)]
    process.join(after or 0)
    seconds = time.monotonic() - started
    assert process.is_alive()
    assert process.pid
    os.killpg(process.pid, signal.SIGKILL)
    process.join()
    while hears.poll():
        try:
            heard.append(hears.recv())
        except EOFError:
            break
    return heard, seconds


def test_a_transfer_killed_at_any_moment_is_whole_or_not_at_all_and_an_answer_holds(
    prepared: str, tmp_path: Path, django_db_blocker: DjangoDbBlocker
) -> None:
    seed = int(os.environ.get("KUNDEBRO_SEED") or time.time_ns() % 1_000_000)
    sys.stdout.write(f"KUNDEBRO_SEED={seed} repeats these moments\n")
    chance = random.Random(seed)  # noqa: S311  moments, no secret
    with django_db_blocker.unblock(), new_database(tmp_path, copied_from=prepared) as url:
        answers, seconds = killed_while_transferring(url)
        acknowledged = dict(answers)
        for _kill in range(KILLS):
            answers, _seconds = killed_while_transferring(url, after=chance.uniform(0, seconds))
            acknowledged.update(answers)
            with connected_to(url):
                links = dict(Prospect.objects.exclude(debtor=None).values_list("pk", "debtor"))
                changesets = Changeset.objects.filter(operation="prospects.transfer-to-debtor")
                made = dict(changesets.values_list("about_id", "result_id"))
                assert acknowledged.items() <= links.items()
                assert sorted(links.values()) == sorted(Debtor.objects.values_list("pk", flat=True))
                assert links == made
        with connected_to(url):
            user = User.objects.get()
            again = {
                pk: transfer_to_debtor(Prospect.objects.get(pk=pk), by=user, key=f"kunde-{pk}").pk for pk in links
            }
            assert again == links
