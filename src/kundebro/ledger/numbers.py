"""Account numbers of debtors and creditors: the next free one, and which are taken."""

from collections.abc import Collection

from kundebro.company import queries as company
from kundebro.company.operations import take_number
from kundebro.core.danish import number_key
from kundebro.ledger.models import PartyAccount


def taken_among(model: type[PartyAccount], numbers: Collection[str]) -> set[str]:
    """Those of the numbers that an account of the kind already has."""
    by_key = {number_key(number): number for number in numbers}
    used = model._default_manager.filter(number_key__in=list(by_key)).values_list("number_key", flat=True)
    return {by_key[key] for key in used}


def proposed_number(model: type[PartyAccount]) -> str:
    """The number a new account would get; someone else may get it first."""
    return company.propose_number(model.kind, taken_among=lambda numbers: taken_among(model, numbers))


def next_number(model: type[PartyAccount]) -> str:
    """Take the next free number, inside the transaction that uses it."""
    return take_number(model.kind, taken_among=lambda numbers: taken_among(model, numbers))
