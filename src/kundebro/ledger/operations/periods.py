"""Closes days for posting."""

from datetime import date, timedelta

from django.utils import timezone

from kundebro.core.rows import insert_rows, take_ids
from kundebro.history.recorder import recording
from kundebro.ledger.models import Entry, Period, Series
from kundebro.ledger.queries.periods import closed_through
from kundebro.users.models import User


class AlreadyClosed(Exception):
    """The day lies in a closed period."""


class NotOverYet(Exception):
    """Today and the days to come stay open: corrections need a day to stand on."""


def close_period(*, through: date, by: User, key: str | None = None) -> Period:
    """Let nothing more be posted up to and with the day; there is no way back.

    Postings under way hold a series, so taking all of them waits until their numbers are given. Raises AlreadyClosed
    and NotOverYet.
    """
    with recording("ledger.close-period", by=by, key=key) as record:
        if record.is_repeat:
            return record.result(Period)
        if through >= timezone.localdate(record.at):
            raise NotOverYet(through)
        list(Series.objects.select_for_update().order_by("pk"))
        closed = closed_through()
        if closed is not None and through <= closed:
            raise AlreadyClosed(closed)
        latest = Entry.objects.order_by("-booked_at").values_list("booked_at", flat=True).first()
        now = timezone.now()
        (pk,) = take_ids(Period, 1)
        row = (
            pk,
            None if closed is None else closed + timedelta(days=1),
            through,
            max(now, latest) if latest else now,
            by.pk,
            record.changeset.pk,
        )
        insert_rows(Period, ("id", "starts_on", "ends_on", "closed_at", "closed_by_id", "changeset_id"), [row])
        return record.returns(Period.objects.get(pk=pk))
