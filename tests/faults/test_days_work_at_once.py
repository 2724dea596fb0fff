"""Many who call, plan, sell and take back at the same moment: nothing is done twice, no figure is wrong (I-13)."""

import os
from collections import Counter
from datetime import timedelta
from typing import Final

import pytest
from django.core.exceptions import PermissionDenied
from django.db import OperationalError
from django.utils import timezone

from kundebro.activities.models import Activity
from kundebro.activities.operations import NextStep, create_activity, finish_activity
from kundebro.activities.operations.finish import NotOpen
from kundebro.history.middleware import is_late
from kundebro.history.models import Changeset
from kundebro.pipeline.models import SalesProject, Stage, StageChange
from kundebro.pipeline.operations import create_project, move_project
from kundebro.prospects.models import Prospect
from kundebro.prospects.operations.transfer import AlreadyTransferred, ProspectArchived
from kundebro.users.models import User
from tests.factories.activities import activity_type
from tests.faults.together import at_once
from tests.live import Live, connected_to
from tests.office import Office

CLIENTS: Final = 12
STEPS: Final = int(os.environ.get("KUNDEBRO_STEPS", "8"))
SEED: Final = int(os.environ.get("KUNDEBRO_SEED", "0"))
"""Each seed is another day's work for the twelve; a fault that was found has one, and more steps find more."""

pytestmark = [pytest.mark.faults, pytest.mark.xdist_group("faults")]


def test_a_call_that_twelve_say_they_made_is_done_once_and_has_one_next_step(installation: Live) -> None:
    with connected_to(installation.url):
        user, prospect, today = User.objects.get(), Prospect.objects.order_by("pk")[0], timezone.localdate()
        values = {"activity_type": activity_type(), "subject": "Ring om tilbud", "date": today}
        call = create_activity(prospect, values, by=user)

    def finish(place: int) -> str:
        step = NextStep({"date": today + timedelta(days=place + 1), "subject": f"Næste {place}"})
        try:
            finish_activity(call, by=User.objects.get(), next_step=step)
        except NotOpen:
            return "was done"
        return "did it"

    answers = Counter(at_once(CLIENTS, finish, url=installation.url))

    assert answers == {"did it": 1, "was done": CLIENTS - 1}
    with connected_to(installation.url):
        (planned,) = Activity.objects.filter(prospect=prospect, done_at=None)
        assert Activity.objects.filter(prospect=prospect).count() == 2
        assert Prospect.objects.get(pk=prospect.pk).next_follow_up_on == planned.due_on


def test_a_project_that_twelve_move_has_a_way_without_a_break(installation: Live) -> None:
    with connected_to(installation.url):
        user, prospect, today = User.objects.get(), Prospect.objects.order_by("pk")[0], timezone.localdate()
        project = create_project(prospect, {"description": "Port", "quote_ore": 45_000_00}, by=user)
        stages = list(Stage.objects.filter(is_closed=False).order_by("position"))

    def move(place: int) -> str:
        move_project(project, stages[place % len(stages)], on=today, by=User.objects.get())
        return "moved"

    answers = Counter(at_once(CLIENTS, move, url=installation.url))

    assert answers == {"moved": CLIENTS}
    with connected_to(installation.url):
        way = list(StageChange.objects.filter(project=project).order_by("pk").values_list("before", "after"))
        assert [after for _before, after in way[:-1]] == [before for before, _after in way[1:]]
        assert SalesProject.objects.get(pk=project.pk).stage_id == way[-1][1]


def is_told(fault: Exception) -> bool:
    """Whether somebody is told so who comes too late, or is asked again: PostgreSQL lets one of two go who wait for each
    other."""
    if isinstance(fault, OperationalError):
        return "deadlock detected" in str(fault)
    return isinstance(fault, NotOpen | AlreadyTransferred | ProspectArchived | PermissionDenied) or is_late(fault)


def test_whatever_twelve_do_at_once_every_figure_is_right(installation: Live) -> None:
    def works(place: int) -> Counter[str]:
        office, told = Office(User.objects.get(), SEED + place, today=timezone.localdate()), Counter[str]()
        for _step in range(STEPS):
            try:
                office.does_something()
            except Exception as fault:
                if not is_told(fault):
                    raise
                told[type(fault).__name__] += 1
        return told + Counter(done=office.done.total())

    answers = at_once(CLIENTS, works, url=installation.url)

    assert [answer for answer in answers if not isinstance(answer, Counter)] == []
    with connected_to(installation.url):
        assert Changeset.objects.count() > CLIENTS * STEPS // 2
