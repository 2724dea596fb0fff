"""A sales project from Prospekt to Lukket, with every figure."""

from datetime import date

import pytest

from kundebro.history.operations import undo as undoing
from kundebro.history.recorder import latest_changeset
from kundebro.history.tracked import StaleWrite
from kundebro.pipeline.choices import Outcome
from kundebro.pipeline.models import SalesProject, StageChange
from kundebro.pipeline.operations import (
    LostReasonMissing,
    OutcomeMissing,
    ProjectNumberTaken,
    change_project,
    close_project,
    create_project,
    move_project,
)
from kundebro.pipeline.queries import board_of, forecast_of
from kundebro.prospects.models import Prospect
from kundebro.prospects.operations.belonging import BelongsElsewhere
from kundebro.users.models import User
from tests.factories.contacts import make_contact
from tests.factories.pipeline import lost_reason, make_project, stage
from tests.factories.prospects import make_prospect
from tests.factories.users import make_user

pytestmark = pytest.mark.django_db


@pytest.fixture
def seller() -> User:
    return make_user(name="Søren Sælger")


def figures(prospect: Prospect) -> tuple[int, int]:
    prospect.refresh_from_db()
    return prospect.quotes_total_ore, prospect.potential_value_ore


def test_number_day_seller_and_stage_are_proposed(seller: User) -> None:
    project = make_project(by=seller)

    assert (project.number, project.responsible, project.stage) == ("S-1001", seller, stage("PROSPEKT"))
    assert list(project.stage_changes.values_list("before", "after")) == [(None, stage("PROSPEKT").pk)]


def test_an_amount_takes_the_stages_probability_until_the_seller_says_another(seller: User) -> None:
    project = make_project(by=seller, quote_ore=12_500_000)
    assert (project.probability_hundredths, project.weighted_ore) == (2000, 2_500_000)

    moved = move_project(project, stage("TILBUD"), on=date(2026, 12, 1), by=seller)
    assert (moved.probability_hundredths, moved.weighted_ore, moved.stage_since) == (
        5000,
        6_250_000,
        date(2026, 12, 1),
    )

    change_project(moved, {"probability_hundredths": 3500}, by=seller)
    kept = move_project(moved, stage("ORDRE"), on=date(2026, 12, 2), by=seller)
    assert (kept.probability_hundredths, kept.weighted_ore) == (3500, 4_375_000)


def test_the_prospects_figures_are_those_of_its_open_projects(seller: User) -> None:
    prospect, other = make_prospect(), make_prospect()
    first = make_project(prospect=prospect, by=seller, quote_ore=10_000_000, probability_hundredths=5000)
    second = make_project(prospect=prospect, by=seller, quote_ore=9999, probability_hundredths=3300)
    assert figures(prospect) == (10_009_999, 5_003_300)

    close_project(first, Outcome.WON, on=date(2026, 12, 1), by=seller)
    assert figures(prospect) == (9999, 3300)

    undoing.undo(latest_changeset(), by=seller)
    assert figures(prospect) == (10_009_999, 5_003_300)

    change_project(second, {"prospect": other}, by=seller)
    assert (figures(prospect), figures(other)) == ((10_000_000, 5_000_000), (9999, 3300))


def test_a_lost_project_says_why_and_a_closed_one_how(seller: User) -> None:
    project = make_project(by=seller)

    with pytest.raises(OutcomeMissing):
        move_project(project, stage("LUKKET"), on=date(2026, 12, 1), by=seller)
    with pytest.raises(LostReasonMissing):
        close_project(project, Outcome.LOST, on=date(2026, 12, 1), by=seller)
    lost = close_project(
        project,
        Outcome.LOST,
        on=date(2026, 12, 1),
        by=seller,
        lost_reason=lost_reason(),
        competitor="Konkurrenten A/S",
    )

    assert (lost.stage, lost.outcome, lost.lost_reason, lost.closed_on) == (
        stage("LUKKET"), "lost", lost_reason(), date(2026, 12, 1),
    )  # fmt: skip
    assert lost.competitor == "Konkurrenten A/S"
    again = move_project(lost, stage("TILBUD"), on=date(2026, 12, 3), by=seller)
    assert (again.is_open, again.outcome, again.lost_reason) == (True, "", None)
    assert StageChange.objects.filter(project=again).count() == 3


def test_refusals_and_repeats(seller: User) -> None:
    prospect = make_prospect()
    project = create_project(prospect, {"description": "Ny linje"}, by=seller, key="one")
    assert create_project(prospect, {"description": "Ny linje"}, by=seller, key="one") == project

    with pytest.raises(ProjectNumberTaken):
        create_project(prospect, {"description": "Endnu en", "number": "s-1001"}, by=seller)
    with pytest.raises(BelongsElsewhere):
        change_project(project, {"contact": make_contact()}, by=seller)
    change_project(project, {"description": "Ny linje 2"}, by=seller)
    with pytest.raises(StaleWrite):
        change_project(project, {"description": "Ny linje 3"}, by=seller, version=project.version)
    assert SalesProject.objects.count() == 1


def test_the_board_has_a_lane_for_each_open_stage_with_sums(seller: User) -> None:
    make_project(by=seller, quote_ore=100_000, description="A", expected_close_on=date(2027, 2, 1))
    late = make_project(by=seller, quote_ore=200_000, description="B", expected_close_on=date(2027, 1, 1))
    close_project(make_project(by=seller), Outcome.DROPPED, on=date(2026, 12, 1), by=seller)

    lanes = board_of(SalesProject.objects.all())

    assert [(lane.stage.name, [each.description for each in lane.projects]) for lane in lanes] == [
        ("Prospekt", ["B", "A"]), ("Tilbud", []), ("Ordre", []),
    ]  # fmt: skip
    assert (str(lanes[0].quoted), str(lanes[0].weighted)) == ("3.000,00 kr.", "600,00 kr.")
    assert next(iter(lanes[0].stale(date(2027, 6, 1)))).pk == late.pk


def test_the_forecast_by_hand(seller: User) -> None:
    jan, feb = date(2027, 1, 31), date(2027, 2, 1)
    make_project(by=seller, quote_ore=10_000_000, probability_hundredths=3500, expected_close_on=jan)
    make_project(
        by=seller, quote_ore=5_000_000, probability_hundredths=8000, expected_close_on=feb, stage=stage("TILBUD")
    )
    make_project(by=seller, quote_ore=2_000_000, probability_hundredths=1000)
    for outcome in (Outcome.WON, Outcome.WON, Outcome.DROPPED):
        close_project(make_project(by=seller), outcome, on=jan, by=seller)

    told = forecast_of(SalesProject.objects.all())

    # Prospekt: 2 of 3 won, with ten expected at 20 %: (2 + 2) / 13 = 30,77 %. Tilbud has no history: 50 %.
    assert [(row.key, row.outlook.weighted_ore, row.outlook.calibrated_ore) for row in told.rows] == [
        (date(2027, 1, 1), 3_500_000, 3_077_000),
        (date(2027, 2, 1), 4_000_000, 2_500_000),
        (None, 200_000, 615_400),
    ]
    assert (told.total.quote_ore, told.total.weighted_ore, told.total.calibrated_ore) == (
        17_000_000,
        7_700_000,
        6_192_400,
    )
    by_stage = forecast_of(SalesProject.objects.all(), by="stage")
    assert [(row.key, row.outlook.count) for row in by_stage.rows] == [("Prospekt", 2), ("Tilbud", 1)]
