"""CRM → Salgsprojekter, the card of one project, the dialogs, and the section on a prospect's card."""

from datetime import date
from typing import Any

import pytest
from django.contrib.contenttypes.models import ContentType
from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext
from django.urls import reverse

from kundebro.core.pages import Cursor
from kundebro.history.models import Changeset
from kundebro.pipeline.choices import Outcome
from kundebro.pipeline.models import SalesProject
from kundebro.pipeline.operations import change_project, close_project, move_project
from kundebro.pipeline.queries import ProjectFilter, project_page
from kundebro.users.choices import Role, Scope
from kundebro.users.models import User
from tests.factories.contacts import make_contact
from tests.factories.pipeline import lost_reason, make_project, stage
from tests.factories.prospects import make_prospect, make_source
from tests.factories.users import make_user

pytestmark = pytest.mark.django_db

PART = {"HX-Request": "true"}
TODAY = date(2026, 12, 1)


def signed_in(user: User) -> Client:
    client = Client()
    client.force_login(user)
    return client


def make_seller(**given: Any) -> User:
    return make_user(role=Role.SELLER, scope=Scope.OWN, **given)


def found(client: Client, query: str = "") -> list[str]:
    page = client.get(reverse("pipeline:list") + query).context["page"]
    return [project.description for project in page.items]


# --- The list


def test_a_seller_sees_only_her_own_projects() -> None:
    seller = make_seller()
    make_project(description="Min", by=seller)
    theirs = make_project(description="Deres")
    client = signed_in(seller)

    assert found(client, "?state=all") == ["Min"]
    for name in ("project", "close"):
        assert client.get(reverse(f"pipeline:{name}", args=[theirs.pk])).status_code == 404
    assert client.post(reverse("pipeline:move", args=[theirs.pk]), {"stage": stage("ORDRE").pk}).status_code == 404
    theirs.refresh_from_db()
    assert theirs.stage == stage("PROSPEKT")


@pytest.mark.parametrize("name", ["move", "close"])
def test_a_reader_may_look_but_not_touch(name: str) -> None:
    project = make_project()
    reader = make_user(role=Role.READER, scope=Scope.ALL)
    changesets = Changeset.objects.count()

    answer = signed_in(reader).post(reverse(f"pipeline:{name}", args=[project.pk]), {"stage": stage("ORDRE").pk})

    assert (answer.status_code, Changeset.objects.count()) == (403, changesets)
    assert signed_in(reader).get(project.get_absolute_url()).status_code == 200


@pytest.mark.parametrize(
    ("query", "expected"),
    [
        ("", ["Pumpe", "Trappe"]),
        ("?state=mine", ["Pumpe"]),
        ("?state=closed", ["Tabt"]),
        ("?state=all&sort=number", ["Trappe", "Pumpe", "Tabt"]),
        ("?q=trap", ["Trappe"]),
        ("?q=havnens", ["Pumpe"]),
        ("?month=2027-01", ["Trappe"]),
        ("?month=2027-01&month=2027-02", ["Pumpe", "Trappe"]),
        ("?month=none", []),
        ("?state=all&outcome=lost", ["Tabt"]),
        ("?source=none", ["Pumpe"]),
        ("?sort=quote", ["Trappe", "Pumpe"]),
        ("?sort=-value", ["Trappe", "Pumpe"]),
        ("?sort=-expected_close_on", ["Pumpe", "Trappe"]),
        ("?stage=99999999999999999999&month=2027-13&state=odd&outcome=odd", ["Pumpe", "Trappe"]),
    ],
)
def test_the_address_says_what_the_list_shows(query: str, expected: list[str]) -> None:
    user, other = make_user(), make_user()
    make_project(
        description="Trappe",
        by=other,
        source=make_source(),
        quote_ore=1_000_00,
        probability_hundredths=9000,
        expected_close_on=date(2027, 1, 31),
    )
    make_project(
        description="Pumpe",
        by=user,
        prospect=make_prospect(name="Havnens VVS"),
        quote_ore=2_000_00,
        probability_hundredths=1000,
        expected_close_on=date(2027, 2, 1),
    )
    lost = make_project(description="Tabt", by=user)
    close_project(lost, Outcome.LOST, on=TODAY, by=user, lost_reason=lost_reason())

    assert found(signed_in(user), query) == expected


