"""Books full of invoices and payments, made quickly: rows as posting writes them, by the portion, which verify accepts."""

import os
from collections.abc import Iterator
from dataclasses import dataclass, field
from datetime import date, datetime, timedelta
from random import Random
from typing import Any
from uuid import uuid4

from django.db import connection, transaction
from django.db.models import Count, OuterRef, Subquery, Sum
from django.db.models.functions import Coalesce
from django.utils import timezone

from benchmarks import setup
from kundebro.core.money import Money
from kundebro.core.rows import insert_rows, take_ids
from kundebro.history import chain
from kundebro.history.doors import Door
from kundebro.history.models import Changeset, Commitment
from kundebro.history.recorder import recording
from kundebro.history.tracked import insert_many
from kundebro.ledger.chain import ENTRY_COLUMNS, LINE_COLUMNS, entry_hash
from kundebro.ledger.choices import EntryKind, PartyKind
from kundebro.ledger.models import (
    RATE_UNIT,
    Account,
    Debtor,
    Entry,
    Line,
    OpenItem,
    PostingGroup,
    Series,
    Settlement,
    VatCode,
)
from kundebro.ledger.operations import InvoiceLine, Terms, open_debtor, post_invoice, post_payment
from kundebro.ledger.operations.figures import overdue_of
from kundebro.ledger.operations.settling import SETTLEMENT_COLUMNS
from kundebro.users.models import User
from tests.ledger.books import without_walls

PORTION = 10_000
PAID = 0.8  # share of the invoices that are paid at once
DAYS = 1000
CREDIT = timedelta(days=30)
HEADER = ("id", *chain.HEADER[1:])
OPEN_ITEM = (
    "line_id",
    "debtor_id",
    "creditor_id",
    "currency_id",
    "due_on",
    "amount_ore",
    "remaining_ore",
    "remaining_base_ore",
)
Row = tuple[Any, ...]


def fill_debtors(count: int, *, by: User) -> list[int]:
    """So many debtors, the same every time; their keys."""
    random = Random(count)
    group = PostingGroup.objects.get(kind=PartyKind.DEBTOR, code="DK").pk
    unknown = ("responsible_id", "status_id", "customer_type")
    for numbers in setup.portions(count, setup.PORTION):
        rows = [setup.company(random, number, [1], []) for number in numbers]
        fitting = [{name: value for name, value in row.items() if name not in unknown} for row in rows]
        with recording("bench.fill", by=by):
            insert_many(Debtor, [{**row, "posting_group_id": group, "currency_id": "DKK"} for row in fitting])
    return list(Debtor.objects.order_by("pk").values_list("pk", flat=True))


def fill_entries(count: int, debtors: list[int], *, by: User, entries_each: int = 1) -> None:
    """Post so many invoices and payments on the debtors; `entries_each` of them are one changeset, like a journal."""
    books = Books(count, debtors, by, entries_each)
    with without_walls():
        while books.written < count:
            with transaction.atomic():
                books.write(min(PORTION, count - books.written))
    bring_figures_up()
    with connection.cursor() as cursor:
        cursor.execute("ANALYZE")


def bring_figures_up() -> None:
    """Balance, overdue and number of open entries of every debtor, from what is posted."""
    mine = OpenItem.objects.open().filter(debtor=OuterRef("pk")).order_by().values("debtor")
    left, open_items = mine.annotate(n=Sum("remaining_base_ore")), mine.annotate(n=Count("pk"))
    Debtor._base_manager.update(
        balance_ore=Coalesce(Subquery(left.values("n")), 0),
        open_count=Coalesce(Subquery(open_items.values("n")), 0),
        overdue_ore=overdue_of(PartyKind.DEBTOR, timezone.localdate()),
    )


@dataclass
class Portion:
    """Rows on their way into the tables."""

    changesets: list[Row] = field(default_factory=list)
    commitments: list[Row] = field(default_factory=list)
    entries: list[Row] = field(default_factory=list)
    lines: list[Row] = field(default_factory=list)
    open_items: list[Row] = field(default_factory=list)
    settlements: list[Row] = field(default_factory=list)

    def insert(self) -> None:
        """Write them, what is pointed at first."""
        insert_rows(Changeset, (*HEADER, "change_count"), self.changesets)
        insert_rows(Commitment, ("changeset_id", "count", "salt", "digest"), self.commitments)
        insert_rows(Entry, ("id", *ENTRY_COLUMNS, "previous_hash", "hash"), self.entries)
        insert_rows(Line, ("id", "entry_id", *LINE_COLUMNS), self.lines)
        insert_rows(OpenItem, OPEN_ITEM, self.open_items)
        insert_rows(Settlement, SETTLEMENT_COLUMNS, self.settlements)


