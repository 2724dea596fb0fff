"""The board with 500 open sales projects, the forecast of all, the list."""

from datetime import date, timedelta
from random import Random
from typing import Any

from django.db import transaction
from django.urls import reverse
from django.utils import timezone

from benchmarks import setup
from kundebro.core.danish import number_key, number_sort_key, search_text
from kundebro.core.rows import insert_rows, take_ids
from kundebro.pipeline.choices import Outcome
from kundebro.pipeline.models import LostReason, SalesProject, Stage, StageChange
from kundebro.pipeline.models.sales_project import weighted
from kundebro.pipeline.operations import change_project
from kundebro.prospects.models import LeadSource, Prospect
from kundebro.users.choices import Role, Scope
from kundebro.users.models import User

PORTION = 10_000
OPEN_EACH = 10
"""One project of so many is still open: 300,000 projects are ten years of a large company, and one of them is this year's."""

ON_BOARD = 500
FULL_BOARD = "board@bench.example"
MOVED = 200
"""Projects that have changed since Monday."""

COLUMNS = (
    "id", "created_at", "changed_at", "version", "number", "date", "responsible_id", "prospect_id", "description",
    "stage_id", "stage_since", "quote_ore", "probability_hundredths", "expected_close_on", "source_id", "closed_on",
    "outcome", "lost_reason_id", "weighted_ore", "close_sort", "quote_sort", "number_key", "number_sort", "search_text",
)  # fmt: skip
CHANGE = ("created_at", "changed_at", "version", "project_id", "before_id", "after_id", "changed_on")


def prepare(by: User) -> None:
    """A seller with a full board, and what has moved since the snapshot."""
    seller = User.objects.create(name="Fuld Tavle", email=FULL_BOARD, role=Role.SELLER, scope=Scope.OWN)
    Projects(ON_BOARD).fill(ON_BOARD, sellers=[seller.pk], is_open=True)
    for project in SalesProject.objects.open().order_by("pk")[:MOVED]:
        change_project(project, {"quote_ore": 1_000_00, "probability_hundredths": 5000}, by=by)


def pages(by: User) -> setup.Pages:
    """Board, forecast in each direction, list."""
    of_seller, of_all = setup.signed_in(User.objects.get(email=FULL_BOARD)), setup.signed_in(by)
    board, forecast, listing = (reverse(f"pipeline:{name}") for name in ("board", "forecast", "list"))
    return {
        f"board, {ON_BOARD} open projects": setup.getter(of_seller, board),
        **{
            f"forecast by {key}": setup.getter(of_all, f"{forecast}?by={key}")
            for key in ("month", "seller", "team", "stage", "source")
        },
        "forecast, one seller's": setup.getter(of_seller, forecast),
        "list": setup.getter(of_all, listing),
        "list, by value, downwards": setup.getter(of_all, f"{listing}?sort=-value"),
    }


class Projects:
    """Makes believable projects with the stages they have gone through, by the portion."""

    def __init__(self, seed: int) -> None:
        self._random, self._now, self._today = Random(seed), timezone.now(), timezone.localdate()
        self._prospects = list(Prospect.objects.order_by("pk").values_list("pk", flat=True)[:100_000])
        self._open = list(Stage.objects.filter(is_closed=False).order_by("position"))
        self._closed = Stage.objects.filter(is_closed=True).order_by("position")[0].pk
        self._reasons = list(LostReason.objects.values_list("pk", flat=True))
        self._sources = [None, *LeadSource.objects.values_list("pk", flat=True)]

    def fill(self, count: int, *, sellers: list[int], is_open: bool = False) -> None:
        """So many projects of these sellers: one of ten is open, or all are."""
        for portion in setup.portions(count, PORTION):
            with transaction.atomic():
                keys = take_ids(SalesProject, len(portion))
                rows = [
                    self._project(key, self._random.choice(sellers), is_open=is_open or place % OPEN_EACH == 0)
                    for key, place in zip(keys, portion, strict=True)
                ]
                insert_rows(SalesProject, COLUMNS, [project for project, _way in rows])
                insert_rows(StageChange, CHANGE, [step for _project, way in rows for step in way])

    def _project(self, key: int, seller: int, *, is_open: bool) -> tuple[tuple[Any, ...], list[tuple[Any, ...]]]:
        random = self._random
        reached = random.randint(1, len(self._open))
        begun = self._today - timedelta(days=random.randint(10, 90) if is_open else random.randint(100, 3650))
        closed = None if is_open else begun + timedelta(days=random.randint(5, 90))
        outcome = "" if is_open else random.choice(Outcome.values)
        chance, quote = random.choice((1000, 2000, 3500, 5000, 8000)), random.randint(50, 20_000) * 100_00
        expected = (self._today if is_open else begun) + timedelta(days=random.randint(-20, 300))
        way = [stage.pk for stage in self._open[:reached]] + ([] if is_open else [self._closed])
        number, words = f"B-{key}", f"Levering {random.randint(1, 10**6)}"
        project = (
            key, self._now, self._now - timedelta(days=30), 1, number, begun, seller, random.choice(self._prospects), words,
            way[-1], closed or begun, quote, chance, expected, random.choice(self._sources), closed,
            outcome, random.choice(self._reasons) if outcome == Outcome.LOST else None, weighted(quote, chance),
            as_number(expected), quote, number_key(number), number_sort_key(number)[:60], search_text(number, words, ""),
        )  # fmt: skip
        ways = zip([None, *way], way, strict=False)
        return project, [(self._now, self._now, 1, key, before, after, begun) for before, after in ways]


def as_number(day: date) -> int:
    """20261130."""
    return day.year * 10_000 + day.month * 100 + day.day
