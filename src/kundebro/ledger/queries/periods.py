"""Which days may be posted on."""

from datetime import date, timedelta

from django.db.models import Subquery

from kundebro.ledger.models import Period

FIRST_DAY = date(1900, 1, 1)


def closed_through() -> date | None:
    """The last day of the last closed period; None when nothing is closed."""
    return Period.objects.order_by("-ends_on").values_list("ends_on", flat=True).first()


def last_closed_day() -> Subquery:
    """`closed_through` as a part of another question."""
    return Subquery(Period.objects.order_by("-ends_on").values("ends_on")[:1])


def is_open(day: date) -> bool:
    """Whether the day may be posted on."""
    closed = closed_through()
    return closed is None or day > closed


def first_open_day() -> date:
    """The first day that may be posted on."""
    closed = closed_through()
    return FIRST_DAY if closed is None else closed + timedelta(days=1)
