"""When a prospect is next to be followed up: the day is typed on the prospect, what is done on it belongs to apps above."""

from collections.abc import Mapping
from datetime import date
from typing import Any, Final

from kundebro.prospects.models import Prospect
from kundebro.prospects.signals import follow_up_wanted
from kundebro.users.models import User

FOLLOW_UP: Final = "next_follow_up_on"


def want_follow_ups(days: Mapping[int, date | None], *, by: User) -> None:
    """Let each prospect be followed up on its day, or on none, as part of the changeset under way."""
    if days:
        follow_up_wanted.send(sender=Prospect, days=days, by=by)


def wanted_in(rows: Mapping[int, Mapping[str, Any]]) -> dict[int, date | None]:
    """By key of a new prospect: the day that its values name, if they name one."""
    return {pk: day for pk, row in rows.items() if (day := row.get(FOLLOW_UP)) is not None}


def take_wanted(prospect: Prospect) -> dict[int, date | None]:
    """The day set on the instance, if it is another than the stored one; the instance is left as stored."""
    if FOLLOW_UP not in prospect.changes():
        return {}
    stored, wanted = prospect.changes()[FOLLOW_UP]
    prospect.next_follow_up_on = stored
    return {prospect.pk: wanted}
