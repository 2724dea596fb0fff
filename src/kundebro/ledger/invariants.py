"""What must hold in the ledger whatever happened (reliability.md I-01 to I-08, I-11, I-12); reads, never repairs."""

from collections.abc import Callable, Iterator
from dataclasses import dataclass
from itertools import groupby
from operator import itemgetter
from typing import Any, Final

from django.db.models import Count, Exists, F, Max, Model, OuterRef, Q, Subquery, Sum
from django.db.models.functions import Coalesce
from django.utils.functional import Promise
from django.utils.translation import gettext_lazy as _

from kundebro.core.verify import Breach, found, keys_of, register, rows_of
from kundebro.ledger.chain import BEGINNING, ENTRY_COLUMNS, LINE_COLUMNS, hash_of_said, said_by_database
from kundebro.ledger.models import (
    Creditor,
    Debtor,
    Entry,
    JournalLine,
    Line,
    OpenItem,
    PartyAccount,
    Period,
    Series,
    Settlement,
)
from kundebro.ledger.walls import missing_walls
from kundebro.parties.invariants import numbers_given_once

PARTIES: Final[tuple[type[PartyAccount], ...]] = (Debtor, Creditor)

OUT_OF_ORDER: Final = """
    SELECT id FROM (
        SELECT id, number, booked_at, lag(number, 1, %s) OVER numbered AS number_before,
            lag(booked_at) OVER numbered AS booked_before
        FROM ledger_entry WHERE series_id = %s WINDOW numbered AS (ORDER BY number)
    ) entry
    WHERE number <> number_before + 1 OR booked_at < booked_before ORDER BY number
"""

UNLINKED: Final = """
    SELECT id FROM (
        SELECT id, previous_hash, lag(hash, 1, %s) OVER (PARTITION BY series_id ORDER BY number) AS hash_before
        FROM ledger_entry
    ) entry
    WHERE previous_hash <> hash_before ORDER BY id
"""

UNMIRRORED: Final = """
    SELECT DISTINCT reversal FROM (
        SELECT reversal.id AS reversal, position, account_id, coalesce(debtor_id, 0) AS debtor,
            coalesce(creditor_id, 0) AS creditor, amount_ore, base_ore, coalesce(vat_base_ore, 0) AS basis
        FROM ledger_entry reversal JOIN ledger_line ON entry_id = reversal.reversal_of_id
        UNION ALL
        SELECT reversal.id, position, account_id, coalesce(debtor_id, 0),
            coalesce(creditor_id, 0), -amount_ore, -base_ore, -coalesce(vat_base_ore, 0)
        FROM ledger_entry reversal JOIN ledger_line ON entry_id = reversal.id
        WHERE reversal.reversal_of_id IS NOT NULL
    ) line
    GROUP BY reversal, position
    HAVING count(*) <> 2 OR min(account_id) <> max(account_id) OR min(debtor) <> max(debtor)
        OR min(creditor) <> max(creditor) OR min(amount_ore) <> max(amount_ore) OR min(base_ore) <> max(base_ore)
        OR min(basis) <> max(basis)
    ORDER BY reversal
"""


@dataclass(frozen=True)
class Law:
    """One of the ledger's invariants."""

    id: str
    title: str | Promise
    check: Callable[[], Iterator[Breach]]
    is_fast: bool = False


def register_invariants() -> None:
    """Have `kundebro verify` look at all of them."""
    for law in LAWS:
        register(id=law.id, title=law.title, check=law.check, is_fast=law.is_fast)


def entries_sum_to_nothing() -> Iterator[Breach]:
    """I-01: the lines of an entry sum to 0 in its currency and in kroner, and there are at least two."""
    sums = Line.objects.order_by().values("entry")
    uneven = sums.annotate(
        lines=Count("pk"),
        sum_ore=Sum("amount_ore"),
        sum_base=Sum("base_ore"),
        currencies=Count("currency", distinct=True),
    ).filter(~Q(sum_ore=0) | ~Q(sum_base=0) | Q(lines__lt=2) | Q(currencies__gt=1))
    yield from found("entries whose lines do not sum to nothing", uneven.values_list("entry", flat=True))
    empty = Entry.objects.filter(~Exists(Line.objects.filter(entry=OuterRef("pk"))))
    yield from found("entries without lines", empty.values_list("pk", flat=True))
    nothing = Line.objects.filter(amount_ore=0, base_ore=0)
    yield from found("lines of nothing", nothing.values_list("pk", flat=True))


