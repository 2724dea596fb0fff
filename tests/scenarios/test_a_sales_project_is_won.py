"""A sales project from Prospekt to Lukket, every figure to the øre."""

from datetime import date

import pytest
from django.urls import reverse

from kundebro.pipeline.models import SalesProject, StageChange
from kundebro.pipeline.queries import forecast_of
from kundebro.prospects.models import Prospect
from kundebro.users.choices import Role, Scope
from tests.factories.pipeline import stage
from tests.factories.prospects import make_prospect
from tests.factories.users import make_user
from tests.scenarios.desk import Desk

pytestmark = pytest.mark.django_db


def figures(prospect: Prospect) -> tuple[int, int]:
    prospect.refresh_from_db()
    return prospect.quotes_total_ore, prospect.potential_value_ore


def test_a_sales_project_from_first_call_to_order() -> None:
    seller = make_user(name="Søren Sælger", role=Role.SELLER, scope=Scope.OWN)
    prospect = make_prospect(name="Havnens Smedje", responsible=seller)
    desk = Desk(seller)

    # A first call: no amount yet, so nothing to count.
    desk.saves(f"{reverse('pipeline:add')}?prospect={prospect.pk}", description="Ny port til hallen")
    project = SalesProject.objects.get()
    assert (project.number, project.stage, project.quote_ore, project.weighted_ore) == (
        "S-1001", stage("PROSPEKT"), None, 0,
    )  # fmt: skip
    assert figures(prospect) == (0, 0)

    # The quote: 125.000,00 kr. at 35 % is worth 43.750,00 kr.; 25.000 left of it is 20 %.
    money = reverse("pipeline:edit", args=[project.pk, "money"])
    desk.saves(money, quote_ore="125.000,00", probability_hundredths="35", margin_ore="25.000")
    project.refresh_from_db()
    assert (project.weighted_ore, project.margin_hundredths) == (4_375_000, 2000)
    assert figures(prospect) == (12_500_000, 4_375_000)

    # It is sent; the probability is the seller's own and stays.
    desk.sends(reverse("pipeline:move", args=[project.pk]), stage=stage("TILBUD").pk, version=project.version)
    desk.saves(reverse("pipeline:edit", args=[project.pk, "days"]), expected_close_on="15-01-2027")
    project.refresh_from_db()
    assert (project.stage, project.probability_hundredths, project.close_sort) == (stage("TILBUD"), 3500, 20270115)

    # Nobody has won or lost anything yet, so the company's own chance in Tilbud is the stage's 50 %.
    (month,) = forecast_of(SalesProject.objects.visible_to(seller)).rows
    assert (month.key, month.outlook.quote_ore, month.outlook.weighted_ore, month.outlook.calibrated_ore) == (
        date(2027, 1, 1), 12_500_000, 4_375_000, 6_250_000,
    )  # fmt: skip

    # Haggled down to 99,99 kr. at 33 %: 32,9967 is 33,00 kr.
    desk.saves(money, quote_ore="99,99", probability_hundredths="33")
    assert figures(prospect) == (9999, 3300)
    desk.saves(money, quote_ore="118.750", probability_hundredths="90")
    assert figures(prospect) == (11_875_000, 10_687_500)

    # Won: out of the figures, in the history.
    desk.saves(reverse("pipeline:close", args=[project.pk]), outcome="won", closed_on="20-11-2026")
    project.refresh_from_db()
    assert (project.stage, project.outcome, project.closed_on) == (stage("LUKKET"), "won", date(2026, 11, 20))
    assert figures(prospect) == (0, 0)
    assert forecast_of(SalesProject.objects.all()).rows == []
    assert list(StageChange.objects.values_list("after__code", flat=True)) == ["PROSPEKT", "TILBUD", "LUKKET"]
    assert "118.750,00 kr." in desk.sees(project.get_absolute_url())