class Books:
    """Goes on with the series of vouchers where the operations left it, in the shape of what they posted there."""

    def __init__(self, count: int, debtors: list[int], by: User, entries_each: int) -> None:
        self._count, self._debtors, self._by, self._entries_each = count, debtors, by, entries_each
        self._random = Random(count)
        self._begins = timezone.localdate() - timedelta(days=DAYS)
        self._invoice, self._payment = self._posted_by_the_operations()
        self._series = Series.objects.get(code="BILAG")
        self._hash = Entry.objects.filter(series=self._series).latest("number").hash
        self.written = 0

    def _posted_by_the_operations(self) -> tuple[list[Row], list[Row]]:
        """The lines of an invoice of 1,00 kr. net and of its payment, in LINE_COLUMNS."""
        debtor = open_debtor(details={"name": "Den første"}, by=self._by)
        terms = Terms(voucher_date=self._begins)
        sold = InvoiceLine(Account.objects.get(number="1000"), Money(100), VatCode.objects.get(code="S25"))
        invoice = post_invoice(debtor, [sold], terms, by=self._by)
        owed = Line.objects.get(entry=invoice, debtor=debtor)
        through = Account.objects.get(number="5820")
        payment = post_payment(debtor, owed.amount, terms, through=through, settles=[owed], by=self._by)
        shapes = [
            list(Line.objects.filter(entry=entry).order_by("position").values_list(*LINE_COLUMNS))
            for entry in (invoice, payment)
        ]
        return shapes[0], shapes[1]

    def write(self, count: int) -> None:
        """The next entries: an invoice, and often its payment."""
        portion = Portion()
        keys = iter(take_ids(Entry, count))
        lines = iter(take_ids(Line, count * len(self._invoice)))
        changesets = iter(take_ids(Changeset, count // self._entries_each + 1))
        settlements = iter(take_ids(Settlement, count))
        at, changeset = timezone.now(), 0
        unpaid: tuple[int, int, int] | None = None
        for place in range(count):
            if place % self._entries_each == 0:
                changeset = next(changesets)
                self._open_changeset(portion, changeset, at)
            if unpaid is None:
                debtor = self._random.choice(self._debtors)
                kind, shape, times, credit = EntryKind.INVOICE, self._invoice, self._random.randint(40, 40_000), CREDIT
            else:
                settled, times, debtor = unpaid
                kind, shape, credit = EntryKind.PAYMENT, self._payment, timedelta(0)
            day = self._begins + timedelta(days=(self.written + place) * DAYS // self._count)
            key = next(keys)
            own = [(next(lines), row) for row in self._lines(shape, debtor, times, day + credit)]
            self._enter(portion, key, (kind.value, day, at, self._by.pk, changeset), own)
            party, row = own[0]
            is_paid = unpaid is None and place + 1 < count and self._random.random() < PAID
            left = 0 if is_paid or unpaid is not None else row[5]
            portion.open_items.append((party, debtor, None, "DKK", day + credit, row[5], left, left))
            if unpaid is not None:
                pair = (next(settlements), settled, party, -row[5], -row[5], row[5])
                portion.settlements.append((*pair, day, at, self._by.pk, changeset, None, None))
            unpaid = (party, times, debtor) if is_paid else None
        portion.insert()
        self.written += count
        Series.objects.filter(pk=self._series.pk).update(next_number=self._series.next_number)

    def _open_changeset(self, portion: Portion, key: int, at: datetime) -> None:
        told = (key, "ledger.post-invoice", self._by.pk, Door.COMMAND.value, at, None, None, None, "", "", None)
        salt = os.urandom(chain.SALT)
        portion.changesets.append((*told, 0))
        portion.commitments.append((key, 0, salt, chain.Digest(chain.header(told), salt).hexdigest()))

    def _lines(self, shape: list[Row], debtor: int, times: int, due_on: date) -> Iterator[Row]:
        for position, account, party, _creditor, currency, amount, base, code, rate, basis, *_rest, text in shape:
            yield (
                position,
                account,
                debtor if party else None,
                None,
                currency,
                amount * times,
                base * times,
                code,
                rate,
                None if basis is None else basis * times,
                None,
                due_on if party else None,
                text,
            )

    def _enter(self, portion: Portion, key: int, voucher: Row, lines: list[tuple[int, Row]]) -> None:
        number = self._series.next_number
        entry = (uuid4(), self._series.pk, number, *voucher, "", f"F{number}", "DKK", RATE_UNIT, None, "")
        digest = entry_hash(self._hash, entry, [row for _key, row in lines])
        portion.entries.append((key, *entry, self._hash, digest))
        portion.lines.extend((line, key, *row) for line, row in lines)
        self._hash = digest
        self._series.next_number += 1
