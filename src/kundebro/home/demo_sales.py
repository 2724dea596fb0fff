"""What the demo company hopes to sell: projects in every stage, some won and some lost, targets, and a week to compare with."""

from datetime import date, timedelta
from random import Random
from typing import Final

from django.utils import timezone

from kundebro.core.dates import next_working_day
from kundebro.pipeline.choices import Outcome
from kundebro.pipeline.models import LostReason, SalesProject, Stage
from kundebro.pipeline.operations import (
    change_project,
    close_project,
    create_project,
    move_project,
    save_targets,
    take_snapshot,
)
from kundebro.prospects.models import LeadSource, Prospect
from kundebro.users.models import User

PROJECTS: Final = 36
THINGS: Final = (
    "Ny ventilation",
    "Serviceaftale",
    "Udskiftning af porte",
    "Montage af rækværk",
    "Eftersyn af kedel",
    "Ombygning af lager",
    "Reservedele til linje 2",
    "Trapper til nybyg",
)
STANDING: Final = ("PROSPEKT", "PROSPEKT", "TILBUD", "TILBUD", "TILBUD", "ORDRE", "WON", "LOST", "DROPPED")
"""Where one project after the other has come to."""

SHARES: Final = (2000, 3500, 5000, 6500, 8000)
MOVED: Final = 4
MONTHS_WITH_TARGETS: Final = 4


def make_sales(random: Random, *, by: User, today: date) -> None:
    """Open projects for some prospects, let them go their way, keep the week, and let a few move since."""
    sources = list(LeadSource.objects.order_by("pk"))
    companies = Prospect.objects.active().exclude(cvr_no="").exclude(responsible=None).select_related("responsible")
    open_ones = []
    for number, prospect in enumerate(companies.order_by("-pk")[:PROJECTS]):
        seller: User = prospect.responsible or by
        where = STANDING[number % len(STANDING)]
        begun = today - timedelta(
            days=random.randint(20, 110) if where in Outcome.__members__ else random.randint(4, 40)
        )
        project = create_project(
            prospect,
            {
                "date": begun,
                "description": random.choice(THINGS),
                "quote_ore": random.randint(8, 400) * 1000_00 if number % 7 else None,
                "source": random.choice(sources) if sources else None,
                "expected_close_on": next_working_day(today + timedelta(days=random.randint(-10, 120))),
                "follow_up_on": next_working_day(today + timedelta(days=random.randint(-3, 30))),
            },
            by=seller,
        )
        if _went(random, project, where, begun=begun, seller=seller):
            open_ones.append(project)
    sellers = dict.fromkeys(project.responsible_id for project in open_ones)
    months = [_month(today, ahead) for ahead in range(MONTHS_WITH_TARGETS)]
    save_targets({(seller, month): 150_000_00 for seller in sellers for month in months}, by=by)
    take_snapshot(on=today, at=timezone.now())
    for place, project in enumerate(reversed(open_ones[-MOVED:])):
        _moves_on(project, place, today=today, by=by)


def _went(random: Random, project: SalesProject, where: str, *, begun: date, seller: User) -> bool:
    """Move the project to where it is to stand; says whether it is still open."""
    day = begun + timedelta(days=random.randint(1, 15 if where in Outcome.__members__ else 2))
    if where == "PROSPEKT":
        return True
    project = move_project(project, _stage("TILBUD"), on=day, by=seller)
    if project.quote_ore is not None:
        project = change_project(project, {"probability_hundredths": random.choice(SHARES)}, by=seller)
    if where in Outcome.__members__:
        reason = _reason(random) if where == Outcome.LOST.name else None
        close_project(project, Outcome[where], on=day + timedelta(days=4), by=seller, lost_reason=reason)
    elif where == "ORDRE":
        move_project(project, _stage("ORDRE"), on=day + timedelta(days=2), by=seller)
    return where not in Outcome.__members__


def _moves_on(project: SalesProject, place: int, *, today: date, by: User) -> None:
    """What happens in the days after the week was kept: an order, a larger quote, later months."""
    if place == 0:
        close_project(project, Outcome.WON, on=today, by=by)
    elif place == 1:
        larger = {"quote_ore": (project.quote_ore or 0) + 25_000_00, "probability_hundredths": 6500}
        change_project(project, larger, by=by)
    else:
        change_project(project, {"expected_close_on": today + timedelta(days=130)}, by=by)


def _stage(code: str) -> Stage:
    stage: Stage = Stage.objects.get(code=code)
    return stage


def _reason(random: Random) -> LostReason:
    reason: LostReason = random.choice(list(LostReason.objects.order_by("pk")))  # type: ignore[assignment]
    return reason


def _month(day: date, ahead: int) -> date:
    month = day.year * 12 + day.month - 1 + ahead
    return date(month // 12, month % 12 + 1, 1)
