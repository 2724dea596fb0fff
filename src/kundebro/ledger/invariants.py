"""What must hold in the ledger whatever happened (reliability.md I-01 to I-08, I-12); reads, never repairs."""

from collections.abc import Callable, Iterator
from dataclasses import dataclass
from itertools import groupby
from operator import itemgetter
from typing import Any, Final

from django.db.models import Count, Exists, F, IntegerField, OuterRef, Q, Subquery, Sum
from django.db.models.functions import Coalesce
from django.utils.functional import Promise
from django.utils.translation import gettext_lazy as _

from kundebro.core.verify import Breach, found, register
from kundebro.ledger.chain import BEGINNING, ENTRY_COLUMNS, LINE_COLUMNS, entry_hash
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

PARTIES: Final[tuple[type[PartyAccount], ...]] = (Debtor, Creditor)


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
        mine = Line.objects.filter(**{kind: OuterRef("pk")}).order_by().values(kind)
        posted = _sum_of(mine, "base_ore")
        wrong = model._base_manager.annotate(posted=posted).exclude(balance_ore=F("posted"))
        yield from found(f"{kind}s whose balance is not the sum of their lines", _keys(wrong))
        open_items = OpenItem.objects.filter(**{kind: OuterRef("pk")}).exclude(remaining_ore=0)
        counted = Coalesce(
            Subquery(open_items.order_by().values(kind).annotate(n=Count("pk")).values("n")),
            0,
            output_field=IntegerField(),
        )
        uncounted = model._base_manager.annotate(counted=counted).exclude(open_count=F("counted"))
        yield from found(f"{kind}s whose number of open entries is wrong", _keys(uncounted))


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
        kind = model.kind.value
        mine = OpenItem.objects.filter(**{kind: OuterRef("pk")}).order_by().values(kind)
        uneven = model._base_manager.annotate(left=_sum_of(mine, "remaining_base_ore")).exclude(balance_ore=F("left"))
        yield from found(f"{kind}s whose open entries do not sum to the balance", _keys(uneven))
    mixed = Settlement.objects.exclude(debit_line__currency=F("credit_line__currency"))
    yield from found("settlements of two currencies", mixed.values_list("pk", flat=True))


def numbers_have_no_gaps() -> Iterator[Breach]:
    """I-05: each series gave every number from its first to its last once, in the order of booking."""
    for series in Series.objects.order_by("pk"):
        expected, latest = series.first_number, None
        wrong = []
        entries = Entry.objects.filter(series=series).order_by("number").values_list("pk", "number", "booked_at")
        for pk, number, booked_at in entries.iterator(chunk_size=5000):
            if number != expected or (latest is not None and booked_at < latest):
                wrong.append(pk)
            expected, latest = number + 1, booked_at
        if wrong:
            yield from found(f"entries of series {series.code} out of order or after a gap", wrong)
        if series.next_number != expected:
            sentence = f"series {series.code} goes on at {series.next_number}, its entries end before {expected}"
            yield Breach(sentence, (series.pk,))


def chain_is_unbroken() -> Iterator[Breach]:
    """I-06: each entry's hash is that of what stands there, and holds the hash before."""
    wrong = []
    entries = Entry.objects.order_by("series", "number").values_list(
        "pk", "previous_hash", "hash", *ENTRY_COLUMNS, named=False
    )
    lines = iter(_lines_by_entry())
    upcoming = next(lines, None)
    series, before = None, BEGINNING
    at = ENTRY_COLUMNS.index("series_id")
    for pk, previous, stored, *said in entries.iterator(chunk_size=5000):
        if said[at] != series:
            series, before = said[at], BEGINNING
        mine: list[tuple[object, ...]] = []
        if upcoming is not None and upcoming[0] == pk:
            mine = upcoming[1]
            upcoming = next(lines, None)
        if previous != before or stored != entry_hash(previous, said, mine):
            wrong.append(pk)
        before = stored
    if wrong:
        yield from found("entries that are not as they were posted", wrong)


def _lines_by_entry() -> Iterator[tuple[int, list[tuple[object, ...]]]]:
    order = ("entry__series", "entry__number", "position")
    rows = Line.objects.order_by(*order).values_list("entry_id", *LINE_COLUMNS).iterator(chunk_size=5000)
    for entry, group in groupby(rows, key=itemgetter(0)):
        yield entry, [row[1:] for row in group]


def reversals_mirror() -> Iterator[Breach]:
    """I-07: a reversal is equal and opposite, and is not reversed itself."""
    pairs = Entry.objects.exclude(reversal_of=None).values_list("pk", "reversal_of")
    mirrored = dict(pairs)
    wrong = [pk for pk, original in mirrored.items() if original in mirrored]
    columns = ("position", "account_id", "debtor_id", "creditor_id", "amount_ore", "base_ore", "vat_base_ore")
    for pk, original in mirrored.items():
        theirs = Line.objects.filter(entry=original).order_by("position").values_list(*columns)
        mine = Line.objects.filter(entry=pk).order_by("position").values_list(*columns)
        if [_turned(line) for line in theirs] != list(mine):
            wrong.append(pk)
    if wrong:
        yield from found("reversals that do not mirror what they reverse", wrong)


def _turned(line: tuple[object, ...]) -> tuple[object, ...]:
    return (*line[:4], *(-value if isinstance(value, int) else None for value in line[4:]))


def nothing_is_booked_in_closed_periods() -> Iterator[Breach]:
    """I-08: no entry is dated in a period and booked after it was closed."""
    for period in Period.objects.order_by("ends_on"):
        late = Entry.objects.filter(voucher_date__lte=period.ends_on, booked_at__gt=period.closed_at)
        yield from found(f"entries booked after {period.ends_on} was closed", late.values_list("pk", flat=True))


def archived_accounts_owe_nothing() -> Iterator[Breach]:
    """I-12: an archived account has balance 0, no open entry and no draft."""
    for model in PARTIES:
        kind = model.kind.value
        open_items = OpenItem.objects.filter(**{kind: OuterRef("pk")}).exclude(remaining_ore=0)
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
    Law("I-12", _("An archived account owes nothing"), archived_accounts_owe_nothing, is_fast=True),
    Law("LED-2", _("The database guards what is posted"), posted_rows_are_protected, is_fast=True),
)


def _sum_of(rows: Any, column: str) -> Coalesce:
    sums = rows.annotate(total=Sum(column)).values("total")
    return Coalesce(Subquery(sums), 0)


def _keys(rows: Any) -> Any:
    return rows.values_list("pk", flat=True)
