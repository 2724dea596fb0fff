"""Sets one line of an account against another, and takes that back (Udligning)."""

from collections.abc import Iterable, Sequence
from datetime import date
from typing import Any

from django.db.models import F
from django.utils import timezone

from kundebro.core.money import MixedCurrencies, Money
from kundebro.core.rows import insert_rows, take_ids
from kundebro.history.recorder import Recording, recording
from kundebro.ledger.choices import EntryKind
from kundebro.ledger.models import Entry, Line, OpenItem, PartyAccount, Settlement
from kundebro.ledger.money import part_of
from kundebro.ledger.operations.entries import AccountArchived, Leg, Voucher, lock_parties, write_entry
from kundebro.ledger.operations.figures import refresh_figures
from kundebro.ledger.operations.mirror import write_reversal
from kundebro.users.models import User

SETTLEMENT_COLUMNS = (
    "id",
    "debit_line_id",
    "credit_line_id",
    "amount_ore",
    "debit_base_ore",
    "credit_base_ore",
    "settled_on",
    "booked_at",
    "booked_by_id",
    "changeset_id",
    "exchange_entry_id",
    "undoes_id",
)


class CannotSettle(Exception):
    """The two lines cannot be set against each other."""


class NotOneAccount(CannotSettle):
    """They belong to two accounts, or to none."""


class SameSide(CannotSettle):
    """Both are debit, or both are credit."""


class MoreThanIsLeft(CannotSettle):
    """One of them has less left than that."""

    def __init__(self, left: Money) -> None:
        super().__init__(str(left))
        self.left = left


class AlreadyTakenBack(Exception):
    """The settlement was taken back before, or is itself the taking back of one."""


class PartOfAReversal(Exception):
    """A reversed entry and its reversal stay settled with each other."""


def settle(
    one: Line, other: Line, *, on: date, by: User, amount: Money | None = None, key: str | None = None
) -> Settlement:
    """Set the two lines of one account against each other, as far as both reach unless an amount is given.

    A difference in kroner is posted as an exchange difference on the day. Raises CannotSettle, MixedCurrencies,
    AccountArchived and what posting raises.
    """
    with recording("ledger.settle", by=by, about=one.party, key=key) as record:
        if record.is_repeat:
            return record.result(Settlement)
        party = _party_of(one, other)
        (locked,) = lock_parties([party]).values()
        if locked.is_archived:
            raise AccountArchived(locked)
        settlement = settle_lines(locked, one.pk, other.pk, record=record, on=on, by=by, amount=amount)
        return record.returns(settlement)


def settle_entries(lines: Sequence[Line], *, on: date, by: User, key: str | None = None) -> list[Settlement]:
    """Set the debit lines of one account against its credit lines, the earliest due first, as far as they reach.

    Raises CannotSettle, MixedCurrencies, AccountArchived and what posting raises.
    """
    about = lines[0].party if lines else None
    with recording("ledger.settle", by=by, about=about, key=key) as record:
        if record.is_repeat:
            return list(Settlement.objects.filter(changeset=record.changeset.pk).order_by("pk"))
        if about is None or any(line.party != about for line in lines):
            raise NotOneAccount
        (locked,) = lock_parties([about]).values()
        if locked.is_archived:
            raise AccountArchived(locked)
        items = OpenItem.objects.filter(pk__in=[line.pk for line in lines]).exclude(remaining_ore=0)
        in_turn = list(items.order_by("due_on", "pk").values_list("pk", "remaining_ore", "currency"))
        currencies = sorted({currency for _pk, _ore, currency in in_turn})
        if len(currencies) > 1:
            raise MixedCurrencies(*currencies[:2])
        debit = [pk for pk, ore, _currency in in_turn if ore > 0]
        credit = [pk for pk, ore, _currency in in_turn if ore < 0]
        if not debit or not credit:
            raise SameSide
        made: list[Settlement] = []
        for line in debit:
            made.extend(settle_in_turn(locked, line, credit, record=record, on=on, by=by))
        return made


def settle_lines(  # noqa: PLR0913  as above
    party: PartyAccount,
    one: int,
    other: int,
    *,
    record: Recording,
    on: date,
    by: User | None,
    amount: Money | None = None,
) -> Settlement:
    """Settle two lines of the locked account inside a posting."""
    items = OpenItem.objects.in_bulk([one, other])
    debit, credit = sorted(items.values(), key=lambda item: -item.amount_ore)
    if debit.currency_id != credit.currency_id:
        raise MixedCurrencies(debit.currency_id, credit.currency_id)
    if debit.amount_ore < 0 or credit.amount_ore > 0:
        raise SameSide
    reach = min(debit.remaining_ore, -credit.remaining_ore)
    if amount is not None and amount.currency != debit.currency_id:
        raise MixedCurrencies(amount.currency, debit.currency_id)
    part = reach if amount is None else amount.ore
    if not 0 < part <= reach:
        raise MoreThanIsLeft(Money(reach, debit.currency_id))
    debit_base = part_of(debit.remaining_base_ore, debit.remaining_ore, part)
    credit_base = part_of(credit.remaining_base_ore, credit.remaining_ore, -part)
    _take(debit, part, debit_base)
    _take(credit, -part, credit_base)
    _count_open(party, debit, credit)
    exchange = _exchange_entry(party, debit, debit_base + credit_base, record=record, on=on, by=by)
    (pk,) = take_ids(Settlement, 1)
    row = (
        pk,
        debit.pk,
        credit.pk,
        part,
        debit_base,
        credit_base,
        on,
        timezone.now(),
        by.pk if by else None,
        record.changeset.pk,
        exchange.pk if exchange else None,
        None,
    )
    insert_rows(Settlement, SETTLEMENT_COLUMNS, [row])
    refresh_figures(party, record=record)
    return Settlement.objects.get(pk=pk)


