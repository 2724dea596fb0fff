"""The quick line: what was understood is shown before it is saved, and what is in doubt is asked about."""

from collections.abc import Iterator
from datetime import date, time
from typing import Any

import pytest
import time_machine
from django.test import Client
from django.urls import reverse

from kundebro.activities.line import Line
from kundebro.activities.models import Activity
from kundebro.users.choices import Role, Scope
from kundebro.users.models import User
from tests.factories.activities import activity_type
from tests.factories.contacts import make_contact
from tests.factories.prospects import make_prospect
from tests.factories.users import make_user

pytestmark = pytest.mark.django_db
TODAY = date(2026, 11, 26)  # a Thursday
SENTENCE = "ring til Bo tirsdag kl. 10 om tilbud 45.000"
PREVIEW = {"HX-Request": "true", "HX-Target": "line-preview-page"}


@pytest.fixture(autouse=True)
def _now() -> Iterator[None]:
    with time_machine.travel("2026-11-26T10:00:00+01:00", tick=False):
        yield


@pytest.fixture
def seller() -> User:
    return make_user(name="Søren Sælger", role=Role.SELLER, scope=Scope.OWN)


@pytest.fixture
def browser(seller: User, client: Client) -> Client:
    client.force_login(seller)
    return client


def read(text: str, seller: User, **answers: str) -> Line:
    return Line.read(text, answers, today=TODAY, by=seller)


def test_a_line_is_shown_first_and_saved_when_sent_again(browser: Client, seller: User) -> None:
    bo = make_contact(prospect=make_prospect(responsible=seller, name="Nordisk Kabel"), name="Bo Hansen")
    sent = {"q": SENTENCE, "place": "page", "idempotency_key": "k1", "back": "/todo/"}

    shown = browser.post("/activities/line/", sent, headers=PREVIEW)
    text = shown.content.decode()
    assert (shown.status_code, Activity.objects.exists()) == (422, False)
    assert all(
        each in text for each in ("Opkald", "Nordisk Kabel", "Bo Hansen", "tirsdag 01-12-2026 kl. 10.00", "45.000,00")
    )
    for _time in range(2):
        answer = browser.post("/activities/line/", {**sent, "shown": SENTENCE})

    made = Activity.objects.get()
    assert (answer.status_code, answer["Location"]) == (303, "/todo/")
    assert (made.activity_type, made.prospect, list(made.contacts.all())) == (
        activity_type("OPKALD"),
        bo.prospect,
        [bo],
    )
    assert (made.date, made.time, made.value_ore, made.subject) == (date(2026, 12, 1), time(10), 4_500_000, "Tilbud")
    assert (made.responsible, made.direction) == (seller, "out")


def test_a_line_in_doubt_asks_and_nothing_is_saved_before_it_is_answered(browser: Client, seller: User) -> None:
    make_contact(prospect=make_prospect(responsible=seller, name="Nordisk Kabel"), name="Bo Hansen")
    theirs = make_contact(prospect=make_prospect(responsible=seller, name="Jensen Smedje"), name="Bo Jensen")
    text = "ring til Bo torsdag"
    sent = {"q": text, "place": "page", "shown": text}

    asked = browser.post("/activities/line/", sent).context["line"]
    assert [(each.name, [label for _value, label in each.answers]) for each in asked.asked] == [
        ("answer-day", ["Torsdag 26-11-2026", "Torsdag 03-12-2026"]),
        ("whom", ["Bo Hansen · Nordisk Kabel", "Bo Jensen · Jensen Smedje"]),
    ]
    whom = f"{theirs.prospect_id}-{theirs.pk}"
    half = browser.post("/activities/line/", {**sent, "whom": whom})
    assert (half.status_code, half.context["is_unanswered"], Activity.objects.exists()) == (422, True, False)
    browser.post("/activities/line/", {**sent, "whom": whom, "answer-day": "1"})

    made = Activity.objects.get()
    assert (made.prospect, made.date) == (theirs.prospect, date(2026, 12, 3))


def test_answers_to_another_line_do_not_count(browser: Client, seller: User) -> None:
    make_contact(prospect=make_prospect(responsible=seller), name="Bo Hansen")

    answer = browser.get("/activities/line/", {"q": "ring til Bo torsdag", "shown": "møde torsdag", "answer-day": "1"})

    assert [each.chosen for each in answer.context["line"].asked] == [""]


