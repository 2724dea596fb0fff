"""The chain of evidence: each entry's hash covers its lines and the hash before it in its series (LED-2)."""

from collections.abc import Sequence
from datetime import UTC, date, datetime
from hashlib import sha256
from typing import Any, Final

from django.db import connection
from django.db.models import Model

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

ON_POSTGRESQL: Final = {
    "UUIDField": "{0}::text",
    "DateField": "{0}::text",
    "DateTimeField": """to_char({0} AT TIME ZONE 'UTC', 'YYYY-MM-DD"T"HH24:MI:SS.US"+00:00"')""",
}
ON_SQLITE: Final = {
    "UUIDField": (
        "substr({0}, 1, 8) || '-' || substr({0}, 9, 4) || '-' || substr({0}, 13, 4) || '-' || "
        "substr({0}, 17, 4) || '-' || substr({0}, 21)"
    ),
    "DateField": "{0} || ''",  # no longer a column, which the driver would make a date of
    "DateTimeField": "replace({0}, ' ', 'T') || iif(instr({0}, '.'), '', '.000000') || '+00:00'",
}
"""How a column is said in SQL what `_said` says in Python; whole numbers and texts are as they are."""


def entry_hash(previous: str, entry: Sequence[Any], lines: Sequence[Sequence[Any]]) -> str:
    """SHA-256 (hex) over the hash before, the entry in the order of ENTRY_COLUMNS and its lines in LINE_COLUMNS."""
    return hash_of_said(
        previous, [_said(value) for value in entry], [[_said(value) for value in line] for line in lines]
    )


def hash_of_said(previous: str, entry: Sequence[Any], lines: Sequence[Sequence[Any]]) -> str:
    """As `entry_hash`, where every value is said as the chain says it."""
    return sha256(json_text([previous, entry, lines]).encode()).hexdigest()


def said_by_database(model: type[Model], columns: Sequence[str]) -> str:
    """The columns for a SELECT, said as the chain says them: Python has no part in a million of them."""
    ways = ON_POSTGRESQL if connection.vendor == "postgresql" else ON_SQLITE
    said = {field.attname: ways.get(field.get_internal_type(), "{0}") for field in model._meta.concrete_fields}
    return ", ".join(said[name].format(connection.ops.quote_name(name)) for name in columns)


def _said(value: Any) -> str | int | None:
    if value is None or isinstance(value, (int, str)):
        return value
    if isinstance(value, datetime):
        return value.astimezone(UTC).isoformat(timespec="microseconds")
    return value.isoformat() if isinstance(value, date) else str(value)
