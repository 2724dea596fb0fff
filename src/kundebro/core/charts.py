"""Bar charts drawn on the server: how long a bar is, and what stands on it (the tag `bar_chart` draws them)."""

from collections.abc import Iterable, Iterator
from typing import Final

from kundebro.core.components import ChartBar, Stroke, Text

WIDTH: Final = 1000
"""Bars are drawn in thousandths of the width of the picture."""

HEIGHT: Final = 20
MARK: Final = 3


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


def plain_bars(rows: Iterable[tuple[Text, int, object]]) -> Iterator[ChartBar]:
    """One bar for each title, value and text shown."""
    found = list(rows)
    longest = max((value for _title, value, _shown in found), default=0)
    for title, value, shown in found:
        yield ChartBar(title=title, strokes=[main(value, longest)], shown=shown)
