"""Which numbers a series would give next."""

from collections.abc import Callable, Collection

from kundebro.company.models import NumberSeries

TakenAmong = Callable[[Collection[str]], Collection[str]]
"""Answers which of some numbers are already in use: a number may have been typed by hand."""

LARGEST_QUESTION = 1000


class SeriesUsedUp(Exception):
    """The series has passed its last number."""

    def __init__(self, series: NumberSeries) -> None:
        super().__init__(f"Number series {series.code} has passed its last number, {series.last_number}.")
        self.series = series


def propose_number(code: str, *, taken_among: TakenAmong | None = None) -> str:
    """The number the series would give now; takes nothing, so someone else may get it first."""
    series = NumberSeries.objects.get(code=code)
    (number,), _following = free_numbers(series, 1, taken_among)
    return number


def free_numbers(series: NumberSeries, count: int, taken_among: TakenAmong | None) -> tuple[list[str], int]:
    """The next `count` numbers nobody has taken by hand, and the counter that follows them.

    Asks in growing portions, so that a long run of taken numbers costs few questions. Raises SeriesUsedUp.
    """
    found: list[str] = []
    following, portion = series.next_number, count
    while len(found) < count:
        wanted = [series.shown(number) for number in range(following, following + min(portion, LARGEST_QUESTION))]
        taken = set(taken_among(wanted)) if taken_among else set()
        for number in wanted:
            following += 1
            if number not in taken:
                found.append(number)
            if len(found) == count:
                break
        portion *= 2
    if series.last_number is not None and following - 1 > series.last_number:
        raise SeriesUsedUp(series)
    return found, following