def all_sums_to_nothing() -> Iterator[Breach]:
    """I-02: all lines sum to 0."""
    total = Line.objects.aggregate(total=Sum("base_ore"))["total"] or 0
    if total:
        yield Breach(f"all lines sum to {total} øre")


def balances_are_sums() -> Iterator[Breach]:
    """I-03: the balance kept on an account is the sum of its lines."""
    for model in PARTIES:
        kind = model.kind.value
        wrong = _kept_otherwise(model, "balance_ore", "sum(base_ore)", Line)
        yield from found(f"{kind}s whose balance is not the sum of their lines", wrong)
        uncounted = _kept_otherwise(model, "open_count", "count(*)", OpenItem, "remaining_ore <> 0")
        yield from found(f"{kind}s whose number of open entries is wrong", uncounted)


def _kept_otherwise(
    model: type[PartyAccount], column: str, total: str, rows: type[Model], which: str = "1 = 1"
) -> Iterator[Any]:
    """Accounts that keep another figure than the total of their rows; each table is read once."""
    key, table = f"{model.kind}_id", rows._meta.db_table
    query = f"""
        SELECT party.id FROM {model._meta.db_table} party
        LEFT JOIN (SELECT {key}, {total} AS n FROM {table} WHERE {key} IS NOT NULL AND {which} GROUP BY {key}) told
            ON told.{key} = party.id
        WHERE party.{column} <> coalesce(told.n, 0) ORDER BY party.id
    """  # noqa: S608  own names
    return keys_of(query)


def open_items_are_what_is_left() -> Iterator[Breach]:
    """I-04: an amount less its settlements is what remains, of the amount's sign, and all that remains is the balance."""
    debit = Settlement.objects.filter(debit_line=OuterRef("pk")).order_by().values("debit_line")
    credit = Settlement.objects.filter(credit_line=OuterRef("pk")).order_by().values("credit_line")
    items = OpenItem.objects.annotate(
        left=F("amount_ore") - _sum_of(debit, "amount_ore") + _sum_of(credit, "amount_ore"),
        left_base=F("line__base_ore") - _sum_of(debit, "debit_base_ore") - _sum_of(credit, "credit_base_ore"),
    )
    wrong = items.filter(
        ~Q(remaining_ore=F("left"))
        | ~Q(remaining_base_ore=F("left_base"))
        | ~Q(amount_ore=F("line__amount_ore"))
        | Q(amount_ore__gt=0, remaining_ore__lt=0)
        | Q(amount_ore__lt=0, remaining_ore__gt=0)
    )
    yield from found("open entries that are not what is left", wrong.values_list("pk", flat=True))
    owed = Line.objects.exclude(debtor=None, creditor=None).exclude(amount_ore=0)
    lost = owed.filter(~Exists(OpenItem.objects.filter(line=OuterRef("pk"))))
    yield from found("lines on an account without an open entry", lost.values_list("pk", flat=True))
    for model in PARTIES:
        uneven = _kept_otherwise(model, "balance_ore", "sum(remaining_base_ore)", OpenItem)
        yield from found(f"{model.kind}s whose open entries do not sum to the balance", uneven)
    mixed = Settlement.objects.exclude(debit_line__currency=F("credit_line__currency"))
    yield from found("settlements of two currencies", mixed.values_list("pk", flat=True))


def numbers_have_no_gaps() -> Iterator[Breach]:
    """I-05: each series gave every number from its first to its last once, in the order of booking."""
    for series in Series.objects.order_by("pk"):
        wrong = keys_of(OUT_OF_ORDER, [series.first_number - 1, series.pk])
        yield from found(f"entries of series {series.code} out of order or after a gap", wrong)
        last = Entry.objects.filter(series=series).aggregate(last=Max("number"))["last"]
        expected = series.first_number if last is None else last + 1
        if series.next_number != expected:
            sentence = f"series {series.code} goes on at {series.next_number}, its entries end before {expected}"
            yield Breach(sentence, (series.pk,))


