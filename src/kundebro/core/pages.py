"""Keyset paging: every page of a list costs the same, the millionth row as the first."""

import json
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from typing import Any, Generic, TypeVar

from django.core import signing
from django.db import connection, models
from django.db.models import Q, Subquery

Row = TypeVar("Row", bound=models.Model)

SIZE = 50
COUNTED_UP_TO = 2000
ALWAYS_COUNTED = 20_000
SAMPLE_WINDOWS = 25
SAMPLE_ROWS = 40
FEWEST_HITS = 8


@dataclass(frozen=True)
class Cursor:
    """A place in an ordered list: the order's values of the row beside it, and which way to go."""

    values: tuple[Any, ...]
    backwards: bool = False
    position: int = 0

    @classmethod
    def read(cls, query: Mapping[str, Any]) -> "Cursor | None":
        """The cursor in an address (`?after=` or `?before=`); None when there is none or it was tampered with."""
        for name, backwards in (("after", False), ("before", True)):
            if text := query.get(name):
                try:
                    position, *values = json.loads(signing.b64_decode(str(text).encode()))
                except (ValueError, TypeError):
                    return None
                if isinstance(position, int) and all(isinstance(v, (str, int, type(None))) for v in values):
                    return cls(tuple(values), backwards, position)
        return None

    def __str__(self) -> str:
        text = json.dumps([self.position, *self.values], ensure_ascii=False, separators=(",", ":"))
        return signing.b64_encode(text.encode()).decode()


@dataclass(frozen=True)
class Count:
    """How many rows there are: exactly, or roughly where counting would be slow."""

    number: int
    is_exact: bool


@dataclass
class Page(Generic[Row]):
    """Some rows of a list and the way to its neighbours."""

    items: list[Row]
    count: Count
    first: int = 1
    next: str = ""
    previous: str = ""
    order: tuple[str, ...] = field(default_factory=tuple)

    @property
    def last(self) -> int:
        """The place of the last row shown."""
        return self.first + len(self.items) - 1

    @property
    def has_neighbours(self) -> bool:
        """Whether there is another page."""
        return bool(self.next or self.previous)


def paginate(
    rows: "models.QuerySet[Row]",
    *,
    order: Sequence[str],
    after: Cursor | None = None,
    size: int = SIZE,
    count: Count | None = None,
) -> Page[Row]:
    """One page of the rows in the order, which must be unique (end it with `pk`) and over columns that are never null.

    All parts of the order go the same way: ("sort_name", "pk") or ("-sort_name", "-pk").
    """
    names = [name.lstrip("-") for name in order]
    descending = order[0].startswith("-")
    if after is not None and len(after.values) != len(names):
        after = None
    backwards = after is not None and after.backwards
    counted = count or count_of(rows)
    if after is not None:
        rows = rows.filter(beyond(names, after.values, ascending=descending == backwards))
    direction = "-" if descending != backwards else ""
    found = list(rows.order_by(*(direction + name for name in names))[: size + 1])
    more, items = len(found) > size, found[:size]
    if backwards:
        items.reverse()
    position = after.position if after else 0
    first = max(position - len(items), 0) if backwards else position
    page = Page(items, counted, first=first + 1, order=tuple(order))
    if items and (more if backwards else after is not None):
        page.previous = str(Cursor(values_of(items[0], names), backwards=True, position=first))
    if items and (more or backwards):
        page.next = str(Cursor(values_of(items[-1], names), position=first + len(items)))
    return page


def beyond(names: Sequence[str], values: Sequence[Any], *, ascending: bool) -> Q:
    """Rows after the values in the order of the names, said so that both databases walk an index.

    For two columns: a >= x AND (a > x OR b > y).
    """
    operator, edge = ("gt", "gte") if ascending else ("lt", "lte")
    name, value = names[0], values[0]
    if len(names) == 1:
        return Q(**{f"{name}__{operator}": value})
    rest = beyond(names[1:], values[1:], ascending=ascending)
    return Q(**{f"{name}__{edge}": value}) & (Q(**{f"{name}__{operator}": value}) | rest)


def values_of(row: models.Model, names: Sequence[str]) -> tuple[Any, ...]:
    """The row's values in the order's columns."""
    return tuple(getattr(row, name) for name in names)


def count_of(rows: "models.QuerySet[Any]") -> Count:
    """Exact where that is cheap; otherwise from the database's statistics (PostgreSQL) or a sample (SQLite)."""
    plain = rows.order_by()
    few = plain.values("pk")[: COUNTED_UP_TO + 1].count()
    if few <= COUNTED_UP_TO:
        return Count(few, is_exact=True)
    estimate = planned_rows(plain) if connection.vendor == "postgresql" else sampled_rows(plain)
    return Count(rounded(max(estimate, few)), is_exact=False)


def planned_rows(rows: "models.QuerySet[Any]") -> int:
    """PostgreSQL's own estimate of the number of rows; 0 where Django knows without asking that there are none."""
    plan = rows.values("pk").explain(format="json")
    return int(json.loads(plan)[0]["Plan"]["Plan Rows"]) if plan else 0


def sampled_rows(rows: "models.QuerySet[Any]") -> int:
    """The share of matching rows in windows spread over the primary keys, times the number of keys.

    0 where the table is small or too few of the sample match to say anything.
    """
    table = rows.model._base_manager
    highest = Subquery(table.order_by("-pk").values("pk")[:1])
    low, high = table.order_by("pk").values_list("pk", highest).first() or (0, 0)
    if high - low < ALWAYS_COUNTED:
        return 0
    width = high - low + 1
    sample = [
        key
        for start in range(low, high + 1, width // SAMPLE_WINDOWS)
        for key in range(start, min(start + SAMPLE_ROWS, high + 1))
    ]
    hits = rows.filter(pk__among=sample).count()
    return hits * width // len(sample) if hits >= FEWEST_HITS else 0


def rounded(number: int) -> int:
    """Two significant digits: an estimate should not look exact."""
    digits = max(len(str(number)) - 2, 0)
    return round(number, -digits)
