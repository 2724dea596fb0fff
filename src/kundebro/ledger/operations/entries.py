"""The one place that writes posted rows: checks a voucher, takes its number last, writes entry, lines and figures."""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass, replace
from datetime import date
from typing import Any, Final
from uuid import uuid4

from django.db import connection
from django.utils import timezone

from kundebro.core.money import DKK
from kundebro.core.rows import insert_rows, take_ids
from kundebro.history.recorder import Recording
from kundebro.ledger.chain import BEGINNING, ENTRY_COLUMNS, LINE_COLUMNS, entry_hash
from kundebro.ledger.choices import EntryKind
from kundebro.ledger.models import (
    RATE_UNIT,
    Account,
    Creditor,
    Debtor,
    Entry,
    Line,
    OpenItem,
    PartyAccount,
    PostingGroup,
    VatCode,
)
from kundebro.ledger.money import AmountTooLarge, in_kroner
from kundebro.ledger.operations.figures import refresh_figures
from kundebro.ledger.queries.periods import closed_through, first_open_day, last_closed_day
from kundebro.users.models import User

VOUCHERS: Final = "BILAG"
"""The series that all entries made by hand are numbered in."""

FEWEST_LINES: Final = 2


class Unbalanced(Exception):
    """The lines of a voucher do not sum to nothing, or there are none; the difference is in minor units."""

    def __init__(self, difference_ore: int) -> None:
        super().__init__(str(difference_ore))
        self.difference_ore = difference_ore


class PeriodClosed(Exception):
    """The voucher date lies in a closed period."""

    def __init__(self, voucher_date: date, first_open: date) -> None:
        super().__init__(f"{voucher_date} is closed")
        self.voucher_date = voucher_date
        self.first_open = first_open


class AccountArchived(Exception):
    """Nothing is posted on an archived account; it is brought back first."""

    def __init__(self, account: PartyAccount) -> None:
        super().__init__(str(account))
        self.account = account


class MayNotBePostedOn(Exception):
    """The account of the chart is retired, or follows a sub-ledger."""

    def __init__(self, account: Account) -> None:
        super().__init__(str(account))
        self.account = account


class ExchangeRateMissing(Exception):
    """An amount that is not in kroner needs an exchange rate."""


@dataclass(frozen=True)
class Leg:
    """One line to be: debit is positive; kroner are worked out unless they are given."""

    account: Account
    amount_ore: int
    party: PartyAccount | None = None
    base_ore: int | None = None
    vat_code: VatCode | None = None
    vat_rate: int | None = None
    vat_base_ore: int | None = None
    due_on: date | None = None
    department_id: int | None = None
    text: str = ""


@dataclass(frozen=True)
class Voucher:
    """An entry to be."""

    kind: EntryKind
    voucher_date: date
    legs: Sequence[Leg]
    currency: str = DKK
    rate_millionths: int = RATE_UNIT
    text: str = ""
    document_no: str = ""
    series: str = VOUCHERS
    reversal_of: Entry | None = None
    reason: str = ""


Parties = dict[tuple[str, int], PartyAccount]
READ_FOR_POSTING: Final = (
    "number",
    "name",
    "version",
    "is_barred",
    "archives_when_settled",
    "archived_at",
    "posting_group",
    "payment_terms",
)
"""What posting asks of an account; the other seventy columns are not read for it."""


def lock_parties(parties: Iterable[PartyAccount]) -> Parties:
    """The accounts as they are now, locked until the transaction ends: debtors, then creditors, by key (CORE-6)."""
    wanted = list(parties)
    locked: Parties = {}
    for model in (Debtor, Creditor):
        pks = sorted({party.pk for party in wanted if isinstance(party, model)})
        rows: Any = model._default_manager.filter(pk__in=pks).order_by("pk").select_for_update(of=("self",))
        rows = rows.only(*READ_FOR_POSTING).select_related("posting_group__control_account", "payment_terms")
        for row in rows if pks else ():
            locked[row.kind, row.pk] = row
    return locked


def write_entry(voucher: Voucher, *, record: Recording, by: User | None) -> Entry:
    """Post the voucher in the running transaction; its parties are locked already.

    Raises Unbalanced, PeriodClosed, AccountArchived, MayNotBePostedOn, ExchangeRateMissing and AmountTooLarge.
    """
    legs = checked_legs(voucher)
    line_ids = take_ids(Line, len(legs))
    line_rows = [_line_row(place, leg, voucher.currency) for place, leg in enumerate(legs, start=1)]
    _open_items(legs, line_ids, voucher)
    _move_balances(legs, record)
    entry = _numbered(voucher, line_rows, record=record, by=by)
    insert_rows(
        Line,
        ("id", "entry_id", *LINE_COLUMNS),
        [(line, entry.pk, *row) for line, row in zip(line_ids, line_rows, strict=True)],
    )
    return entry


