"""What must always hold in the database: apps register it, `kundebro verify` looks, and never repairs."""

import time
from collections.abc import Callable, Iterable, Iterator, Sequence
from contextlib import contextmanager
from dataclasses import dataclass
from itertools import islice
from typing import Any

from django.db import DatabaseError, connection, transaction
from django.utils.functional import Promise

from kundebro.core.registry import Registry

SHOWN = 20
CHUNK = 2000


@dataclass(frozen=True)
class Breach:
    """Rows, or other things by name, for which an invariant does not hold; the first of them when there are many."""

    where: str
    rows: tuple[object, ...] = ()
    has_more: bool = False

    def __str__(self) -> str:
        named = ", ".join(map(str, self.rows))
        return f"{self.where}{': ' if named else ''}{named}{' …' if self.has_more else ''}"


@dataclass(frozen=True, kw_only=True)
class Invariant:
    """One thing that must hold; `id` is its number in reliability.md, with a word when several apps share it.

    `check` reads set by set and keeps little in memory, whatever the size of the tables. A fast one is asked every
    hour and takes no notice of how many rows there are, or little.
    """

    id: str
    title: str | Promise
    check: Callable[[], Iterable[Breach]]
    is_fast: bool = False


@dataclass(frozen=True)
class Verdict:
    """How an invariant stands."""

    invariant: Invariant
    breaches: Sequence[Breach]
    seconds: float


invariants = Registry[Invariant](key=lambda invariant: invariant.id, order=lambda invariant: invariant.id)


def register(
    *,
    id: str,  # noqa: A002  the word of the papers
    title: str | Promise,
    check: Callable[[], Iterable[Breach]],
    is_fast: bool = False,
) -> Invariant:
    """Have the invariant looked at from now on."""
    return invariants.register(Invariant(id=id, title=title, check=check, is_fast=is_fast))


def verify(*, is_fast: bool = False) -> Iterator[Verdict]:
    """Look at every invariant, or at the fast ones, each in a snapshot of its own."""
    for invariant in invariants:
        if is_fast and not invariant.is_fast:
            continue
        begun = time.monotonic()
        try:
            with snapshot():
                breaches = list(islice(invariant.check(), SHOWN))
        except (DatabaseError, ValueError) as error:  # a damaged file, a missing table, a text that is none any more
            breaches = [Breach(f"{type(error).__name__}: {error}".strip())]
        yield Verdict(invariant, breaches, time.monotonic() - begun)


def breached(verdicts: Iterable[Verdict]) -> list[Verdict]:
    """Those that do not hold."""
    return [verdict for verdict in verdicts if verdict.breaches]


def found(where: str, rows: Iterable[object]) -> Iterator[Breach]:
    """A breach with the first of the rows; nothing when there are none."""
    first = list(islice(rows, SHOWN + 1))
    if first:
        yield Breach(where, tuple(first[:SHOWN]), has_more=len(first) > SHOWN)


def rows_of(query: str, parameters: Sequence[Any] = ()) -> Iterator[tuple[Any, ...]]:
    """The rows of a query, in portions that fit in memory on both databases."""
    with connection.chunked_cursor() as cursor:
        cursor.execute(query, parameters)
        while portion := cursor.fetchmany(CHUNK):
            yield from portion


def keys_of(query: str, parameters: Sequence[Any] = ()) -> Iterator[Any]:
    """The first column of the query's rows."""
    return (key for key, *_rest in rows_of(query, parameters))


@contextmanager
def snapshot() -> Iterator[None]:
    """Everything read inside is of one moment, and nothing can be written; a transaction under way is left as it is."""
    if connection.in_atomic_block:
        yield
    elif connection.vendor == "postgresql":
        with transaction.atomic(), connection.cursor() as cursor:
            cursor.execute("SET TRANSACTION ISOLATION LEVEL REPEATABLE READ READ ONLY")
            yield
    else:
        with connection.cursor() as cursor:  # Django's own transactions take the write lock, readers need none
            cursor.execute("PRAGMA query_only = ON")
            cursor.execute("BEGIN")
            try:
                yield
            finally:
                raw: Any = connection.connection
                if raw.in_transaction:  # a damaged page may have ended it already
                    cursor.execute("ROLLBACK")
                cursor.execute("PRAGMA query_only = OFF")
