"""Numbers of sales projects."""

from collections.abc import Collection

from kundebro.company import queries as company
from kundebro.company.operations import take_number, take_numbers
from kundebro.core.danish import number_key
from kundebro.pipeline.models import SalesProject

SERIES = "sales_project"


def taken_among(numbers: Collection[str]) -> set[str]:
    """Those of the numbers that a project already has."""
    by_key = {number_key(number): number for number in numbers}
    used = SalesProject.objects.filter(number_key__among=list(by_key)).values_list("number_key", flat=True)
    return {by_key[key] for key in used}


def proposed_number() -> str:
    """The number a new project would get; someone else may get it first."""
    return company.propose_number(SERIES, taken_among=taken_among)


def next_number() -> str:
    """Take the next free number, inside the transaction that uses it."""
    return take_number(SERIES, taken_among=taken_among)


def next_numbers(count: int) -> list[str]:
    """Take the next free numbers, inside the transaction that uses them."""
    return take_numbers(SERIES, count, taken_among=taken_among) if count else []
