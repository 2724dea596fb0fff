"""Prognose: recomputed by hand, beside targets, and what has moved since Monday."""

from datetime import UTC, date, datetime, timedelta
from typing import Any

import pytest
from django.test import Client
from django.urls import reverse
from django.utils import timezone

from kundebro.history.models import Changeset
from kundebro.history.operations import undo as undoing
from kundebro.history.recorder import latest_changeset
from kundebro.jobs.schedule import start_now
from kundebro.pipeline.choices import Outcome
from kundebro.pipeline.models import ForecastSnapshot, SalesProject, SalesTarget, SnapshotLine
from kundebro.pipeline.operations import change_project, close_project, save_targets, take_snapshot
from kundebro.pipeline.queries import drift_of
from kundebro.pipeline.queries.drift import Kind
from kundebro.users.choices import Role, Scope
from kundebro.users.models import User
from tests.factories.jobs import work_off
from tests.factories.pipeline import lost_reason, make_project, stage
from tests.factories.users import make_team, make_user

pytestmark = pytest.mark.django_db

MONDAY, THURSDAY = date(2026, 11, 23), date(2026, 11, 26)
NIGHT = datetime(2026, 11, 23, 0, 30, tzinfo=UTC)


def signed_in(user: User) -> Client:
    client = Client()
    client.force_login(user)
    return client


def forecast(client: Client, query: str = "") -> Any:
    return client.get(reverse("pipeline:forecast") + query).context["page"]


# --- The figures


@pytest.mark.parametrize(
    ("by", "expected"),
    [
        (
            "month",
            [
                ("Januar 2027", 1, "35.000,00 kr."),
                ("Februar 2027", 1, "40.000,00 kr."),
                ("Uden dato", 1, "2.000,00 kr."),
            ],
        ),
        ("seller", [("Anna", 2, "42.000,00 kr."), ("Bo", 1, "35.000,00 kr.")]),
        ("team", [("Vest", 1, "35.000,00 kr."), ("Ingen", 2, "42.000,00 kr.")]),
        ("stage", [("Prospekt", 2, "37.000,00 kr."), ("Tilbud", 1, "40.000,00 kr.")]),
        ("source", [("Ingen", 3, "77.000,00 kr.")]),
    ],
)
def test_the_rows_are_what_one_asks_for(by: str, expected: list[tuple[str, int, str]]) -> None:
    anna, bo = make_user(name="Anna"), make_user(name="Bo", team=make_team(name="Vest"))
    make_project(by=bo, quote_ore=10_000_000, probability_hundredths=3500, expected_close_on=date(2027, 1, 31))
    make_project(
        by=anna,
        quote_ore=5_000_000,
        probability_hundredths=8000,
        expected_close_on=date(2027, 2, 1),
        stage=stage("TILBUD"),
    )
    make_project(by=anna, quote_ore=2_000_000, probability_hundredths=1000)

    page = forecast(signed_in(anna), f"?by={by}")

    assert [(row.title, row.outlook.count, str(row.weighted)) for row in page.rows] == expected
    assert (str(page.total.quoted), str(page.total.weighted)) == ("170.000,00 kr.", "77.000,00 kr.")


def test_the_calibrated_figure_and_its_range_by_hand() -> None:
    user = make_user()
    for outcome in (Outcome.WON, Outcome.WON, Outcome.DROPPED):
        close_project(make_project(by=user), outcome, on=THURSDAY, by=user)
    make_project(by=user, quote_ore=10_000_000, probability_hundredths=9000)

    (row,) = forecast(signed_in(user)).rows

    # (2 won + 10 × 20 %) / (3 ended + 10) = 30,77 %; σ = 100.000 × √(0,3077 × 0,6923) = 46.154,17; × 1,282 = 59.169,64
    assert (str(row.calibrated), str(row.low)) == ("30.770,00 kr.", "0,00 kr.")
    assert str(row.high) == "89.939,64 kr."


def test_a_seller_foresees_her_own_and_filters_narrow_it() -> None:
    seller = make_user(role=Role.SELLER, scope=Scope.OWN)
    make_project(by=seller, quote_ore=100_00, probability_hundredths=5000, stage=stage("TILBUD"))
    make_project(by=seller, quote_ore=100_00, probability_hundredths=5000)
    make_project(quote_ore=999_00, probability_hundredths=5000)
    client = signed_in(seller)

    assert str(forecast(client).total.weighted) == "100,00 kr."
    assert str(forecast(client, f"?stage={stage('TILBUD').pk}").total.weighted) == "50,00 kr."


def test_a_month_leads_to_the_list_behind_it() -> None:
    user = make_user()
    make_project(by=user, quote_ore=100, expected_close_on=date(2027, 1, 31))

    (row,) = forecast(signed_in(user)).rows

    assert row.url == reverse("pipeline:list") + "?month=2027-01"


def test_the_table_is_exported_with_its_total() -> None:
    user = make_user()
    make_project(by=user, quote_ore=10_000_000, probability_hundredths=3500, expected_close_on=date(2027, 1, 31))

    answer: Any = signed_in(user).post(f"{reverse('pipeline:forecast-export')}?list=by%3Dmonth", {"kind": "csv"})

    _heading, month, total = b"".join(answer.streaming_content).decode("utf-8-sig").splitlines()
    assert month.split(";")[:5] == ["Januar 2027", "1", "100000,00", "35000,00", "20000,00"]
    assert total.split(";")[:4] == ["I alt", "1", "100000,00", "35000,00"]


# --- Targets