def chain_is_unbroken() -> Iterator[Breach]:
    """I-06: each entry's hash is that of what stands there, and holds the hash before."""
    yield from found("entries that do not follow on the one before", keys_of(UNLINKED, [BEGINNING]))
    yield from found("entries that are not as they were posted", _altered())


def _altered() -> Iterator[int]:
    """Entries whose hash is another one; entries and lines are read side by side, in the order of their keys."""
    entry, line = said_by_database(Entry, ENTRY_COLUMNS), said_by_database(Line, LINE_COLUMNS)
    entries = rows_of(f"SELECT id, previous_hash, hash, {entry} FROM ledger_entry ORDER BY id")  # noqa: S608  own names
    lines = rows_of(f"SELECT entry_id, {line} FROM ledger_line ORDER BY entry_id, position")  # noqa: S608  own names
    of_entries = groupby(lines, key=itemgetter(0))
    present, group = next(of_entries, (None, iter(())))
    for pk, previous, stored, *said in entries:
        own = [line[1:] for line in group] if present == pk else []
        if stored != hash_of_said(previous, said, own):
            yield pk
        if present == pk:
            present, group = next(of_entries, (None, iter(())))


def reversals_mirror() -> Iterator[Breach]:
    """I-07: a reversal is equal and opposite, and is not reversed itself."""
    yield from found("reversals that do not mirror what they reverse", keys_of(UNMIRRORED))
    twice = Entry.objects.exclude(reversal_of=None).filter(Exists(Entry.objects.filter(reversal_of=OuterRef("pk"))))
    yield from found("reversals that are reversed", twice.order_by("pk").values_list("pk", flat=True))


def nothing_is_booked_in_closed_periods() -> Iterator[Breach]:
    """I-08: no entry is dated in a period and booked after it was closed."""
    for period in Period.objects.order_by("ends_on"):
        late = Entry.objects.filter(voucher_date__lte=period.ends_on, booked_at__gt=period.closed_at)
        yield from found(f"entries booked after {period.ends_on} was closed", late.values_list("pk", flat=True))


def accounts_have_their_own_numbers() -> Iterator[Breach]:
    """I-11: no two debtors and no two creditors have one number."""
    for model in PARTIES:
        yield from numbers_given_once(model)


def archived_accounts_owe_nothing() -> Iterator[Breach]:
    """I-12: an archived account has balance 0, no open entry and no draft."""
    for model in PARTIES:
        kind = model.kind.value
        open_items = OpenItem.objects.open().filter(**{kind: OuterRef("pk")})
        drafts = JournalLine.objects.filter(**{kind: OuterRef("pk")})
        archived = model._base_manager.exclude(archived_at=None)
        owing = archived.filter(~Q(balance_ore=0) | Exists(open_items) | Exists(drafts))
        yield from found(f"archived {kind}s with something left", _keys(owing))


def posted_rows_are_protected() -> Iterator[Breach]:
    """LED-2: the database's own triggers are there."""
    yield from found("triggers missing", missing_walls())


LAWS: Final = (
    Law("I-01", _("The lines of an entry sum to nothing"), entries_sum_to_nothing),
    Law("I-02", _("All that is posted sums to nothing"), all_sums_to_nothing),
    Law("I-03", _("A balance is the sum of its lines"), balances_are_sums),
    Law("I-04", _("What is open is what is not settled"), open_items_are_what_is_left),
    Law("I-05", _("Entries are numbered without gaps"), numbers_have_no_gaps),
    Law("I-06", _("Entries are as they were posted"), chain_is_unbroken),
    Law("I-07", _("A reversal mirrors what it reverses"), reversals_mirror),
    Law("I-08", _("Nothing is booked in a closed period"), nothing_is_booked_in_closed_periods, is_fast=True),
    Law("I-11 accounts", _("Each debtor and creditor has a number of its own"), accounts_have_their_own_numbers),
    Law("I-12", _("An archived account owes nothing"), archived_accounts_owe_nothing, is_fast=True),
    Law("LED-2", _("The database guards what is posted"), posted_rows_are_protected, is_fast=True),
)


def _sum_of(rows: Any, column: str) -> Coalesce:
    sums = rows.annotate(total=Sum(column)).values("total")
    return Coalesce(Subquery(sums), 0)


def _keys(rows: Any) -> Any:
    return rows.values_list("pk", flat=True)