@pytest.mark.parametrize("sort", ["number", "-number", "quote", "-value", "expected_close_on", "-created"])
def test_pages_follow_each_other_without_gaps_in_every_order(sort: str) -> None:
    user, prospect = make_user(), make_prospect()
    for number in range(5):
        day = date(2027, 1, 1 + number % 2) if number % 3 else None
        make_project(prospect=prospect, by=user, quote_ore=100 * (number % 2), expected_close_on=day)
    wanted = ProjectFilter(Client().get("/").wsgi_request.GET)
    seen: list[int] = []
    after = None
    while True:
        page = project_page(
            wanted=wanted, seen_by=user, fields={"number", "prospect__name"}, sort=sort, after=after, size=2
        )
        seen += [project.pk for project in page.items]
        if not page.next:
            break
        after = Cursor.read({"after": page.next})

    assert (len(seen), len(set(seen))) == (5, 5)


def test_the_foot_adds_up_the_whole_filter_to_the_oere() -> None:
    user = make_user()
    make_project(by=user, quote_ore=12_500_000, probability_hundredths=3500)
    make_project(by=user, quote_ore=9999, probability_hundredths=3300)
    make_project(by=user)

    sums = signed_in(user).get(reverse("pipeline:list")).context["sums"]

    assert (str(sums.quoted), str(sums.weighted)) == ("125.099,99 kr.", "43.783,00 kr.")


@pytest.mark.parametrize("rows", [1, 3])
def test_the_list_asks_as_few_questions_for_many_rows_as_for_one(rows: int) -> None:
    user = make_user()
    for _row in range(rows):
        make_project(by=user)
    client = signed_in(user)
    ContentType.objects.clear_cache()
    client.get(reverse("pipeline:list"))

    with CaptureQueriesContext(connection) as queries:
        client.get(reverse("pipeline:list"), headers=PART)

    assert len(queries) == 5  # session and user, how many, the rows, the sums


def test_the_columns_one_chooses_are_remembered() -> None:
    user = make_user()
    make_project(by=user)
    client = signed_in(user)

    client.post(reverse("pipeline:columns"), {"columns": ["margin", "competitor"]})

    columns = client.get(reverse("pipeline:list")).context["table"].columns
    assert [column.key for column in columns] == ["number", "description", "margin", "competitor"]


def test_the_list_is_exported_as_it_stands_with_amounts_as_numbers() -> None:
    user = make_user()
    make_project(
        description="Trappe", by=user, quote_ore=12_500_000, probability_hundredths=3500, margin_ore=2_500_000
    )
    make_project(description="Pumpe", by=user)

    answer: Any = signed_in(user).post(f"{reverse('pipeline:export')}?list=q%3Dtrappe", {"kind": "csv"})

    heading, *rows = b"".join(answer.streaming_content).decode("utf-8-sig").splitlines()
    assert heading.startswith("Kontonummer;Firma;Nummer;")
    assert [row.split(";")[3] for row in rows] == ["Trappe"]
    assert rows[0].split(";")[8:13] == ["125000,00", "35,00", "43750,00", "25000,00", "20,00"]


# --- The card


def test_the_card_shows_what_follows_from_the_amounts() -> None:
    user = make_user()
    project = make_project(by=user, quote_ore=12_500_000, probability_hundredths=3500, margin_ore=2_500_000)

    page = signed_in(user).get(project.get_absolute_url()).context["page"]

    facts = {fact.key: str(fact.value) for group in page.groups for fact in group.facts}
    assert (facts["quote_ore"], facts["probability_hundredths"], facts["weighted"], facts["margin_percent"]) == (
        "125.000,00 kr.",
        "35 %",
        "43.750,00 kr.",
        "20 %",
    )
    assert [(step.stage.code, step.is_current) for step in page.line] == [
        ("PROSPEKT", True), ("TILBUD", False), ("ORDRE", False), ("LUKKET", False),
    ]  # fmt: skip


def test_the_stage_history_tells_how_long_it_stood_where() -> None:
    user = make_user()
    project = make_project(by=user, date=date(2026, 11, 1))
    move_project(project, stage("TILBUD"), on=date(2026, 11, 15), by=user)
    close_project(project, Outcome.WON, on=date(2026, 11, 20), by=user)

    page = signed_in(user).get(project.get_absolute_url()).context["page"]

    assert [(stay.change.after.code, stay.days) for stay in page.stays] == [
        ("LUKKET", 0), ("TILBUD", 5), ("PROSPEKT", 14),
    ]  # fmt: skip


