"""The start page: what waits for whom, and that each number leads to exactly its rows."""

from datetime import date, timedelta
from typing import Any, Final

import pytest
from django.core.cache import cache
from django.db.models import QuerySet
from django.urls import reverse
from django.utils import timezone

from kundebro.core import charts
from kundebro.home.queries import team as teams
from kundebro.pipeline.choices import Outcome
from kundebro.pipeline.models import SalesProject
from kundebro.pipeline.operations import close_project, save_targets
from kundebro.prospects.models import Prospect
from kundebro.prospects.operations import archive_prospects
from kundebro.users.choices import Role, Scope
from kundebro.users.models import User
from tests.factories.activities import make_activity
from tests.factories.pipeline import lost_reason, make_project, stage
from tests.factories.prospects import make_prospect, make_status
from tests.factories.users import make_team, make_user
from tests.home.behind import rows_behind, signed_in

pytestmark = pytest.mark.django_db

START = reverse("home:start")


def seller(**fields: Any) -> User:
    return make_user(**{"role": Role.SELLER, "scope": Scope.OWN, **fields})


def today() -> date:
    return timezone.localdate()


def days_ago(days: int) -> date:
    return today() - timedelta(days=days)


def a_busy_morning(user: User) -> None:
    """Two things late, one today, one tomorrow, two prospects that nobody has planned for, a project that stands still."""
    planned = make_prospect(name="Planlagt", responsible=user, phone="+4511223344")
    for subject, day in (("Sen", 3), ("Senere", 1), ("Nu", 0), ("I morgen", -1)):
        make_activity(prospect=planned, by=user, subject=subject, date=days_ago(day))
    make_prospect(name="Glemt", responsible=user)
    make_prospect(name="Overset", responsible=user)
    make_prospect(name="Færdig", responsible=user, status=make_status(is_closed=True))
    make_prospect(name="En andens", responsible=seller())
    make_project(prospect=planned, description="Ny port", by=user, quote_ore=100_000_00, probability_hundredths=5000)
    make_project(
        prospect=planned, description="Gammel port", by=user, quote_ore=50_000_00, probability_hundredths=2000
    )
    QuerySet(SalesProject).filter(description="Gammel port").update(stage_since=days_ago(400))


def test_a_sellers_numbers_lead_to_exactly_the_rows_they_count() -> None:
    user = seller()
    a_busy_morning(user)
    client = signed_in(user)

    tiles = {str(tile.title): tile for tile in client.get(START).context["page"].tiles}

    assert {title: tile.value for title, tile in tiles.items()} == {
        "Overskredet": "2",
        "I dag": "1",
        "Uden næste skridt": "2",
        "Salgsprojekter, der står stille": "1",
    }
    assert {title: rows_behind(client, tile.url) for title, tile in tiles.items()} == {
        "Overskredet": {"Sen", "Senere"},
        "I dag": {"Nu"},
        "Uden næste skridt": {"Glemt", "Overset"},
        "Salgsprojekter, der står stille": {"Gammel port"},
    }


def test_the_page_shows_what_to_do_whom_to_call_and_where_to_plan() -> None:
    user = seller()
    a_busy_morning(user)

    page = signed_in(user).get(START).content.decode()

    assert page.index("Sen</a>") < page.index("Senere</a>") < page.index("Nu</a>")
    assert 'href="tel:+4511223344"' in page
    forgotten = Prospect.objects.get(name="Glemt")
    assert f'href="{reverse("activities:add")}?prospect={forgotten.pk}"' in page
    assert "I morgen</a>" not in page
    assert "En andens" not in page


def test_my_figures_by_hand() -> None:
    user = seller()
    a_busy_morning(user)
    won = make_project(description="Vundet", by=user, quote_ore=70_000_00, probability_hundredths=5000)
    close_project(won, Outcome.WON, on=today(), by=user)
    lost = make_project(description="Tabt", by=user, quote_ore=90_000_00, probability_hundredths=5000)
    close_project(lost, Outcome.LOST, on=today(), lost_reason=lost_reason(), by=user)
    save_targets({(user.pk, today().replace(day=1)): 400_000_00}, by=make_user())
    make_activity(by=user, subject="Talt med", date=today(), is_done=True)
    client = signed_in(user)

    page = client.get(START).context["page"]

    shown = {str(figure.title): (str(figure.value), str(figure.note)) for figure in page.figures}
    month = str(page.figures[2].title)
    assert shown["Åbne tilbud"] == ("150.000,00 kr.", "2 salgsprojekter")
    # 100.000 × 50 % + 50.000 × 20 %
    assert shown["Værdi"][0] == "60.000,00 kr."
    assert shown[month] == ("70.000,00 kr.", "mål 400.000,00 kr.")
    assert rows_behind(client, page.figures[0].url) == {"Ny port", "Gammel port"}
    assert rows_behind(client, page.figures[2].url) == {"Vundet"}
    assert [(str(name), count) for name, _url, count, _quoted, _weighted in page.steps] == [("Prospekt", 2)]
    assert rows_behind(client, page.steps[0][1]) == {"Ny port", "Gammel port"}


