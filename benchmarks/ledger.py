"""Transfer, posting, the list of debtors and verify at size: `python -m benchmarks transfer|posting|debtors|verify`."""

import multiprocessing
import os
import sys
import time
from collections.abc import Callable
from functools import partial
from typing import Any
from uuid import uuid4

from django.db import connection, connections, transaction
from django.db.models import Model
from django.test import override_settings
from django.test.utils import CaptureQueriesContext
from django.urls import reverse
from django.utils.http import urlencode

from benchmarks import setup
from benchmarks.books import fill_debtors, fill_entries
from kundebro.core.money import Money
from kundebro.core.pages import Cursor
from kundebro.core.rows import quoted
from kundebro.core.verify import verify
from kundebro.history.models import Change, Changeset, Commitment
from kundebro.ledger.models import Account, Debtor, Entry, Line, VatCode
from kundebro.ledger.operations import InvoiceLine, Terms, open_debtor, post_invoice
from kundebro.prospects.models import Prospect
from kundebro.prospects.operations import transfer_to_debtor
from kundebro.users.models import User

TRANSFERS = 60
SECONDS = 15.0
PROSPECTS = 1000
processes = multiprocessing.get_context("fork")


def transfer(rows: int) -> None:
    """One prospect of many becomes a debtor, beside a bare insert of the very rows that it wrote.

    The insert is done by Django, which built the models and saves them without a rule or a question; and once more in
    SQL written beforehand, which is the least that any program can do.
    """
    by = setup.prepare()
    setup.fill(rows, by=by)
    step = rows // (TRANSFERS * 2)
    waiting = iter(list(Prospect.objects.order_by("pk")[:: max(step, 1)][: TRANSFERS + 10]))

    def once() -> None:
        transfer_to_debtor(next(waiting), by=by, key=str(uuid4()))

    once()
    with CaptureQueriesContext(connection) as queries:
        once()
    taken, bare, least = [], [], []
    for _round in range(TRANSFERS // 10):  # taken in turn, so that noise meets all
        taken += setup.timed(once, times=10, warm=0)
        written = written_by_the_latest()
        bare += setup.timed(partial(save_again, written), times=10, warm=1)
        least += setup.timed(partial(insert_again, written), times=10, warm=1)
    middle, floors = setup.p50(taken), (setup.p50(bare), setup.p50(least))
    print(f"\n{setup.database()}, transfer at {rows:,} prospects: {len(queries)} statements")
    print(
        f"p50 {middle:.1f} ms, p95 {setup.p95(taken):.1f} ms; bare insert by Django {floors[0]:.1f} ms, in SQL "
        f"{floors[1]:.1f} ms; {middle / floors[0]:.2f} and {middle / floors[1]:.2f} × bare"
    )


def written_by_the_latest() -> list[Any]:
    """The rows that the latest transfer inserted, and the prospect that it changed last."""
    changeset = Changeset.objects.filter(operation="prospects.transfer-to-debtor").latest("pk")
    return [
        changeset,
        Debtor.objects.get(pk=changeset.result_id),
        *Change.objects.filter(changeset=changeset),
        Commitment.objects.get(changeset=changeset),
        Prospect.objects.get(debtor=changeset.result_id),
    ]


def under_other_keys(written: list[Any]) -> tuple[list[Any], Any]:
    """The rows to insert once more, free of what may be there only once; and the prospect."""
    changeset, debtor, *rest, prospect = written
    changeset.key, debtor.number_key = uuid4().hex, uuid4().hex
    for row in (changeset, debtor, *rest):
        row.pk = None
    return [changeset, debtor, *rest], prospect


def save_again(written: list[Any]) -> None:
    """Insert the rows once more through Django's own save, in one transaction, and update the prospect's link."""
    inserted, prospect = under_other_keys(written)
    with transaction.atomic():
        for row in inserted:
            Model.save(row, force_insert=True)
        Model.save(prospect, update_fields=["debtor", "changed_at", "version"])


def insert_again(written: list[Any]) -> None:
    """The same in bare SQL."""
    inserted, prospect = under_other_keys(written)
    with transaction.atomic(), connection.cursor() as cursor:
        for row in inserted:
            fields = [field for field in row._meta.concrete_fields if not field.primary_key]
            values = [field.get_db_prep_save(getattr(row, field.attname), connection) for field in fields]
            names, marks = ", ".join(map(quoted, fields)), ", ".join(["%s"] * len(fields))
            cursor.execute(f"INSERT INTO {row._meta.db_table} ({names}) VALUES ({marks})", values)
        cursor.execute(
            "UPDATE prospects_prospect SET debtor_id = debtor_id, version = version WHERE id = %s", [prospect.pk]
        )


def posting(clients: int) -> None:
    """Invoices of one series by many processes at once, each on its own debtors."""
    by = setup.prepare()
    debtors = [open_debtor(details={"name": f"Kunde {place}"}, by=by).pk for place in range(clients * 5)]
    connections.close_all()
    begin, counts = processes.Barrier(clients + 1), processes.SimpleQueue()
    clerks = [
        processes.Process(target=post_until_the_end, args=(by, debtors[place::clients], begin, counts))
        for place in range(clients)
    ]
    for clerk in clerks:
        clerk.start()
    begin.wait()
    for clerk in clerks:
        clerk.join()
    taken: list[float] = []
    busy = 0.0
    while not counts.empty():
        answers, seconds = counts.get()
        taken += answers
        busy += seconds
    assert len(taken) == Entry.objects.count()
    print(f"\n{setup.database()}, {clients} processes posting in one series for {SECONDS:.0f} s")
    print(
        f"{len(taken) / SECONDS:.0f} entries/s; each answered in p50 {setup.p50(taken):.1f} ms, "
        f"p95 {setup.p95(taken):.1f} ms, with {busy / len(taken) * 1000:.1f} ms of the client's processor"
    )


def post_until_the_end(by: User, debtors: list[int], begin: Any, counts: Any) -> None:
    """Post one invoice after the other; tells how many milliseconds each took, and seconds of the processor in all."""
    sold = InvoiceLine(Account.objects.get(number="1000"), Money(100_00), VatCode.objects.get(code="S25"))
    parties = [Debtor.objects.get(pk=pk) for pk in debtors]
    terms = Terms(voucher_date=parties[0].created_at.date())
    begin.wait()
    until, taken, before = time.perf_counter() + SECONDS, [], time.process_time()
    while (begun := time.perf_counter()) < until:
        post_invoice(parties[len(taken) % len(parties)], [sold], terms, by=by, key=str(uuid4()))
        taken.append((time.perf_counter() - begun) * 1000)
    counts.put((taken, time.process_time() - before))


def debtors(count: int, entries: int) -> None:
    """The list of debtors with balance and overdue, in the orders it is asked for, beside the bare page."""
    by = setup.prepare()
    setup.fill(PROSPECTS, by=by)
    begun = time.perf_counter()
    keys = fill_debtors(count, by=by)
    fill_entries(entries, keys, by=by, entries_each=100)
    filled = time.perf_counter() - begun
    middle = Debtor.objects.get(pk=keys[count // 2])
    pages = {
        "by name": "",
        "by name, deep": f"?{urlencode({'after': Cursor((middle.sort_name, middle.pk), position=count // 2)})}",
        "by balance, downwards": "?sort=-balance",
        "by overdue, downwards": "?sort=-overdue",
        "open only": "?state=open",
        "open only, by balance": "?state=open&sort=-balance",
        "search: common": "?q=jensen",
    }
    title = f"{count:,} debtors with {entries:,} entries (made in {filled:.0f} s)"
    print(f"\n{setup.database()}, {title}; milliseconds")
    with override_settings(ROOT_URLCONF="benchmarks.floor", ALLOWED_HOSTS=["testserver"]):
        client, url = setup.signed_in(by), reverse("ledger:debtor-list")
        setup.table("list of debtors", {name: setup.getter(client, url + query) for name, query in pages.items()})


def check(lines: int) -> None:
    """`kundebro verify` of so many posted lines, each entry with a changeset of its own; and what takes longest."""
    by = setup.prepare()
    fill_entries(lines * 2 // 5, fill_debtors(max(lines // 100, 10), by=by), by=by)
    before = os.times()
    seconds, peak = setup.command("verify")
    after = os.times()
    busy = after.children_user + after.children_system - before.children_user - before.children_system
    verdicts = sorted(verify(), key=lambda verdict: -verdict.seconds)
    assert not any(verdict.breaches for verdict in verdicts)
    counted = f"{Line.objects.count():,} lines of {Entry.objects.count():,} entries"
    print(f"\n{setup.database()}, kundebro verify of {counted}")
    print(
        f"{seconds:.1f} s, {busy:.1f} s of them at work in this process, {peak:.0f} MB at most; by itself, slowest first:"
    )
    for verdict in verdicts[:8]:
        print(f"{verdict.seconds:7.1f} s  {verdict.invariant.id:12} {verdict.invariant.title}")


PARTS: dict[str, Callable[..., None]] = {
    "transfer": transfer,
    "posting": posting,
    "debtors": debtors,
    "verify": check,
}

if __name__ == "__main__":
    PARTS[sys.argv[1]](*map(int, sys.argv[2:]))