def test_a_group_is_edited_in_place() -> None:
    user = make_user()
    project = make_project(by=user)
    url = reverse("pipeline:edit", args=[project.pk, "money"])
    client = signed_in(user)
    assert client.get(url, headers=PART).status_code == 200

    answer = client.post(
        url,
        {
            "quote_ore": "45.000",
            "probability_hundredths": "33,5 %",
            "margin_ore": "-1.000,50",
            "version": project.version,
        },
        headers=PART,
    )

    project.refresh_from_db()
    assert answer.status_code == 200
    assert (project.quote_ore, project.probability_hundredths, project.margin_ore) == (4_500_000, 3350, -100_050)
    assert project.weighted_ore == 1_507_500


@pytest.mark.parametrize(
    ("typed", "field"),
    [
        ({"quote_ore": "1.000"}, "probability_hundredths"),
        ({"quote_ore": "-5", "probability_hundredths": "10"}, "quote_ore"),
        ({"quote_ore": "5", "probability_hundredths": "101"}, "probability_hundredths"),
        ({"quote_ore": "1.5", "probability_hundredths": "10"}, "quote_ore"),
    ],
)
def test_what_cannot_be_is_refused_beside_its_field(typed: dict[str, str], field: str) -> None:
    user = make_user()
    project = make_project(by=user)

    answer = signed_in(user).post(
        reverse("pipeline:edit", args=[project.pk, "money"]), {**typed, "version": project.version}, headers=PART
    )

    project.refresh_from_db()
    assert (answer.status_code, list(answer.context["form"].errors)) == (422, [field])
    assert project.quote_ore is None


def test_two_who_changed_the_same_amount_are_asked() -> None:
    user = make_user()
    project = make_project(by=user, quote_ore=100_00, probability_hundredths=5000)
    change_project(project, {"quote_ore": 200_00}, by=make_user(name="Anna Bech"))
    mine = {"quote_ore": "300", "probability_hundredths": "50", "version": project.version}

    asked = signed_in(user).post(reverse("pipeline:edit", args=[project.pk, "money"]), mine, headers=PART)

    (difference,) = asked.context["meeting"].differences
    assert asked.status_code == 422
    assert (difference.original, difference.yours, difference.theirs) == ("100,00 kr.", "300,00 kr.", "200,00 kr.")


def test_the_contact_is_one_of_the_customers() -> None:
    user = make_user()
    project = make_project(by=user)
    stranger = make_contact(by=user)
    url = reverse("pipeline:edit", args=[project.pk, "whom"])
    values = {"prospect": project.prospect_id, "contact": stranger.pk, "version": project.version}

    answer = signed_in(user).post(url, values, headers=PART)

    assert (answer.status_code, list(answer.context["form"].errors)) == (422, ["contact"])


def test_a_customer_that_one_does_not_see_cannot_be_chosen() -> None:
    seller = make_seller()
    project = make_project(by=seller, prospect=make_prospect(responsible=seller))
    hidden = make_prospect(name="Skjult")
    client = signed_in(seller)

    answer = client.post(
        reverse("pipeline:edit", args=[project.pk, "whom"]), {"prospect": hidden.pk, "version": project.version}
    )

    assert answer.status_code == 422
    assert "Skjult" not in client.get(reverse("pipeline:prospect-choices") + "?q=skjult").content.decode()
    assert client.get(f"{reverse('pipeline:add')}?prospect={hidden.pk}").context["form"].initial["prospect"] is None


# --- New, moved, closed


def test_a_project_is_created_from_the_prospects_card_with_what_is_proposed() -> None:
    user, prospect = make_user(), make_prospect()
    client = signed_in(user)
    url = f"{reverse('pipeline:add')}?prospect={prospect.pk}"
    form = client.get(url).context["form"]
    assert (form.initial["number"], form.initial["prospect"]) == ("S-1001", prospect)

    answer = client.post(
        url,
        {
            "number": "S-1001",
            "proposed_number": "S-1001",
            "prospect": prospect.pk,
            "description": "Ny port",
            "quote_ore": "10.000",
            "stage": stage("TILBUD").pk,
        },
    )

    project = SalesProject.objects.get()
    assert (answer.status_code, answer.headers["Location"]) == (303, project.get_absolute_url())
    assert (project.number, project.prospect, project.responsible) == ("S-1001", prospect, user)
    assert (project.probability_hundredths, project.weighted_ore) == (5000, 500_000)


