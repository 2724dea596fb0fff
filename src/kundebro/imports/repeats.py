"""Remembers what every row of a list was told apart by, in constant memory, and finds it again in later rows."""

import json
import sqlite3
from collections.abc import Sequence
from types import TracebackType
from typing import Self

from kundebro.imports.targets import CheckedRow

PAGES = -8_000  # KiB of cache; the rest lies in a temporary file


class Repeats:
    """Which identities earlier rows have had. Refused rows do not count: they take nothing."""

    def __init__(self) -> None:
        self._seen = sqlite3.connect("")  # a temporary file that goes when it is closed
        self._seen.execute(f"PRAGMA cache_size={PAGES}")
        self._seen.execute("PRAGMA journal_mode=OFF")
        self._seen.execute("CREATE TABLE seen (key INTEGER PRIMARY KEY, row INTEGER NOT NULL)")

    def __enter__(self) -> Self:
        return self

    def __exit__(
        self, kind: type[BaseException] | None, error: BaseException | None, trace: TracebackType | None
    ) -> None:
        self._seen.close()

    def note(self, rows: Sequence[CheckedRow]) -> None:
        """Fill in each row's repeats, and remember its identities for the rows to come."""
        keys = [{kind: _key(kind, value) for kind, value in row.identities.items()} for row in rows]
        taken = [
            (key, row.number)
            for row, own in zip(rows, keys, strict=True)
            if not row.is_refused
            for key in own.values()
        ]
        self._seen.executemany("INSERT OR IGNORE INTO seen VALUES (?, ?)", taken)
        wanted = json.dumps(list({key for own in keys for key in own.values()}))
        first = dict(
            self._seen.execute("SELECT key, row FROM seen WHERE key IN (SELECT value FROM json_each(?))", [wanted])
        )
        for row, own in zip(rows, keys, strict=True):
            row.repeats = {kind: first[key] for kind, key in own.items() if first.get(key, row.number) < row.number}


def _key(kind: str, value: str) -> int:
    """Eight bytes that tell kind and value apart; among a million rows two agree by chance once in a million lists.

    Python's own hash differs from one process to the next; these keys do not outlive theirs.
    """
    return hash(f"{kind}\0{value}")