SUBJECTS: Final = ("Ringet", "Noteret", "Skal ringe", "Om en måned")


def test_the_activities_of_the_week_are_those_of_the_calendar() -> None:
    user = seller()
    make_activity(by=user, subject=SUBJECTS[0], date=today(), is_done=True)
    make_activity(by=user, subject=SUBJECTS[1], kind="NOTAT", date=today(), is_done=True)
    make_activity(by=user, subject=SUBJECTS[2], date=today())
    make_activity(by=user, subject=SUBJECTS[3], date=days_ago(-30))
    client = signed_in(user)

    figure = client.get(START).context["page"].figures[3]

    assert (figure.value, figure.note) == ("2", "1 udført")
    days: Any = client.get(figure.url).context["days"]
    shown = "".join(entry.html for day in days for entry in day.entries)
    assert {subject for subject in SUBJECTS if f">{subject}<" in shown} == {"Ringet", "Skal ringe"}


@pytest.mark.parametrize(
    ("role", "scope", "sells", "has_team"),
    [
        (Role.SELLER, Scope.OWN, True, False),
        (Role.SELLER, Scope.TEAM, True, True),
        (Role.SALES_MANAGER, Scope.ALL, True, True),
        (Role.BOOKKEEPER, Scope.ALL, False, True),
        (Role.READER, Scope.ALL, False, True),
    ],
)
def test_role_and_scope_decide_what_is_shown(role: Role, scope: Scope, *, sells: bool, has_team: bool) -> None:
    make_prospect()
    user = make_user(role=role, scope=scope, team=make_team())

    answer: Any = signed_in(user).get(START)

    assert (bool(answer.context["page"].figures), answer.context["has_team"]) == (sells, has_team)
    assert (reverse("home:team") in answer.content.decode()) == has_team


@pytest.mark.parametrize(
    ("role", "offered"),
    [
        (Role.ADMINISTRATOR, ["imports:upload", "contacts:fair", "prospects:quick", "company:setup"]),
        (Role.SELLER, ["imports:upload", "contacts:fair", "prospects:quick"]),
        (Role.READER, []),
    ],
)
def test_an_empty_company_is_told_how_to_begin(role: Role, offered: list[str]) -> None:
    answer: Any = signed_in(make_user(role=role)).get(START)

    assert [action.url for action in answer.context["beginnings"]] == [reverse(name) for name in offered]
    assert "Kundebro er tom" in answer.content.decode()


def test_a_seller_among_others_is_not_told_that_kundebro_is_empty() -> None:
    make_prospect()

    page = signed_in(seller()).get(START).content.decode()

    assert "Kundebro er tom" not in page
    assert "Du er ikke ansvarlig for noget KundeEmne endnu." in page


# --- The team


def test_a_managers_numbers_lead_to_exactly_the_rows_they_count() -> None:
    anna, bo = seller(name="Anna"), seller(name="Bo")
    a_busy_morning(anna)
    make_prospect(name="Bos glemte", responsible=bo)
    make_prospect(name="Ingens")
    QuerySet(Prospect).filter(name="Ingens").update(responsible=None)
    make_activity(prospect=make_prospect(responsible=bo), by=bo, subject="Bos sene", date=days_ago(2))
    won = make_project(prospect=make_prospect(responsible=bo), description="Bos vundne", by=bo, quote_ore=10_00)
    close_project(won, Outcome.WON, on=today(), by=bo)
    client = signed_in(make_user(role=Role.SALES_MANAGER))

    page = client.get(reverse("home:team")).context["page"]

    rows = {str(row.name): row for row in page.rows}
    told = {
        name: (row.member.overdue, row.member.forgotten, row.member.open, str(row.member.won))
        for name, row in rows.items()
        if name in ("Anna", "Bo", "Ingen")
    }
    assert told == {
        "Anna": (2, 2, 2, "0,00 kr."),
        "Bo": (1, 2, 0, "10,00 kr."),
        "Ingen": (0, 1, 0, "0,00 kr."),
    }
    assert rows_behind(client, rows["Anna"].overdue_url) == {"Sen", "Senere"}
    assert rows_behind(client, rows["Anna"].forgotten_url) == {"Glemt", "Overset"}
    assert rows_behind(client, rows["Anna"].open_url) == {"Ny port", "Gammel port"}
    assert rows_behind(client, rows["Bo"].won_url) == {"Bos vundne"}
    assert rows_behind(client, rows["Ingen"].forgotten_url) == {"Ingens"}
    total = page.total
    assert len(rows_behind(client, total.overdue_url)) == total.member.overdue == 3
    assert len(rows_behind(client, total.forgotten_url)) == total.member.forgotten
    assert len(rows_behind(client, total.open_url)) == total.member.open == 2
    assert len(rows_behind(client, total.won_url)) == 1