def _numbered(voucher: Voucher, line_rows: Sequence[tuple[Any, ...]], *, record: Recording, by: User | None) -> Entry:
    """The entry under the series' next number; all others wait from here until this transaction ends (LED-3)."""
    (pk,) = take_ids(Entry, 1)
    series, number = _taken_number(voucher.series)
    latest = Entry.objects.filter(series=series, number=number - 1).values_list("hash", "booked_at", last_closed_day())
    previous, booked_at, closed = latest.first() or (BEGINNING, timezone.now(), closed_through())
    if closed is not None and voucher.voucher_date <= closed:
        raise PeriodClosed(voucher.voucher_date, first_open_day())
    row = (
        uuid4(),
        series,
        number,
        voucher.kind.value,
        voucher.voucher_date,
        max(booked_at, timezone.now()),  # numbers and times go the same way, whatever the clock does
        by.pk if by else None,
        record.changeset.pk,
        voucher.text[:200],
        voucher.document_no[:40],
        voucher.currency,
        voucher.rate_millionths,
        voucher.reversal_of.pk if voucher.reversal_of else None,
        voucher.reason[:200],
    )
    columns = ("id", *ENTRY_COLUMNS, "previous_hash", "hash")
    values = (pk, *row, previous, entry_hash(previous, row, line_rows))
    insert_rows(Entry, columns, [values])
    return Entry(**dict(zip(columns, values, strict=True)))


def checked_legs(voucher: Voucher) -> list[Leg]:
    """The lines in kroner, with the rounding that leaves a line of its own; raises as `write_entry` does."""
    legs = [leg for leg in voucher.legs if leg.amount_ore or leg.base_ore]
    difference = sum(leg.amount_ore for leg in legs)
    if difference or len(legs) < FEWEST_LINES:
        raise Unbalanced(difference)
    if voucher.rate_millionths <= 0:
        raise ExchangeRateMissing(voucher.currency)
    for leg in legs:
        if leg.party is not None and leg.party.is_archived:
            raise AccountArchived(leg.party)
        takes_back = voucher.kind in (EntryKind.REVERSAL, EntryKind.EXCHANGE)
        if leg.party is None and not takes_back and not (leg.account.is_active and leg.account.allows_direct_posting):
            raise MayNotBePostedOn(leg.account)
    based = [_based(leg, voucher) for leg in legs]
    rest = sum(leg.base_ore or 0 for leg in based)
    if rest:
        based.append(Leg(account=_rounding_account(based), amount_ore=0, base_ore=-rest))
    return based


def _based(leg: Leg, voucher: Voucher) -> Leg:
    if leg.base_ore is not None:
        return leg
    return replace(leg, base_ore=in_kroner(leg.amount_ore, voucher.currency, voucher.rate_millionths))


def _rounding_account(legs: Sequence[Leg]) -> Account:
    """Where the øre go that rounding to kroner leaves: the party's posting group says, else the first group."""
    for leg in legs:
        if leg.party is not None:
            return leg.party.posting_group.rounding_account
    group: Any = PostingGroup.objects.order_by("pk")[0]
    return group.rounding_account  # type: ignore[no-any-return]


def _taken_number(series: str) -> tuple[int, int]:
    """The series and its next number; the row stays locked, and a rollback gives the number back."""
    with connection.cursor() as cursor:
        cursor.execute(
            "UPDATE ledger_series SET next_number = next_number + 1 WHERE code = %s AND year = 0 "
            "RETURNING id, next_number - 1",
            [series],
        )
        pk, number = cursor.fetchone()
    return pk, number


def _line_row(place: int, leg: Leg, currency: str) -> tuple[Any, ...]:
    return (
        place,
        leg.account.pk,
        leg.party.pk if isinstance(leg.party, Debtor) else None,
        leg.party.pk if isinstance(leg.party, Creditor) else None,
        currency,
        leg.amount_ore,
        leg.base_ore,
        leg.vat_code.pk if leg.vat_code else None,
        leg.vat_rate,
        leg.vat_base_ore,
        leg.department_id,
        leg.due_on,
        leg.text[:200],
    )


def _open_items(legs: Sequence[Leg], line_ids: Sequence[int], voucher: Voucher) -> None:
    columns = (
        "line_id",
        "debtor_id",
        "creditor_id",
        "currency_id",
        "due_on",
        "amount_ore",
        "remaining_ore",
        "remaining_base_ore",
    )
    rows = [
        (
            line,
            leg.party.pk if isinstance(leg.party, Debtor) else None,
            leg.party.pk if isinstance(leg.party, Creditor) else None,
            voucher.currency,
            leg.due_on or voucher.voucher_date,
            leg.amount_ore,
            leg.amount_ore,
            leg.base_ore,
        )
        for leg, line in zip(legs, line_ids, strict=True)
        if leg.party is not None and leg.amount_ore
    ]
    if rows:
        insert_rows(OpenItem, columns, rows)


def _move_balances(legs: Sequence[Leg], record: Recording) -> None:
    parties: dict[tuple[str, int], PartyAccount] = {}
    moved: dict[tuple[str, int], int] = {}
    opened: dict[tuple[str, int], int] = {}
    for leg in legs:
        if leg.party is not None:
            key = (str(leg.party.kind), leg.party.pk)
            parties[key] = leg.party
            moved[key] = moved.get(key, 0) + (leg.base_ore or 0)
            opened[key] = opened.get(key, 0) + (1 if leg.amount_ore else 0)
    for key, party in parties.items():
        refresh_figures(party, record=record, moved_ore=moved[key], opened=opened[key])


__all__ = [
    "AccountArchived",
    "AmountTooLarge",
    "ExchangeRateMissing",
    "Leg",
    "MayNotBePostedOn",
    "PeriodClosed",
    "Unbalanced",
    "Voucher",
    "checked_legs",
    "lock_parties",
    "write_entry",
]