def settle_in_turn(
    party: PartyAccount,
    line: int,
    others: Iterable[int],
    *,
    record: Recording,
    on: date,
    by: User | None,
) -> list[Settlement]:
    """Set one line against others, in the order given, until it is used up."""
    settlements = []
    for other in others:
        left = dict(OpenItem.objects.filter(pk__in=[line, other]).values_list("pk", "remaining_ore"))
        if left[line] == 0:
            break
        if left[other]:
            settlements.append(settle_lines(party, line, other, record=record, on=on, by=by))
    return settlements


def unsettle(settlement: Settlement, *, on: date, by: User, key: str | None = None) -> Settlement:
    """Open both lines again as they were; an exchange difference is reversed on the day or the first open one.

    Raises AlreadyTakenBack, PartOfAReversal and AccountArchived.
    """
    party = settlement.debit_line.party
    with recording("ledger.unsettle", by=by, about=party, key=key) as record:
        if record.is_repeat:
            return record.result(Settlement)
        if party is None:
            raise NotOneAccount
        (locked,) = lock_parties([party]).values()
        _refuse_taking_back(settlement, locked)
        debit = OpenItem.objects.get(pk=settlement.debit_line_id)
        credit = OpenItem.objects.get(pk=settlement.credit_line_id)
        closed = [item for item in (debit, credit) if not item.remaining_ore]
        _take(debit, -settlement.amount_ore, -settlement.debit_base_ore)
        _take(credit, settlement.amount_ore, -settlement.credit_base_ore)
        type(locked)._base_manager.filter(pk=locked.pk).update(open_count=F("open_count") + len(closed))
        exchange: Entry | None = settlement.exchange_entry
        if exchange is not None:
            write_reversal(exchange, record=record, on=on, by=by, reason="")
        (pk,) = take_ids(Settlement, 1)
        row = (
            pk,
            debit.pk,
            credit.pk,
            -settlement.amount_ore,
            -settlement.debit_base_ore,
            -settlement.credit_base_ore,
            on,
            timezone.now(),
            by.pk,
            record.changeset.pk,
            None,
            settlement.pk,
        )
        insert_rows(Settlement, SETTLEMENT_COLUMNS, [row])
        refresh_figures(locked, record=record)
        return record.returns(Settlement.objects.get(pk=pk))


def _refuse_taking_back(settlement: Settlement, party: PartyAccount) -> None:
    if settlement.undoes_id is not None or Settlement.objects.filter(undoes=settlement).exists():
        raise AlreadyTakenBack
    if party.is_archived:
        raise AccountArchived(party)
    entries = (settlement.debit_line.entry, settlement.credit_line.entry)
    if entries[0].reversal_of_id == entries[1].pk or entries[1].reversal_of_id == entries[0].pk:
        raise PartOfAReversal


def _party_of(one: Line, other: Line) -> PartyAccount:
    party = one.party
    if party is None or party != other.party or one.pk == other.pk:
        raise NotOneAccount
    return party


def _take(item: OpenItem, part_ore: int, base_ore: int) -> None:
    item.remaining_ore -= part_ore
    item.remaining_base_ore -= base_ore
    OpenItem.objects.filter(pk=item.pk).update(
        remaining_ore=item.remaining_ore, remaining_base_ore=item.remaining_base_ore
    )


def _count_open(party: PartyAccount, *items: OpenItem) -> None:
    closed = sum(1 for item in items if not item.remaining_ore)
    mine: Any = type(party)._base_manager.filter(pk=party.pk)
    mine.update(open_count=F("open_count") - closed)


def _exchange_entry(
    party: PartyAccount, item: OpenItem, difference: int, *, record: Recording, on: date, by: User | None
) -> Entry | None:
    """What the krone has moved between the two lines, on the account of exchange differences."""
    if not difference:
        return None
    group = party.posting_group
    legs = [
        Leg(group.control_account, 0, party, base_ore=-difference),
        Leg(group.exchange_account, 0, base_ore=difference),
    ]
    voucher = Voucher(EntryKind.EXCHANGE, on, legs, currency=item.currency_id)
    return write_entry(voucher, record=record, by=by)
