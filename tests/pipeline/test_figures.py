"""The figures that a prospect keeps of its projects, whatever is done to those (I-13)."""

from datetime import date
from random import Random

import pytest
from django.db import models

from kundebro.history.models import Changeset
from kundebro.history.operations import undo as undoing
from kundebro.history.recorder import latest_changeset
from kundebro.pipeline.choices import Outcome
from kundebro.pipeline.models import SalesProject
from kundebro.pipeline.operations import change_project, close_project, create_project, move_project
from kundebro.prospects.invariants import figures_kept
from kundebro.prospects.models import Prospect
from tests.factories.pipeline import make_project, stage
from tests.factories.prospects import make_prospect
from tests.factories.users import make_user

pytestmark = pytest.mark.django_db

DAY = date(2026, 11, 20)


def test_a_figure_that_is_wrong_is_found() -> None:
    prospect = make_prospect()
    make_project(prospect=prospect, quote_ore=100)
    assert list(figures_kept()) == []

    models.QuerySet(Prospect).filter(pk=prospect.pk).update(quotes_total_ore=101)

    assert [str(breach) for breach in figures_kept()] == [f"prospects.Prospect.quotes_total_ore: {prospect.pk}"]


def test_undoing_a_new_project_takes_it_out_of_the_figures() -> None:
    user, prospect = make_user(), make_prospect()
    make_project(prospect=prospect, by=user, quote_ore=100_00, probability_hundredths=5000)

    undone, _conflicts = undoing.undo(latest_changeset(), by=user)
    prospect.refresh_from_db()
    assert (prospect.quotes_total_ore, prospect.potential_value_ore) == (0, 0)

    undoing.undo(undone, by=user)
    prospect.refresh_from_db()
    assert (prospect.quotes_total_ore, prospect.potential_value_ore) == (100_00, 50_00)


def test_undoing_a_change_of_customer_puts_both_right() -> None:
    user, one, other = make_user(), make_prospect(), make_prospect()
    project = make_project(prospect=one, by=user, quote_ore=100)
    change_project(project, {"prospect": other}, by=user)

    undoing.undo(latest_changeset(), by=user)

    assert list(Prospect.objects.order_by("pk").values_list("quotes_total_ore", flat=True)) == [100, 0]


@pytest.mark.parametrize("seed", [1, 2])
def test_after_many_deeds_in_any_order_the_figures_are_what_they_are_worked_out_to(seed: int) -> None:
    chance, user = Random(seed), make_user()  # noqa: S311  not a secret
    prospects = [make_prospect(by=user) for _number in range(3)]
    stages = [stage(code) for code in ("PROSPEKT", "TILBUD", "ORDRE")]

    def some() -> SalesProject | None:
        present = list(SalesProject.objects.order_by("pk"))
        return chance.choice(present) if present else None

    for number in range(60):
        project, deed = some(), chance.randrange(6)
        if project is None or deed == 0:
            values = {"description": f"Nr. {number}", "quote_ore": chance.choice([None, chance.randrange(10**7)])}
            create_project(chance.choice(prospects), values, by=user)
        elif deed == 1:
            change_project(project, {"prospect": chance.choice(prospects)}, by=user)
        elif deed == 2:
            amount = {"quote_ore": chance.randrange(10**7), "probability_hundredths": chance.randrange(10_001)}
            change_project(project, amount, by=user)
        elif deed == 3:
            move_project(project, chance.choice(stages), on=DAY, by=user)
        elif deed == 4:
            close_project(project, chance.choice([Outcome.WON, Outcome.DROPPED]), on=DAY, by=user)
        else:
            changeset = Changeset.objects.filter(operation__startswith="pipeline.").order_by("-pk").first()
            if changeset is not None and not undoing.why_not(changeset):
                undoing.undo(changeset, by=user)

    assert list(figures_kept()) == []