def test_questions_asked_before_midnight_are_answered_after_it(browser: Client, seller: User) -> None:
    make_contact(prospect=make_prospect(responsible=seller), name="Bo Hansen")
    text = "ring til Bo torsdag"
    sent = {"q": text, "shown": text, "answer-day": "0"}

    with time_machine.travel("2026-11-27T00:05:00+01:00", tick=False):
        browser.force_login(seller)
        browser.post("/activities/line/", {**sent, "on": "2026-11-26"})

    assert Activity.objects.get().date == TODAY


def test_whom_nobody_knows_is_picked_and_the_name_stays_in_the_subject(browser: Client, seller: User) -> None:
    prospect = make_prospect(responsible=seller)
    text = "ring til Mette i morgen om kontrakten"

    asked = browser.post("/activities/line/", {"q": text, "shown": text})
    assert (asked.status_code, asked.context["asks_whom"]) == (422, True)
    browser.post("/activities/line/", {"q": text, "shown": text, "chosen": prospect.pk})

    made = Activity.objects.get()
    assert (made.prospect, made.subject) == (prospect, "Mette: kontrakten")


def test_only_people_one_sees_are_meant(seller: User) -> None:
    make_contact(prospect=make_prospect(responsible=make_user()), name="Bo Hemmelig")
    make_contact(prospect=make_prospect(responsible=seller, archived_at=None), name="Ebbo Skov")

    assert read("ring til Bo i morgen", seller).asks_company


def test_on_a_prospects_card_the_prospect_is_known(browser: Client, seller: User) -> None:
    prospect = make_prospect(responsible=seller)
    bo = make_contact(prospect=prospect, name="Bo Hansen")
    make_contact(prospect=make_prospect(responsible=seller), name="Bo Jensen")
    text = "ring til Bo i morgen"

    palette = browser.get(
        "/palette/", {"q": text}, headers={"HX-Current-URL": f"http://testserver{prospect.get_absolute_url()}"}
    )
    found = [
        each for group in palette.context["groups"] for each in group.found if each.url.startswith("/activities/line")
    ]
    assert [str(each.title) for each in found] == ["Opret aktivitet: Opkald · Bo · fredag 27-11-2026"]
    assert browser.get(found[0].url).context["line"].is_ready
    browser.post("/activities/line/", {"q": text, "shown": text, "prospect": prospect.pk})

    assert list(Activity.objects.get().contacts.all()) == [bo]


@pytest.mark.parametrize("text", ["Nordisk Kabel", "12345678", "ring", ""])
def test_the_palette_offers_no_activity_for_what_is_no_sentence(browser: Client, text: str) -> None:
    groups = browser.get("/palette/", {"q": text}).context["groups"]

    assert not [each for group in groups for each in group.found if each.url.startswith("/activities/line")]


def test_a_reader_is_offered_no_activity(client: Client) -> None:
    client.force_login(make_user(role=Role.READER, scope=Scope.ALL))

    groups: Any = client.get("/palette/", {"q": SENTENCE}).context["groups"]

    assert not [each for group in groups for each in group.found if each.url.startswith("/activities/line")]
    assert client.get("/activities/line/").status_code == 403


def test_what_is_done_is_noted_and_the_next_step_asked_for(browser: Client, seller: User) -> None:
    prospect = make_contact(prospect=make_prospect(responsible=seller), name="Bo Hansen").prospect
    text = "ringede til Bo om prisen"

    answer = browser.post("/activities/line/", {"q": text, "shown": text})

    assert Activity.objects.get().done_at is not None
    assert answer["Location"].startswith(f"{reverse('activities:add')}?prospect={prospect.pk}&")


@pytest.mark.parametrize(
    ("text", "day", "at"),
    [
        ("ring til Bo kl. 14", TODAY, time(14)),
        ("ring til Bo hver mandag", date(2026, 11, 30), None),
        ("ring til Bo", None, None),
    ],
)
def test_an_hour_is_today_and_what_repeats_begins_on_its_first_day(
    seller: User, text: str, day: date | None, at: time | None
) -> None:
    make_contact(prospect=make_prospect(responsible=seller), name="Bo Hansen")

    line = read(text, seller)

    assert line.is_ready
    assert (line.values()["date"], line.values()["time"], line.subject) == (day, at, "Opkald: Bo Hansen")
