"""Sales projects for tests."""

from itertools import count
from typing import Any

from kundebro.pipeline.models import LostReason, SalesProject, Stage
from kundebro.pipeline.operations import create_project
from kundebro.prospects.models import Prospect
from kundebro.users.models import User
from tests.factories.prospects import make_prospect
from tests.factories.users import make_user

_numbers = count(1)


def make_project(
    *, prospect: Prospect | None = None, description: str = "", by: User | None = None, **values: Any
) -> SalesProject:
    """A sales project with the values given."""
    wanted = {"description": description or f"Projekt {next(_numbers)}", **values}
    return create_project(prospect or make_prospect(), wanted, by=by or make_user())


def stage(code: str) -> Stage:
    """The stage a new company begins with."""
    return Stage.objects.get(code=code)


def lost_reason(code: str = "PRIS") -> LostReason:
    """The reason a new company begins with."""
    return LostReason.objects.get(code=code)
