"""The chain of evidence: each entry's hash covers its lines and the hash before it in its series (LED-2)."""

from collections.abc import Sequence
from datetime import UTC, date, datetime
from hashlib import sha256
from typing import Any, Final

from kundebro.core.rows import json_text

BEGINNING: Final = "0" * 64
"""Stands before the first entry of a series."""

ENTRY_COLUMNS: Final = (
    "uuid",
    "series_id",
    "number",
    "kind",
    "voucher_date",
    "booked_at",
    "booked_by_id",
    "changeset_id",
    "text",
    "document_no",
    "currency_id",
    "rate_millionths",
    "reversal_of_id",
    "reason",
)
LINE_COLUMNS: Final = (
    "position",
    "account_id",
    "debtor_id",
    "creditor_id",
    "currency_id",
    "amount_ore",
    "base_ore",
    "vat_code_id",
    "vat_rate_hundredths",
    "vat_base_ore",
    "department_id",
    "due_on",
    "text",
)


def entry_hash(previous: str, entry: Sequence[Any], lines: Sequence[Sequence[Any]]) -> str:
    """SHA-256 (hex) over the hash before, the entry in the order of ENTRY_COLUMNS and its lines in LINE_COLUMNS."""
    said = [previous, [_said(value) for value in entry], [[_said(value) for value in line] for line in lines]]
    return sha256(json_text(said).encode()).hexdigest()


def _said(value: Any) -> str | int | None:
    if value is None or isinstance(value, (int, str)):
        return value
    if isinstance(value, datetime):
        return value.astimezone(UTC).isoformat(timespec="microseconds")
    return value.isoformat() if isinstance(value, date) else str(value)