def test_of_a_large_team_the_start_page_shows_those_furthest_behind_and_the_page_of_the_team_all(
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    monkeypatch.setattr(charts, "MOST", 2)
    late, later, _fine = seller(name="Sen"), seller(name="Senere"), seller(name="Ajour")
    for who, times in ((late, 1), (later, 2)):
        for _time in range(times):
            make_activity(prospect=make_prospect(responsible=who), by=who, date=days_ago(1))
    client = signed_in(make_user(name="Chef", role=Role.SALES_MANAGER))

    part: Any = client.get(reverse("home:team"), headers={"HX-Request": "true"})
    whole: Any = client.get(reverse("home:team"))

    assert [str(row.name) for row in part.context["page"].rows] == ["Senere", "Sen"]
    assert "Se alle" in part.content.decode()
    assert {"Ajour", "Sen", "Senere"} <= {str(row.name) for row in whole.context["page"].rows}
    assert "Se alle" not in whole.content.decode()
    assert part.context["page"].total.member.overdue == whole.context["page"].total.member.overdue == 3


def test_a_team_sees_itself_and_what_nobody_has_taken() -> None:
    team = make_team()
    mate, stranger = seller(name="Mathilde", team=team), seller(name="Fremmed")
    lead = seller(name="Leder", scope=Scope.TEAM, team=team)
    make_prospect(name="Holdets", responsible=mate)
    make_prospect(name="Fremmedes", responsible=stranger)
    make_activity(prospect=make_prospect(responsible=mate), by=mate, subject="Holdets sene", date=days_ago(1))
    make_activity(prospect=make_prospect(responsible=stranger), by=stranger, subject="Andres", date=days_ago(1))
    client = signed_in(lead)

    answer: Any = client.get(reverse("home:team"))
    page = answer.context["page"]

    assert {str(row.name) for row in page.rows} == {"Leder", "Mathilde"}
    assert "Fremmed" not in answer.content.decode()
    assert rows_behind(client, page.total.overdue_url) == {"Holdets sene"}
    assert len(rows_behind(client, page.total.forgotten_url)) == page.total.member.forgotten


def test_the_longest_forgotten_prospect_stands_first_and_an_archived_one_not_at_all() -> None:
    user = seller()
    spoken, never, away = (make_prospect(name=name, responsible=user) for name in ("Talt med", "Aldrig", "Væk"))
    make_activity(prospect=spoken, by=user, date=days_ago(20), is_done=True)
    archive_prospects(Prospect.objects.filter(pk=away.pk), by=user, reason="")

    found = signed_in(make_user()).get(reverse("home:team")).context["team"].forgotten

    assert [prospect.pk for prospect in found.rows] == [never.pk, spoken.pk]


def test_among_very_many_prospects_the_teams_numbers_are_kept_for_a_while_and_said_to_be_rough(
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    monkeypatch.setattr(teams, "ALWAYS_COUNTED", 0)
    cache.clear()
    anna = seller(name="Anna")
    make_prospect(responsible=anna)
    client = signed_in(make_user())
    client.get(reverse("home:team"))
    make_prospect(responsible=anna)

    answer: Any = client.get(reverse("home:team"))

    (row,) = [row for row in answer.context["page"].rows if row.name == "Anna"]
    assert (row.member.forgotten, answer.context["team"].is_exact) == (1, False)
    assert "ca. 1</a>" in answer.content.decode()


@pytest.mark.parametrize("count", [1, 3])
def test_the_page_asks_as_often_for_many_as_for_one(count: int, django_assert_num_queries: Any) -> None:
    user = seller()
    for _number in range(count):
        prospect = make_prospect(responsible=user)
        make_activity(prospect=make_prospect(responsible=user), by=user, date=days_ago(1))
        make_activity(prospect=make_prospect(responsible=user), by=user, date=today())
        make_project(prospect=prospect, by=user, quote_ore=100, stage=stage("TILBUD"))
    client = signed_in(user)
    client.get(START)

    with django_assert_num_queries(18):
        client.get(START)


# --- Filters that the numbers need


def test_the_list_of_projects_is_filtered_by_age_and_by_the_month_they_ended_in() -> None:
    user = make_user()
    make_project(description="Ung", by=user)
    make_project(description="Gammel", by=user)
    QuerySet(SalesProject).filter(description="Gammel").update(stage_since=days_ago(400))
    close_project(make_project(description="Endt", by=user), Outcome.WON, on=date(2026, 3, 31), by=user)
    client, listing = signed_in(user), reverse("pipeline:list")

    assert rows_behind(client, f"{listing}?age=stale") == {"Gammel"}
    assert rows_behind(client, f"{listing}?state=closed&closed=2026-03") == {"Endt"}
    assert rows_behind(client, f"{listing}?state=closed&closed=2026-04") == set()
    assert "for længe i fasen" in client.get(f"{listing}?age=stale").content.decode()


def test_a_part_of_to_do_is_a_colleagues_only_for_those_who_see_their_work() -> None:
    anna, bo = seller(name="Anna"), seller(name="Bo")
    make_activity(prospect=make_prospect(responsible=anna), by=anna, subject="Annas", date=days_ago(1))
    url = f"{reverse('activities:todo')}?tab=overdue&who={anna.pk}"

    assert rows_behind(signed_in(make_user()), url) == {"Annas"}
    assert rows_behind(signed_in(bo), url) == set()
    assert rows_behind(signed_in(bo), f"{reverse('activities:todo')}?tab=overdue&who=all") == set()
