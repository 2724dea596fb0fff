"""CRM → KundeEmner."""

import re
from collections.abc import Callable
from datetime import date
from urllib.parse import parse_qs, urlsplit

import pytest
from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext
from django.urls import reverse

from kundebro.prospects.models import Prospect
from kundebro.prospects.queries.filters import KEYS, MANY, TEXTS
from kundebro.prospects.tables import CHOICE, COLUMNS
from kundebro.users.choices import Role, Scope
from kundebro.users.models import User
from kundebro.users.queries import preference
from tests.factories.prospects import (
    make_archived,
    make_interest_type,
    make_prospect,
    make_source,
    make_status,
    make_target_group,
)
from tests.factories.users import make_team, make_user

SignIn = Callable[[User], Client]
pytestmark = pytest.mark.django_db

LIST = "/prospects/"
PART = {"HX-Request": "true", "HX-Target": "rows"}


def names(client: Client, query: str = "") -> list[str]:
    return [prospect.name for prospect in client.get(f"{LIST}?{query}").context["page"].items]


def test_the_list_shows_the_active_ones_in_danish_order(client: Client) -> None:
    for name in ("Ærø", "Zebra", "Aabenraa", "Anders"):
        make_prospect(name=name)
    make_archived(name="Lukket")

    assert names(client) == ["Anders", "Zebra", "Ærø", "Aabenraa"]


@pytest.mark.parametrize(
    ("sort", "first"),
    [
        ("number", "A"),
        ("-number", "C"),
        ("name", "A"),
        ("-name", "C"),
        ("postal_code", "C"),
        ("city", "B"),
        ("-created", "C"),
    ],
)
def test_a_column_sorts_both_ways(client: Client, sort: str, first: str) -> None:
    make_prospect(name="A", number="9", postal_code="9000", city="Aalborg")
    make_prospect(name="B", number="10", postal_code="8000", city="Bjert")
    make_prospect(name="C", number="11", postal_code="1000", city="Ærø")

    assert names(client, f"sort={sort}")[0] == first


def test_the_part_is_the_rows_and_the_page_is_all(client: Client) -> None:
    make_prospect(name="Nordisk Træ")

    part, page = client.get(LIST, headers=PART), client.get(LIST)

    assert ("<html" in part.content.decode(), "<html" in page.content.decode()) == (False, True)
    assert "Nordisk Træ" in part.content.decode()
    assert "HX-Request" in part.headers["Vary"]


def test_searching_finds_and_tells_how_many(client: Client) -> None:
    make_prospect(name="Nordisk Træ", phone="+4533121212")
    make_prospect(name="Bageriet")

    assert names(client, "q=33+12+12+12") == ["Nordisk Træ"]
    assert client.get(f"{LIST}?q=nordisk").context["page"].count.number == 1


def test_a_list_with_nothing_in_it_says_what_to_do(client: Client) -> None:
    answer = client.get(LIST).content.decode()

    assert (reverse("prospects:quick") in answer, reverse("imports:upload") in answer) == (True, True)


def test_a_search_that_finds_nothing_offers_to_begin_again(client: Client) -> None:
    make_prospect()

    answer = client.get(f"{LIST}?q=findesikke&sort=-name&responsible=1")

    assert answer.context["bar"].reset_url == "?sort=-name"
    assert 'href="?sort=-name"' in answer.content.decode()


def test_a_row_leads_to_the_card_and_takes_the_list_along(client: Client) -> None:
    prospect = make_prospect(email="a@firma.dk")

    answer = client.get(f"{LIST}?has=email&sort=-name").content.decode()

    (address,) = re.findall(r'<a href="(/prospects/\d+/[^"]+)"', answer)
    parts = urlsplit(address.replace("&amp;", "&"))
    assert parts.path == prospect.get_absolute_url()
    assert parse_qs(parts.query) == {"list": ["has=email&sort=-name"], "of": ["1"], "at": ["1"]}


def test_pages_lead_on_and_back(client: Client) -> None:
    for number in range(51):
        make_prospect(name=f"Firma {number:03}")

    first = client.get(LIST).context["page"]
    second = client.get(f"{LIST}?after={first.next}").context["page"]
    again = client.get(f"{LIST}?before={second.previous}").context["page"]

    assert (len(first.items), [row.name for row in second.items]) == (50, ["Firma 050"])
    assert [row.pk for row in again.items] == [row.pk for row in first.items]


def test_each_filter_in_use_is_a_chip_that_takes_it_away(client: Client, manager: User) -> None:
    status, source, group, interest = make_status(), make_source(), make_target_group(), make_interest_type()
    query = (
        f"q=a&status={status.pk}&status=none&source={source.pk}&target_group={group.pk}&interest={interest.pk}"
        f"&responsible={manager.pk}&customer_type=btb&intended_role=supplier&country=DK"
        "&postal_from=4000&postal_to=4999&has=email&lacks=phone"
    )

    chips = client.get(f"{LIST}?{query}&after=x").context["bar"].chips

    values = [chip.value for chip in chips]
    assert len(values) == 13
    assert {manager.name, status.name, source.name, group.name, interest.name, "Danmark", "4000", "4999"} <= set(
        values
    )
    for chip, without in zip(chips, (parse_qs(chip.without_url[1:]) for chip in chips), strict=True):
        assert "after" not in without, chip
    assert parse_qs(chips[1].without_url[1:])["status"] == ["none"]


