from django.db import transaction

from kundebro.company.models import NumberSeries
from kundebro.company.queries.numbers import TakenAmong, free_numbers


def take_number(code: str, *, taken_among: TakenAmong | None = None) -> str:
    """The next number of the series, as `take_numbers`."""
    return take_numbers(code, 1, taken_among=taken_among)[0]


def take_numbers(code: str, count: int, *, taken_among: TakenAmong | None = None) -> list[str]:
    """The next `count` numbers of the series, taken under one lock that lasts until the caller's transaction ends.

    Numbers that `taken_among` finds in use are skipped. A rollback gives all of them back. On SQLite the IMMEDIATE
    transaction is the lock (reliability.md CORE-6). Raises TransactionManagementError outside a transaction,
    SeriesUsedUp and NumberSeries.DoesNotExist.
    """
    if not transaction.get_connection().in_atomic_block:
        message = "Take a number in the transaction that uses it."
        raise transaction.TransactionManagementError(message)
    series = NumberSeries.objects.select_for_update().get(code=code)
    numbers, series.next_number = free_numbers(series, count, taken_among)
    series.save(update_fields=["next_number"])
    return numbers
