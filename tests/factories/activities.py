"""Activities for tests."""

from itertools import count
from typing import Any

from kundebro.activities.models import Activity, ActivityType
from kundebro.activities.operations import create_activity
from kundebro.prospects.models import Prospect
from kundebro.users.models import User
from tests.factories.prospects import make_prospect
from tests.factories.users import make_user

_numbers = count(1)


def make_activity(
    *,
    prospect: Prospect | None = None,
    kind: str = "OPKALD",
    by: User | None = None,
    is_done: bool = False,
    **values: Any,
) -> Activity:
    """An activity of the kind with the values given."""
    wanted = {"activity_type": activity_type(kind), "subject": f"Aftale {next(_numbers)}", **values}
    return create_activity(prospect or make_prospect(), wanted, by=by or make_user(), is_done=is_done)


def activity_type(code: str = "OPKALD") -> ActivityType:
    """The type a new company begins with."""
    return ActivityType.objects.get(code=code)
