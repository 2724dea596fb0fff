"""Writes an entry's mirror: the same lines with the signs turned."""

from datetime import date

from kundebro.history.recorder import Recording
from kundebro.ledger.choices import EntryKind
from kundebro.ledger.models import Entry, Line
from kundebro.ledger.operations.entries import Leg, Voucher, write_entry
from kundebro.ledger.queries.periods import first_open_day
from kundebro.users.models import User


def mirrored(lines: list[Line]) -> list[Leg]:
    """The lines with every sign turned; VAT is copied, not reckoned again (LED-7)."""
    return [
        Leg(
            line.account,
            -line.amount_ore,
            line.party,
            base_ore=-line.base_ore,
            vat_code=line.vat_code,
            vat_rate=line.vat_rate_hundredths,
            vat_base_ore=None if line.vat_base_ore is None else -line.vat_base_ore,
            department_id=line.department_id,
            text=line.text,
        )
        for line in lines
    ]


def lines_of(entry: Entry) -> list[Line]:
    """The entry's lines with all they point at, in order."""
    related = ("account", "debtor__posting_group", "creditor__posting_group", "vat_code")
    return list(Line.objects.filter(entry=entry).select_related(*related).order_by("position"))


def write_reversal(entry: Entry, *, record: Recording, on: date, by: User | None, reason: str) -> Entry:
    """Post the entry's reversal on the day, or on the first open one after it; its parties are locked already."""
    voucher = Voucher(
        EntryKind.REVERSAL,
        max(on, first_open_day()),
        mirrored(lines_of(entry)),
        currency=entry.currency_id,
        rate_millionths=entry.rate_millionths,
        text=entry.text,
        document_no=entry.document_no,
        series=entry.series.code,
        reversal_of=entry,
        reason=reason,
    )
    return write_entry(voucher, record=record, by=by)
