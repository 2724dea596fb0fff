"""Bar charts drawn on the server: how long a bar is, and what stands on it (the tag `bar_chart` draws them)."""

from collections.abc import Callable, Iterable, Iterator, Sequence
from typing import Final, TypeVar

from kundebro.core.components import ChartBar, Stroke, Text

Row = TypeVar("Row")
WIDTH: Final = 1000
"""Bars are drawn in thousandths of the width of the picture."""

HEIGHT: Final = 20
MARK: Final = 3
MOST: Final = 25
"""More bars than this are no picture any more; the table beside it has them all."""


def place_of(value: int, longest: int) -> int:
    """Where a value ends; nothing below zero is drawn, and nothing beyond the longest."""
    return min(max(value, 0), longest) * WIDTH // longest if longest > 0 else 0


def ground(value: int, longest: int) -> Stroke:
    """The bar that others stand on: what is quoted, what there is in all."""
    return Stroke("chart-ground", 0, place_of(value, longest), 0, HEIGHT)


def main(value: int, longest: int) -> Stroke:
    """The bar that is looked at."""
    return Stroke("chart-main", 0, place_of(value, longest), 4, HEIGHT - 8)


def aim(value: int, longest: int) -> Stroke:
    """A mark across at what is aimed at."""
    return Stroke("chart-target", min(place_of(value, longest), WIDTH - MARK), MARK, 0, HEIGHT)


def largest(rows: Sequence[Row], size: Callable[[Row], int]) -> list[Row]:
    """The rows that a picture shows: all of them, or the 25 largest in the order they had."""
    if len(rows) <= MOST:
        return list(rows)
    chosen = sorted(range(len(rows)), key=lambda place: -size(rows[place]))[:MOST]
    return [rows[place] for place in sorted(chosen)]


def plain_bars(rows: Iterable[tuple[Text, int, object]]) -> Iterator[ChartBar]:
    """One bar for each title, value and text shown."""
    found = list(rows)
    longest = max((value for _title, value, _shown in found), default=0)
    for title, value, shown in found:
        yield ChartBar(title=title, strokes=[main(value, longest)], shown=shown)
