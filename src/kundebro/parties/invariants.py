"""What must hold of everyone with an account number; prospects, debtors and creditors each register it for their own."""

from collections.abc import Iterator

from django.db.models import Count, Model

from kundebro.core.danish import number_key
from kundebro.core.verify import CHUNK, Breach, found


def numbers_given_once(model: type[Model]) -> Iterator[Breach]:
    """I-11: numbers that two rows have, and numbers kept in another spelling than the one they are compared in."""
    rows = model._base_manager
    twice = rows.values("number_key").annotate(n=Count("pk")).filter(n__gt=1).order_by("number_key")
    yield from found(model._meta.label, twice.values_list("number_key", flat=True))
    spelt = rows.order_by("pk").values_list("pk", "number", "number_key").iterator(chunk_size=CHUNK)
    yield from found(model._meta.label, (pk for pk, number, key in spelt if number_key(number) != key))
