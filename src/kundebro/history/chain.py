"""How history is made provable (docs/decisions/0008): what is hashed, and in which order.

values + salt → commitment of a row; header + salt → commitment of a changeset; both, in order, → digest of what one
transaction wrote; digests, in order, → seal; each seal covers the one before. An erasure puts the row's commitment in
the place of its salt: the values are gone and cannot be guessed at, and every digest stays.
"""

import json
from collections.abc import Iterable, Sequence
from datetime import UTC, datetime
from hashlib import sha256
from typing import Any

SALT = 16
COMMITMENT = 32
HEADER = (
    "pk",
    "operation",
    "by_id",
    "door",
    "recorded_at",
    "about_type_id",
    "about_id",
    "key",
    "request_hash",
    "reason",
    "undoes_id",
)
"""What of a changeset never changes, by attribute."""

canonical = json.JSONEncoder(ensure_ascii=False, separators=(",", ":"), sort_keys=True).encode
"""The one JSON text of a value, whatever the database made of it in between."""


def header(values: Sequence[Any]) -> str:
    """The text of a changeset's header, from its values in the order of HEADER."""
    return canonical([v.astimezone(UTC).isoformat() if isinstance(v, datetime) else v for v in values])


def commitment(text: str, salt: bytes) -> bytes:
    """SHA-256 over salt and text; for what has been erased, what stands in the salt's place."""
    return salt if len(salt) == COMMITMENT else sha256(salt + text.encode()).digest()


class Digest:
    """SHA-256 over what one transaction wrote of a changeset: its header, then its rows."""

    def __init__(self, header_text: str, salt: bytes) -> None:
        self._hash = sha256(commitment(header_text, salt))
        self.count = 0

    def add(self, rows: Iterable[tuple[int, int, str, int, str, bytes]]) -> None:
        """Go on with rows: content type, object, kind, version, values as text, salt."""
        update, count = self._hash.update, 0
        for content_type, key, kind, version, text, salt in rows:
            update(b"%d:%d:%s:%d:" % (content_type, key, kind.encode(), version) + commitment(text, salt))
            count += 1
        self.count += count

    def hexdigest(self) -> str:
        """The digest so far."""
        return self._hash.hexdigest()


def seal_digest(
    previous: str, sealed_at: datetime, commitments: Iterable[tuple[int, int, int, str]]
) -> tuple[str, int]:
    """SHA-256 over the seal before, the time, and (key, changeset, count, digest) of what is sealed; and how many."""
    sealed, count = sha256(f"{previous}:{sealed_at.astimezone(UTC).isoformat()}".encode()), 0
    for key, changeset, rows, digest in commitments:
        sealed.update(f"\n{key}:{changeset}:{rows}:{digest}".encode())
        count += 1
    return sealed.hexdigest(), count
