"""Account numbers: the next free one, and which are taken."""

from collections.abc import Collection

from kundebro.company import queries as company
from kundebro.company.operations import take_number, take_numbers
from kundebro.core.danish import number_key
from kundebro.prospects.models import Prospect

SERIES = "prospect"


def taken_among(numbers: Collection[str]) -> set[str]:
    """Those of the numbers that a prospect already has."""
    by_key = {number_key(number): number for number in numbers}
    used = Prospect.objects.filter(number_key__among=list(by_key)).values_list("number_key", flat=True)
    return {by_key[key] for key in used}


def proposed_number() -> str:
    """The number a new prospect would get; someone else may get it first."""
    return company.propose_number(SERIES, taken_among=taken_among)


def next_number() -> str:
    """Take the next free number, inside the transaction that uses it."""
    return take_number(SERIES, taken_among=taken_among)


def next_numbers(count: int) -> list[str]:
    """Take several free numbers under one lock."""
    return take_numbers(SERIES, count, taken_among=taken_among)
