"""`kill -9` in posting (reliability.md F-02): at every statement, and at moments nobody has chosen."""

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

from kundebro.ledger.models import Debtor, Entry, Line, OpenItem, Settlement
from kundebro.ledger.operations import post_payment, reverse_entry
from kundebro.users.models import User
from tests.factories.ledger import account, kr, party_line
from tests.faults.books import DAY, TERMS, debtors, invoice
from tests.faults.killed import in_a_process, killed_at
from tests.ledger.books import breaches
from tests.live import connected_to, new_database, settle

RANDOM_KILLS = 30

pytestmark = [pytest.mark.faults, pytest.mark.xdist_group("faults")]
processes = multiprocessing.get_context("fork")


def state() -> dict[str, Any]:
    """What stands in the books, without keys and times."""
    return {
        "entries": list(Entry.objects.order_by("number").values_list("number", "kind", "voucher_date")),
        "lines": list(
            Line.objects.order_by("entry__number", "position").values_list("account__number", "amount_ore", "base_ore")
        ),
        "open": list(OpenItem.objects.order_by("line__entry__number").values_list("remaining_ore", flat=True)),
        "settled": list(Settlement.objects.order_by("pk").values_list("amount_ore", flat=True)),
        "balances": list(Debtor.objects.order_by("pk").values_list("balance_ore", "open_count")),
    }


def pay_and_settle() -> int:
    """A payment that settles the first invoice."""
    line = party_line(Entry.objects.get(number=1))
    return post_payment(
        Debtor.objects.get(),
        kr("1.000,00"),
        TERMS,
        through=account("5820"),
        settles=[line],
        by=User.objects.get(),
        key="betaling",
    ).pk


def reverse_the_second() -> int:
    """A reversal of the second invoice."""
    entry = Entry.objects.get(number=2)
    return reverse_entry(entry, reason="Fejl", on=DAY, by=User.objects.get(), key="tilbage").pk


@pytest.mark.parametrize("work", [pay_and_settle, reverse_the_second])
def test_a_posting_killed_at_any_statement_is_there_whole_or_not_at_all(
    work: Callable[[], int], prepared: str, tmp_path: Path, django_db_blocker: DjangoDbBlocker
) -> None:
    with django_db_blocker.unblock(), new_database(tmp_path, copied_from=prepared) as begun:
        with connected_to(begun):
            (debtor,) = debtors(1)
            invoice(debtor)
            invoice(debtor)
            before = state()
        settle(begun)
        with new_database(tmp_path, copied_from=begun) as url, connected_to(url):
            work()
            after = state()
        kills, outcomes = 0, set()
        with new_database(tmp_path, copied_from=begun) as url:
            while True:
                process = in_a_process(url, killed_at(kills, work))
                process.join()
                if process.exitcode == 0:
                    break
                assert process.exitcode == -signal.SIGKILL
                kills += 1
                with connected_to(url):
                    outcomes.add(state() == after)
                    assert state() in (before, after)
                    assert breaches() == []
                if state_is(url, after):
                    break
            with connected_to(url):
                first, second = work(), work()
                assert first == second
                assert state() == after
                assert breaches() == []

        assert kills >= 25
        assert outcomes == {False, True}


def state_is(url: str, wanted: dict[str, Any]) -> bool:
    with connected_to(url):
        return state() == wanted


def test_what_was_answered_is_there_and_what_was_not_can_be_asked_again(
    prepared: str, tmp_path: Path, django_db_blocker: DjangoDbBlocker
) -> None:
    seed = int(os.environ.get("KUNDEBRO_SEED") or time.time_ns() % 1_000_000)
    sys.stdout.write(f"KUNDEBRO_SEED={seed} repeats these moments\n")
    chance = random.Random(seed)  # noqa: S311  moments, no secret
    asked = 0
    acknowledged: dict[str, int] = {}
    with django_db_blocker.unblock(), new_database(tmp_path, copied_from=prepared) as url:
        with connected_to(url):
            pk = debtors(1)[0].pk
        for _kill in range(RANDOM_KILLS):
            begun = asked
            answers = processes.SimpleQueue()
            counted = processes.Value("i", asked)

            def post(begun: int = begun, answers: Any = answers, counted: Any = counted) -> None:
                debtor = Debtor.objects.get(pk=pk)
                for number in range(begun, begun + 10_000):
                    counted.value = number + 1
                    answers.put((f"k{number}", invoice(debtor, key=f"k{number}").pk))

            process = in_a_process(url, post)
            time.sleep(chance.uniform(0, 0.25))
            assert process.pid
            os.kill(process.pid, signal.SIGKILL)
            process.join()
            asked = counted.value
            while not answers.empty():
                key, entry = answers.get()
                acknowledged[key] = entry
        with connected_to(url):
            assert breaches() == []
            stored = dict(Entry.objects.values_list("changeset__key", "pk"))
            by_key = {key.partition(":")[2]: entry for key, entry in stored.items()}
            assert acknowledged.items() <= by_key.items()
            assert len(by_key) - len(acknowledged) <= RANDOM_KILLS
            debtor = Debtor.objects.get(pk=pk)
            answers_again = {f"k{number}": invoice(debtor, key=f"k{number}").pk for number in range(asked)}
            assert by_key.items() <= answers_again.items()
            assert Entry.objects.count() == asked
            assert breaches() == []
    assert acknowledged