def test_a_name_in_the_address_that_does_not_exist_is_still_a_chip(client: Client) -> None:
    assert [chip.value for chip in client.get(f"{LIST}?status=999").context["bar"].chips] == ["999"]


def test_the_panel_offers_all_filters_with_the_present_ones_chosen(client: Client, manager: User) -> None:
    status = make_status(name="Lovende")
    make_status(name="Udgået", is_active=False)

    answer = client.get(reverse("prospects:filters") + f"?status={status.pk}&postal_from=4000", headers=PART)
    text = answer.content.decode()

    offered = set(re.findall(r'name="([a-z_]+)"', text))
    assert offered == {*KEYS, *MANY, *TEXTS, "postal_from", "postal_to", "created_from", "created_to", "has", "lacks"}
    assert f'<option value="{status.pk}" selected>Lovende</option>' in text
    assert ("Udgået" in text, 'value="4000"' in text, "<html" in text) == (False, True, False)


def test_the_filters_are_a_page_of_their_own_without_script(client: Client) -> None:
    text = client.get(reverse("prospects:filters") + "?q=abc").content.decode()

    assert ('<form class="card" action="/prospects/">' in text, 'name="q" value="abc"' in text) == (True, True)


def test_the_columns_are_chosen_and_remembered(client: Client, manager: User) -> None:
    make_prospect(name="A", cvr_no="24256790", city="Ribe")

    client.post(reverse("prospects:columns") + "?sort=-name", {"columns": ["cvr_no", "email"]})

    answer = client.get(LIST)
    shown = [heading.column.key for heading in answer.context["table"].headings]
    assert shown == ["number", "name", "cvr_no", "email"]
    assert "24 25 67 90" in answer.content.decode()


def test_the_usual_columns_come_back(client: Client, manager: User) -> None:
    client.post(reverse("prospects:columns"), {"columns": ["cvr_no"]})

    answer = client.post(reverse("prospects:columns") + "?q=a", {"usual": "1"})

    manager.refresh_from_db()
    assert (answer.headers["Location"], preference(manager, CHOICE.preference)) == (f"{LIST}?q=a", list(CHOICE.usual))


@pytest.mark.parametrize("columns", [["password"], ["number_key"]])
def test_a_column_that_is_not_offered_is_refused(client: Client, manager: User, columns: list[str]) -> None:
    client.post(reverse("prospects:columns"), {"columns": columns})

    manager.refresh_from_db()
    assert preference(manager, CHOICE.preference) is None


def test_every_column_can_be_shown(client: Client) -> None:
    make_prospect(
        name="A", status=make_status(), source=make_source(), next_follow_up_on=date(2020, 1, 2), employee_count=3
    )
    make_prospect(name="B")

    client.post(reverse("prospects:columns"), {"columns": list(COLUMNS)})

    assert names(client) == ["A", "B"]


@pytest.mark.parametrize(
    ("scope", "seen"),
    [(Scope.OWN, {"eget"}), (Scope.TEAM, {"eget", "holdets"}), (Scope.ALL, {"eget", "holdets", "andres"})],
)
def test_list_search_count_and_address_know_whose_prospects_one_sees(
    as_user: SignIn, scope: Scope, seen: set[str]
) -> None:
    team = make_team()
    user = make_user(role=Role.SELLER, scope=scope, team=team)
    mate = make_user(role=Role.SELLER, scope=Scope.TEAM, team=team)
    prospects = {
        "eget": make_prospect(name="eget Firma", responsible=user),
        "holdets": make_prospect(name="holdets Firma", responsible=mate),
        "andres": make_prospect(name="andres Firma", responsible=make_user()),
    }
    client = as_user(user)

    page = client.get(f"{LIST}?q=firma").context["page"]
    statuses = {whose: client.get(each.get_absolute_url()).status_code for whose, each in prospects.items()}

    assert {row.name.split()[0] for row in page.items} == seen
    assert page.count.number == len(seen)
    assert statuses == {whose: 200 if whose in seen else 404 for whose in prospects}


@pytest.mark.parametrize("rows", [1, 3])
def test_the_list_asks_the_same_few_questions_for_any_number_of_rows(client: Client, rows: int) -> None:
    status = make_status()
    for _row in range(rows):
        make_prospect(status=status, responsible=make_user())
    client.get(LIST)

    with CaptureQueriesContext(connection) as asked:
        client.get(LIST)

    assert len(asked) == 4


HOSTILE = (
    "<script>alert(1)</script>",
    '"><img src=x onerror=alert(1)>',
    "'-alert(1)-'",
    "{{ 7*7 }}{% csrf_token %}",
    "</td><td onmouseover=alert(1)>",
    "javascript:alert(1)",
    "{0.__class__}",
)


@pytest.mark.parametrize("text", HOSTILE)
def test_hostile_text_stays_text(client: Client, text: str) -> None:
    prospect = make_prospect(name=text, city=text[:60], remark_1=text, website="javascript:alert(1)")
    hidden = re.compile(r"<script>alert|<img src=x|<td onmouseover|href=\"javascript:|: 49")

    pages = [
        LIST,
        prospect.get_absolute_url(),
        f"{prospect.get_absolute_url()}?tab=notes",
        f"{prospect.get_absolute_url()}print/",
    ]

    for page in pages:
        answer = client.get(page, {"q": ""} if page == LIST else None).content.decode()
        assert hidden.search(answer) is None, page
    assert Prospect.objects.get().name == text
