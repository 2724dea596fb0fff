"""Somebody at work: any step that prospects, activities and sales projects allow, chosen by chance."""

from collections import Counter
from collections.abc import Callable
from datetime import date, time, timedelta
from random import Random
from typing import Any, TypeVar

from django.db import IntegrityError, connection, transaction

from kundebro.activities.models import Activity, ActivityType
from kundebro.activities.operations import (
    NextStep,
    cancel_activity,
    change_activity,
    create_activity,
    delete_activity,
    finish_activity,
    move_activities,
    reopen_activity,
)
from kundebro.history.models import Changeset
from kundebro.history.operations.undo import UndoRefused, undo, why_not
from kundebro.imports.operations.carry_out import carry_out
from kundebro.ledger.choices import PartyKind
from kundebro.pipeline.choices import Outcome
from kundebro.pipeline.models import SalesProject, Stage
from kundebro.pipeline.operations import change_project, close_project, create_project, move_project
from kundebro.prospects.models import Prospect
from kundebro.prospects.operations import (
    archive_prospects,
    change_prospect,
    change_prospects,
    create_prospect,
    unarchive_prospects,
)
from kundebro.prospects.operations.transfer import transfer
from kundebro.users.models import User
from tests.factories.imports import make_import, make_upload
from tests.factories.pipeline import lost_reason

Row = TypeVar("Row")