def test_targets_stand_beside_months_and_sellers() -> None:
    boss, seller = make_user(name="Chef"), make_user(name="Anna", role=Role.SELLER)
    this = timezone.localdate().replace(day=1)
    late = date(this.year + 1, this.month, 1)
    save_targets({(seller.pk, this): 500_00, (seller.pk, late): 700_00, (boss.pk, late): 100_00}, by=boss)
    client = signed_in(boss)

    months, sellers = forecast(client), forecast(client, "?by=seller")

    assert [str(row.target) for row in months.rows] == ["500,00 kr.", "800,00 kr."]
    assert [(row.title, str(row.target)) for row in sellers.rows] == [("Anna", "1.200,00 kr."), ("Chef", "100,00 kr.")]
    assert [str(row.target) for row in forecast(client, f"?responsible={seller.pk}").rows] == [
        "500,00 kr.",
        "700,00 kr.",
    ]
    assert [str(row.target) for row in forecast(signed_in(seller)).rows] == ["500,00 kr.", "700,00 kr."]


def test_a_year_of_targets_is_typed_in_and_undone() -> None:
    boss, seller = make_user(), make_user(name="Anna", role=Role.SELLER)
    client = signed_in(boss)
    url = f"{reverse('pipeline:targets')}?year=2027"

    answer = client.post(url, {f"target-{seller.pk}-03": "50.000", "idempotency_key": "a"})
    assert answer.status_code == 303
    assert list(SalesTarget.objects.values_list("seller", "month", "amount_ore")) == [
        (seller.pk, date(2027, 3, 1), 5_000_000)
    ]
    assert client.get(url).context["form"].initial == {f"target-{seller.pk}-03": 5_000_000}

    client.post(url, {f"target-{seller.pk}-03": "", "idempotency_key": "b"})
    assert not SalesTarget.objects.exists()
    undoing.undo(Changeset.objects.latest("pk"), by=boss)
    assert SalesTarget.objects.count() == 1


def test_a_target_is_not_negative_and_sellers_set_none() -> None:
    boss, seller = make_user(), make_user(role=Role.SELLER)
    url = reverse("pipeline:targets")

    assert signed_in(boss).post(url, {f"target-{seller.pk}-03": "-1", "idempotency_key": "a"}).status_code == 422
    assert signed_in(seller).get(url).status_code == 403
    assert not SalesTarget.objects.exists()


# --- Since Monday


def test_a_week_is_kept_once_and_at_night() -> None:
    user = make_user()
    open_one = make_project(by=user, quote_ore=100)
    close_project(make_project(by=user), Outcome.WON, on=MONDAY, by=user)

    assert (take_snapshot(on=THURSDAY, at=NIGHT), take_snapshot(on=date(2026, 11, 29), at=NIGHT)) == (1, 0)

    assert list(ForecastSnapshot.objects.values_list("monday", flat=True)) == [MONDAY]
    assert list(SnapshotLine.objects.values_list("project", "quote_ore")) == [(open_one.pk, 100)]


def test_the_schedule_keeps_the_week() -> None:
    make_project(quote_ore=100)

    run = start_now("pipeline.keep_forecast")
    work_off()

    run.refresh_from_db()
    today = timezone.localdate()
    assert run.result == {"projects": 1}
    assert ForecastSnapshot.objects.get().monday == today - timedelta(days=today.weekday())


def test_what_has_moved_is_told_by_kind_and_adds_up() -> None:
    user = make_user()

    def project(name: str, quote: int, chance: int, day: date | None = None) -> SalesProject:
        return make_project(
            by=user, description=name, quote_ore=quote, probability_hundredths=chance, expected_close_on=day
        )

    still = project("Står", 100_00, 5000)
    won, lost = project("Vundet", 200_00, 5000), project("Tabt", 300_00, 1000)
    later = project("Senere", 400_00, 2500, date(2026, 12, 31))
    dearer, surer = project("Dyrere", 500_00, 1000), project("Sikrere", 600_00, 1000)
    before = sum(each.weighted_ore for each in (still, won, lost, later, dearer, surer))
    take_snapshot(on=MONDAY, at=NIGHT)

    close_project(won, Outcome.WON, on=THURSDAY, by=user)
    close_project(lost, Outcome.LOST, on=THURSDAY, by=user, lost_reason=lost_reason())
    change_project(later, {"expected_close_on": date(2027, 1, 1), "quote_ore": 440_00}, by=user)
    change_project(dearer, {"quote_ore": 550_00}, by=user)
    change_project(surer, {"probability_hundredths": 2000}, by=user)
    project("Ny", 700_00, 1000)

    drift = drift_of(SalesProject.objects.all())

    assert drift is not None
    assert drift.monday == MONDAY
    told = {kind: [(move.project.description, str(move.change)) for move in drift.of(kind)] for kind in Kind}
    assert told == {
        Kind.WON: [("Vundet", "−100,00 kr.")],
        Kind.LOST: [("Tabt", "−30,00 kr.")],
        Kind.DROPPED: [],
        Kind.NEW: [("Ny", "70,00 kr.")],
        Kind.MONTH: [("Senere", "10,00 kr.")],
        Kind.AMOUNT: [("Dyrere", "5,00 kr.")],
        Kind.CHANCE: [("Sikrere", "60,00 kr.")],
    }
    now = sum(SalesProject.objects.open().values_list("weighted_ore", flat=True))
    assert drift.change.ore == now - before


def test_a_snapshot_does_not_hold_up_undoing_what_it_copied() -> None:
    user = make_user()
    make_project(by=user, quote_ore=100)
    take_snapshot(on=MONDAY, at=NIGHT)

    undoing.undo(latest_changeset(), by=user)

    assert not SalesProject.objects.exists()
    drift = drift_of(SalesProject.objects.all())
    assert drift is not None
    assert drift.moves == []
    assert signed_in(user).get(reverse("pipeline:forecast")).status_code == 200


def test_before_the_first_week_nothing_is_told() -> None:
    assert drift_of(SalesProject.objects.all()) is None