def test_a_number_that_is_taken_is_said_at_the_number() -> None:
    user = make_user()
    first = make_project(by=user)

    answer = signed_in(user).post(
        reverse("pipeline:add"), {"number": first.number.lower(), "prospect": first.prospect_id, "description": "To"}
    )

    assert (answer.status_code, list(answer.context["form"].errors)) == (422, ["number"])
    assert SalesProject.objects.count() == 1


def test_a_press_on_the_card_moves_it_and_a_stale_one_does_not() -> None:
    user = make_user()
    project = make_project(by=user)
    url = reverse("pipeline:move", args=[project.pk])
    client = signed_in(user)

    client.post(url, {"stage": stage("TILBUD").pk, "version": project.version})
    client.post(url, {"stage": stage("ORDRE").pk, "version": project.version})

    project.refresh_from_db()
    assert project.stage == stage("TILBUD")


def test_the_last_stage_asks_how_it_ended() -> None:
    user = make_user()
    project = make_project(by=user)
    client = signed_in(user)
    asked = client.post(reverse("pipeline:move", args=[project.pk]), {"stage": stage("LUKKET").pk})
    url = reverse("pipeline:close", args=[project.pk])
    assert asked.headers["Location"] == url
    said = {"outcome": "lost", "closed_on": "01-11-2026", "version": project.version, "idempotency_key": "k"}

    refused = client.post(url, said)
    accepted = client.post(url, {**said, "lost_reason": lost_reason().pk, "competitor": "Nordhavn ApS"})

    project.refresh_from_db()
    assert (refused.status_code, list(refused.context["form"].errors)) == (422, ["lost_reason"])
    assert accepted.status_code == 303
    assert (project.outcome, project.lost_reason, project.competitor, project.closed_on) == (
        "lost",
        lost_reason(),
        "Nordhavn ApS",
        date(2026, 11, 1),
    )


def test_nothing_is_closed_tomorrow() -> None:
    project = make_project()
    said = {"outcome": "won", "closed_on": "01-01-2999", "version": project.version, "idempotency_key": "k"}

    answer = signed_in(make_user()).post(reverse("pipeline:close", args=[project.pk]), said)

    assert (answer.status_code, list(answer.context["form"].errors)) == (422, ["closed_on"])


# --- On the prospect's pages


def test_the_prospects_card_has_its_projects_and_its_figures() -> None:
    user, prospect = make_user(), make_prospect()
    make_project(prospect=prospect, by=user, quote_ore=12_500_000, probability_hundredths=3500)
    closed = make_project(prospect=prospect, by=user, quote_ore=100)
    close_project(closed, Outcome.DROPPED, on=TODAY, by=user)
    client = signed_in(user)

    section = client.get(reverse("pipeline:of", args=[prospect.pk])).context["section"]
    card = client.get(prospect.get_absolute_url()).content.decode()

    assert [project.is_open for project in section.everyone] == [True, False]
    assert (str(section.quoted), str(section.weighted)) == ("125.000,00 kr.", "43.750,00 kr.")
    assert "125.000,00 kr." in card
    assert "43.750,00 kr." in card


def test_prospects_are_sorted_by_value_and_found_by_having_a_project() -> None:
    user = make_user()
    names = {1: "Lille", 3: "Stor", 2: "Mellem"}
    for amount, name in names.items():
        make_project(prospect=make_prospect(name=name), by=user, quote_ore=amount * 100, probability_hundredths=5000)
    make_prospect(name="Ingen")
    client = signed_in(user)

    def listed(query: str) -> list[str]:
        page = client.get(reverse("prospects:list") + query).context["page"]
        return [prospect.name for prospect in page.items]

    assert listed("?sort=-value") == ["Stor", "Mellem", "Lille", "Ingen"]
    assert listed("?sort=quoted&has=project") == ["Lille", "Mellem", "Stor"]
    assert listed("?lacks=project") == ["Ingen"]
