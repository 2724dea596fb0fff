"""Takes a posted entry back, by a new one that mirrors it (LED-5)."""

from collections.abc import Sequence
from datetime import date

from kundebro.history.recorder import recording
from kundebro.ledger.choices import EntryKind
from kundebro.ledger.models import Entry, Line, OpenItem
from kundebro.ledger.operations.entries import AccountArchived, lock_parties
from kundebro.ledger.operations.mirror import lines_of, write_reversal
from kundebro.ledger.operations.settling import settle_lines
from kundebro.users.models import User


class CannotReverse(Exception):
    """A reversal is not reversed, nor is an entry twice; an exchange difference goes with its settlement."""


class EntrySettled(Exception):
    """Lines of the entry are set against others; the settlements are taken back first."""

    def __init__(self, entry: Entry, lines: Sequence[int]) -> None:
        super().__init__(str(entry))
        self.entry = entry
        self.lines = list(lines)


def reverse_entry(entry: Entry, *, reason: str, on: date, by: User, key: str | None = None) -> Entry:
    """Post the entry's mirror on the day, or on the first open day after it, and set the two against each other.

    Raises CannotReverse, EntrySettled and AccountArchived.
    """
    with recording("ledger.reverse", by=by, key=key, reason=reason) as record:
        if record.is_repeat:
            return record.result(Entry)
        lines = lines_of(entry)
        parties = lock_parties([party for line in lines if (party := line.party) is not None])
        for party in parties.values():
            if party.is_archived:
                raise AccountArchived(party)
        _refuse(entry)
        reversal = write_reversal(entry, record=record, on=on, by=by, reason=reason)
        mirrors = dict(Line.objects.filter(entry=reversal).values_list("position", "pk"))
        for line in lines:
            party_now = line.party
            if party_now is not None and line.amount_ore:
                locked = parties[party_now.kind, party_now.pk]
                settle_lines(locked, line.pk, mirrors[line.position], record=record, on=reversal.voucher_date, by=by)
        return record.returns(reversal)


def _refuse(entry: Entry) -> None:
    if entry.kind in (EntryKind.REVERSAL, EntryKind.EXCHANGE) or Entry.objects.filter(reversal_of=entry).exists():
        raise CannotReverse(entry)
    items = OpenItem.objects.filter(line__entry=entry).values_list("pk", "amount_ore", "remaining_ore")
    if settled := [pk for pk, amount, remaining in items if amount != remaining]:
        raise EntrySettled(entry, settled)