class Office:
    """Somebody who does anything that is possible, the same every time."""

    def __init__(self, user: User, seed: int, *, today: date) -> None:
        self.user, self.today = user, today
        self.random = Random(seed)  # noqa: S311  the same every time, not secret
        self.types = list(ActivityType.objects.order_by("pk"))
        self.stages = list(Stage.objects.filter(is_closed=False).order_by("pk"))
        self.done: Counter[str] = Counter()

    def does_something(self) -> None:
        """One step; what finds nothing to do it to is tried again with another."""
        steps: tuple[tuple[Callable[[], bool], int], ...] = (
            (self.opens_a_prospect, 3), (self.types_a_day, 8), (self.types_a_day_on_many, 3), (self.archives, 2),
            (self.brings_back, 2), (self.transfers, 1), (self.opens_a_project, 4), (self.corrects_a_project, 4),
            (self.moves_a_project, 3), (self.closes_a_project, 3), (self.plans, 8), (self.notes, 5), (self.finishes, 8),
            (self.gives_up, 3), (self.opens_again, 3), (self.deletes, 3), (self.moves, 4), (self.gives_to_another, 3),
            (self.imports_prospects, 1), (self.imports_activities, 1), (self.takes_back, 22),
        )  # fmt: skip
        step = self.random.choices([step for step, _weight in steps], [weight for _step, weight in steps])[0]
        self.done[step.__name__] += step()

    def opens_a_prospect(self) -> bool:
        create_prospect({"name": "Firma", "next_follow_up_on": self.maybe(self.day())}, by=self.user)
        return True

    def types_a_day(self) -> bool:
        prospect = self.one(Prospect)
        return prospect is not None and bool(
            change_prospect(prospect, {"next_follow_up_on": self.maybe(self.day())}, by=self.user)
        )

    def types_a_day_on_many(self) -> bool:
        some = Prospect.objects.filter(pk__in=[row.pk for row in self.some(Prospect)])
        return bool(change_prospects(some, {"next_follow_up_on": self.maybe(self.day())}, by=self.user))

    def archives(self) -> bool:
        some = Prospect.objects.filter(pk__in=[row.pk for row in self.some(Prospect)[:2]])
        return bool(archive_prospects(some.active(), by=self.user))

    def brings_back(self) -> bool:
        return bool(unarchive_prospects(Prospect.objects.archived(), by=self.user))

    def transfers(self) -> bool:
        prospect = self.one(Prospect, debtor=None, archived_at=None)
        return prospect is not None and bool(transfer(prospect, PartyKind.DEBTOR, by=self.user))

    def opens_a_project(self) -> bool:
        prospect = self.one(Prospect)
        return prospect is not None and bool(create_project(prospect, self.quote(), by=self.user))

    def corrects_a_project(self) -> bool:
        project, prospect = self.one(SalesProject), self.one(Prospect)
        if project is None or prospect is None:
            return False
        owner = self.random.choice([prospect, project.prospect])
        return bool(change_project(project, {**self.quote(), "prospect": owner}, by=self.user))

    def moves_a_project(self) -> bool:
        project = self.one(SalesProject)
        return project is not None and bool(
            move_project(project, self.random.choice(self.stages), on=self.today, by=self.user)
        )

    def closes_a_project(self) -> bool:
        project, outcome = self.one(SalesProject, closed_on=None), self.random.choice(list(Outcome))
        return project is not None and bool(
            close_project(project, outcome, on=self.today, by=self.user, lost_reason=lost_reason())
        )

    def plans(self) -> bool:
        prospect = self.one(Prospect)
        if prospect is None:
            return False
        more = self.random.choice([{}, {"time": time(10)}, {"repeats": "FREQ=WEEKLY"}])
        values = {**self.activity(), "date": self.day(), **more}
        return bool(create_activity(prospect, values, by=self.user))

    def notes(self) -> bool:
        prospect = self.one(Prospect)
        day = self.today - timedelta(days=self.random.randint(0, 30))
        return prospect is not None and bool(
            create_activity(prospect, {**self.activity(), "date": day}, by=self.user, is_done=True)
        )

    def finishes(self) -> bool:
        activity = self.one(Activity, done_at=None, cancelled_at=None)
        step = self.maybe(NextStep({"date": self.day()}))
        return activity is not None and bool(finish_activity(activity, by=self.user, next_step=step))

    def gives_up(self) -> bool:
        activity = self.one(Activity, done_at=None, cancelled_at=None)
        return activity is not None and bool(cancel_activity(activity, by=self.user))

    def opens_again(self) -> bool:
        activity = self.one(Activity, due_on=None)
        return activity is not None and bool(reopen_activity(activity, by=self.user))

    def deletes(self) -> bool:
        activity = self.one(Activity)
        if activity is None:
            return False
        delete_activity(activity, by=self.user)
        return True

    def moves(self) -> bool:
        some = Activity.objects.filter(pk__in=[row.pk for row in self.some(Activity)])
        return bool(move_activities(some, to=self.day(), by=self.user))

    def gives_to_another(self) -> bool:
        activity, prospect = self.one(Activity, sales_project=None), self.one(Prospect)
        return (
            activity is not None
            and prospect is not None
            and bool(change_activity(activity, {"prospect": prospect, "date": self.day()}, by=self.user))
        )

    def imports_prospects(self) -> bool:
        present = [row.number for row in self.some(Prospect)]
        rows = [f"{number};Firma;{self.day():%d-%m-%Y}" for number in [*present, "", ""]]
        return self.imports("prospects", "Kontonummer;Navn;Næste opfølgning", rows)

    def imports_activities(self) -> bool:
        rows = [f"{row.number};{self.day():%d-%m-%Y};Ring op {self.random.random()};" for row in self.some(Prospect)]
        return self.imports("activities", "Kontonummer;Dato;Emne;Udført", rows)

    def takes_back(self) -> bool:
        recent = [row for row in Changeset.objects.order_by("-pk")[:12] if not why_not(row)]
        if not recent:
            return False
        try:
            with transaction.atomic():
                undo(self.random.choice(recent), by=self.user, leave_conflicts=True)
                connection.check_constraints()  # as when it is committed, which a test is not
        except (UndoRefused, IntegrityError):
            return False
        return True

    def imports(self, target: str, headings: str, rows: list[str]) -> bool:
        run = make_import(make_upload("\n".join([headings, *rows, ""]), by=self.user, target=target))
        carry_out(run)
        run.refresh_from_db()
        return bool(run.created)

    def quote(self) -> dict[str, Any]:
        amount = self.random.choice([{}, {"quote_ore": self.random.randint(0, 10**7), "probability_hundredths": 3500}])
        return {"description": "Projekt", "follow_up_on": self.maybe(self.day()), **amount}

    def activity(self) -> dict[str, Any]:
        return {"activity_type": self.random.choice(self.types), "subject": "Aftale"}

    def day(self) -> date:
        return self.today + timedelta(days=self.random.randint(-20, 60))

    def maybe(self, value: Row) -> Row | None:
        return value if self.random.random() < 0.7 else None

    def one(self, model: Any, **only: Any) -> Any:
        rows = list(model.objects.filter(**only).order_by("pk"))
        return self.random.choice(rows) if rows else None

    def some(self, model: Any) -> list[Any]:
        rows = list(model.objects.order_by("pk"))
        return self.random.sample(rows, min(len(rows), 4))
