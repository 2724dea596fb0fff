"""The timeline: what people did first, what the program changed folded, by kind and text, fifty at a time."""

from datetime import date, timedelta
from typing import Any

import pytest
import time_machine
from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext
from django.utils import timezone

from kundebro.activities.models import Activity
from kundebro.activities.operations import cancel_activity
from kundebro.activities.queries import Happening, Source, changesets_on, next_steps_of, timeline_of
from kundebro.core.pages import Cursor
from kundebro.history.operations.undo import undo
from kundebro.history.recorder import latest_changeset, recording
from kundebro.history.tracked import insert_many
from kundebro.mail.operations import queue_mail
from kundebro.mail.writing import Written
from kundebro.pipeline.operations import move_project
from kundebro.prospects.models import Prospect
from kundebro.prospects.operations import archive_prospects, change_prospect
from kundebro.users.choices import Role, Scope
from kundebro.users.models import User
from tests.factories.activities import activity_type, make_activity
from tests.factories.contacts import make_contact
from tests.factories.documents import make_document
from tests.factories.pipeline import make_project, stage
from tests.factories.prospects import make_prospect
from tests.factories.users import make_user

pytestmark = pytest.mark.django_db
TODAY = date(2026, 11, 26)


@pytest.fixture(autouse=True)
def _at_noon() -> object:
    with time_machine.travel("2026-11-26T12:00:00+01:00"):
        yield


@pytest.fixture
def karen() -> User:
    return make_user(name="Karen Holm")


@pytest.fixture
def browser(karen: User) -> Client:
    client = Client()
    client.force_login(karen)
    return client


def titles(happenings: list[Happening]) -> list[str]:
    named = [each for each in happenings if each.source in (Source.ACTIVITY, Source.DOCUMENT)]
    return [each.row.subject if each.source == Source.ACTIVITY else each.row.name for each in named]


def text_of(answer: Any) -> str:
    return str(answer.content.decode())


def test_the_latest_day_comes_first_and_what_is_still_to_be_done_is_no_past(karen: User) -> None:
    prospect = make_prospect()
    for days in (6, 1, 3):
        make_activity(
            prospect=prospect, is_done=True, date=TODAY - timedelta(days=days), subject=f"For {days} dage siden"
        )
    make_activity(prospect=prospect, date=TODAY, subject="I dag")
    make_activity(prospect=prospect, date=TODAY - timedelta(days=2), subject="Overskredet")
    make_activity(prospect=prospect, subject="Uden dag")

    told = timeline_of(prospect, seen_by=karen).happenings

    past = [each.row.subject for each in told if each.source == Source.ACTIVITY]
    assert past == ["For 1 dage siden", "For 3 dage siden", "For 6 dage siden"]
    assert [step.subject for step in next_steps_of(prospect, seen_by=karen)] == ["Overskredet", "I dag", "Uden dag"]


def test_every_kind_of_thing_people_do_is_there_before_the_programs_changes_of_the_day(karen: User) -> None:
    prospect = make_prospect()
    make_activity(prospect=prospect, is_done=True, subject="Ringet")
    cancel_activity(make_activity(prospect=prospect, date=TODAY, subject="Opgivet"), by=karen)
    make_document(prospect=prospect, name="tilbud.pdf")
    move_project(make_project(prospect=prospect), stage("TILBUD"), on=TODAY, by=karen)
    mail = Written(subject="Tilbud", text="Hej", html="")
    queue_mail(mail, to_address="bo@firma.dk", key="1", now=timezone.now(), about=prospect, by=karen)
    change_prospect(prospect, {"city": "Kolding"}, by=karen)
    change_prospect(prospect, {"city": "Vejle", "phone": "33121212"}, by=karen)

    told = timeline_of(prospect, seen_by=karen).happenings

    assert [each.source.name for each in told] == [
        "ACTIVITY",
        "ACTIVITY",
        "DOCUMENT",
        "MAIL",
        "STAGE",
        "EVENT",
        "EVENT",
        "CHANGES",
    ]
    folded = told[-1].folded
    assert folded is not None
    assert (folded.count, {"city", "phone"} <= folded.columns) == (2, True)


def test_a_day_unfolds_into_its_changes_and_an_event_taken_back_is_none(karen: User, browser: Client) -> None:
    prospect = make_prospect(city="Vejle")
    change_prospect(prospect, {"city": "Kolding"}, by=karen)
    archive_prospects(Prospect.objects.filter(pk=prospect.pk), by=karen, reason="Lukket")
    archived = latest_changeset()
    assert archived is not None
    assert "prospects.archive" in [
        each.row.operation for each in timeline_of(prospect, seen_by=karen).happenings if each.source == Source.EVENT
    ]

    undo(archived, by=karen)

    events = [
        each.row.operation for each in timeline_of(prospect, seen_by=karen).happenings if each.source == Source.EVENT
    ]
    assert events == ["prospects.create"]
    assert [each.operation for each in changesets_on(prospect, TODAY)][-1] == "prospects.change"
    page = text_of(browser.get(f"/timeline/of/{prospect.pk}/?changes={TODAY.isoformat()}"))
    assert "<del>Vejle</del>" in page
    assert "<ins>Kolding</ins>" in page
    assert browser.get(f"/timeline/of/{prospect.pk}/?changes=nonsens").status_code == 200


def test_a_contact_and_a_sales_project_tell_of_themselves_only(karen: User) -> None:
    prospect = make_prospect()
    contact, project = make_contact(prospect=prospect), make_project(prospect=prospect)
    make_activity(prospect=prospect, is_done=True, subject="Kun firmaet")
    make_activity(prospect=prospect, is_done=True, subject="Kontakten", contacts=[contact])
    make_activity(prospect=prospect, is_done=True, subject="Projektet", sales_project=project)
    make_document(prospect=prospect, name="hans.txt", contact=contact)

    of_contact = timeline_of(contact, seen_by=karen).happenings
    of_project = timeline_of(project, seen_by=karen).happenings

    assert titles(of_contact) == ["Kontakten", "hans.txt"]
    assert titles(of_project) == ["Projektet"]


@pytest.mark.parametrize(
    ("kind", "text", "found"),
    [
        ("note", "", ["Notat om færgen"]),
        ("call", "", ["Ringet"]),
        ("document", "", ["faerge.pdf"]),
        ("", "FÆRGE", ["Notat om færgen", "faerge.pdf"]),
        ("", "overfart bro", ["Ringet"]),
        ("call", "færge", []),
        ("", "strong", []),
    ],
)
def test_one_kind_or_what_holds_the_words(kind: str, text: str, found: list[str], karen: User) -> None:
    prospect = make_prospect()
    make_document(prospect=prospect, name="faerge.pdf")
    make_activity(
        prospect=prospect, is_done=True, subject="Ringet", note="<p>Om <strong>bro</strong>en</p>", result="Overfart"
    )
    make_activity(prospect=prospect, kind="NOTAT", is_done=True, subject="Notat om færgen")

    assert titles(timeline_of(prospect, seen_by=karen, kind=kind, text=text).happenings) == found


def many(prospect: Prospect, by: User, count: int) -> None:
    """So many done activities over the days behind, two or three on each."""
    kind = activity_type().pk
    rows = [
        {
            "prospect_id": prospect.pk,
            "responsible_id": by.pk,
            "activity_type_id": kind,
            "subject": f"Nr. {number}",
            "date": TODAY - timedelta(days=number * 2 // 5),
            "done_at": timezone.now(),
            "uid": Activity._meta.get_field("uid").get_default(),
        }
        for number in range(count)
    ]
    with recording("test.fill", by=by):
        insert_many(Activity, rows)


def test_page_by_page_every_line_comes_once_in_the_same_order(karen: User) -> None:
    prospect = make_prospect()
    many(prospect, karen, 130)
    for number in range(4):
        make_document(prospect=prospect, name=f"{number}.txt")
        change_prospect(prospect, {"city": f"By {number}"}, by=karen)

    pages, after = [], ""
    while not pages or after:
        page = timeline_of(prospect, seen_by=karen, after=Cursor.read({"after": after}))
        pages.append(page.happenings)
        after = page.older

    told = [each.place for page in pages for each in page]
    assert [len(page) for page in pages] == [50, 50, 130 + 4 + 1 + 1 - 100]
    assert told == sorted(set(told))


def test_an_address_that_makes_no_sense_begins_at_the_top(karen: User) -> None:
    prospect = make_prospect()

    for values in (("2026-02-31", 0, 1), ("2026-01-01", 99, 1), ("x",), (None, None, None), (1, 2, 3)):
        assert timeline_of(prospect, seen_by=karen, after=Cursor(values)).happenings


def test_who_does_not_see_the_project_is_not_told_of_its_stages() -> None:
    seller, other = make_user(role=Role.SELLER, scope=Scope.OWN), make_user()
    prospect = make_prospect(responsible=seller)
    move_project(make_project(prospect=prospect, responsible=other), stage("TILBUD"), on=TODAY, by=other)

    sources = [each.source for each in timeline_of(prospect, seen_by=seller).happenings]

    assert Source.STAGE not in sources


def test_the_page_asks_as_much_for_forty_lines_as_for_one(karen: User, browser: Client) -> None:
    prospect = make_prospect()
    address = f"/timeline/of/{prospect.pk}/"
    many(prospect, karen, 1)
    browser.get(address, headers={"HX-Request": "true"})
    with CaptureQueriesContext(connection) as for_one:
        browser.get(address, headers={"HX-Request": "true"})
    many(prospect, karen, 40)

    with CaptureQueriesContext(connection) as for_many:
        answer = browser.get(address, headers={"HX-Request": "true"})

    assert len(for_many) == len(for_one)
    assert "Nr. 39" in text_of(answer)


def test_the_parts_that_htmx_asks_for(karen: User, browser: Client) -> None:
    prospect = make_prospect()
    many(prospect, karen, 60)
    address = f"/timeline/of/{prospect.pk}/"

    listed = text_of(browser.get(address, headers={"HX-Request": "true", "HX-Target": "timeline-list"}))
    older = timeline_of(prospect, seen_by=karen).older
    rows = text_of(
        browser.get(f"{address}?after={older}", headers={"HX-Request": "true", "HX-Target": "timeline-older"})
    )

    assert (listed.count('id="timeline-list"'), "<form" in listed) == (1, False)
    assert ('id="timeline-list"' in rows, "Nr. 59" in rows, "Nr. 3<" in rows) == (False, True, False)
    assert f"after={older}" in listed


def test_the_cards_have_the_timeline(browser: Client) -> None:
    prospect = make_prospect()
    contact, project = make_contact(prospect=prospect), make_project(prospect=prospect)

    for record, address in (
        (prospect, f"/timeline/of/{prospect.pk}/"),
        (contact, f"/timeline/of-contact/{contact.pk}/"),
        (project, f"/timeline/of-project/{project.pk}/"),
    ):
        card = text_of(browser.get(f"{record.get_absolute_url()}?tab=timeline"))
        assert f'hx-get="{address}"' in card
        assert browser.get(address).status_code == 200


def test_a_prospect_without_a_next_step_is_an_error_until_there_is_one(browser: Client, karen: User) -> None:
    prospect = make_prospect()
    said = "Intet næste skridt."
    assert said in text_of(browser.get(f"/timeline/of/{prospect.pk}/"))

    make_activity(prospect=prospect, date=TODAY, subject="Ring igen")

    page = text_of(browser.get(f"/timeline/of/{prospect.pk}/"))
    assert said not in page
    assert "Ring igen" in page
