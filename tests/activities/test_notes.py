"""Notes: typed, kept, pinned, rewritten, taken back; whoever is named in them is told."""

from typing import Any

import pytest
from django.test import Client
from django.utils import timezone

from kundebro.activities.models import Activity
from kundebro.activities.operations import write_note
from kundebro.activities.rich_text import LARGEST
from kundebro.history.operations.undo import undo
from kundebro.history.recorder import latest_changeset
from kundebro.mail.models import Notification
from kundebro.prospects.models import Prospect
from kundebro.users.choices import Role, Scope
from kundebro.users.models import User
from tests.activities.hostile_texts import hostile_texts
from tests.factories.activities import make_activity
from tests.factories.contacts import make_contact
from tests.factories.pipeline import make_project
from tests.factories.prospects import make_prospect
from tests.factories.users import make_user

pytestmark = pytest.mark.django_db


@pytest.fixture
def karen() -> User:
    return make_user(name="Karen Holm", initials="KH", email="karen@firma.dk")


@pytest.fixture
def browser(karen: User) -> Client:
    client = Client()
    client.force_login(karen)
    return client


@pytest.fixture
def prospect(karen: User) -> Prospect:
    return make_prospect(name="Kolding Døre", responsible=karen)


def text_of(answer: Any) -> str:
    return str(answer.content.decode())


def post(browser: Client, prospect: Prospect, text: str, query: str = "", **more: Any) -> Any:
    return browser.post(f"/notes/of/{prospect.pk}/add/{query}", {"text": text, "idempotency_key": text[:30], **more})


def test_a_note_is_an_activity_done_today_by_whoever_wrote_it(
    browser: Client, prospect: Prospect, karen: User
) -> None:
    answer = post(browser, prospect, "Vil have **døre** i maj\n- tre\n- fire")

    note = Activity.objects.get()
    assert (answer.status_code, answer.headers["Location"]) == (303, f"{prospect.get_absolute_url()}?tab=timeline")
    assert (note.subject, note.activity_type.kind, note.responsible, note.is_open) == (
        "Vil have døre i maj",
        "note",
        karen,
        False,
    )
    assert note.note == "<p>Vil have <strong>døre</strong> i maj</p><ul><li>tre</li><li>fire</li></ul>"


def test_without_script_the_note_has_a_page_and_with_it_the_timeline_comes_back(
    browser: Client, prospect: Prospect
) -> None:
    page = text_of(browser.get(f"/notes/of/{prospect.pk}/add/"))
    answer = browser.post(
        f"/notes/of/{prospect.pk}/add/",
        {"text": "Hej", "idempotency_key": "k"},
        headers={"HX-Request": "true", "HX-Target": "timeline"},
    )

    assert f'action="/notes/of/{prospect.pk}/add/"' in page
    assert (answer.status_code, 'id="timeline"' in text_of(answer), "Hej" in text_of(answer)) == (200, True, True)


def test_a_note_sent_twice_is_one(browser: Client, prospect: Prospect) -> None:
    for _ in range(2):
        post(browser, prospect, "Samme")

    assert Activity.objects.count() == 1


@pytest.mark.parametrize("headers", [{}, {"HX-Request": "true", "HX-Target": "timeline"}])
def test_what_cannot_be_kept_is_said_and_nothing_typed_is_lost(
    headers: dict[str, str], browser: Client, prospect: Prospect
) -> None:
    typed = "Begyndelsen & mere " + "å" * (LARGEST // 2)

    answer = browser.post(
        f"/notes/of/{prospect.pk}/add/", {"text": typed, "idempotency_key": "k", "is_pinned": "on"}, headers=headers
    )

    page = text_of(answer)
    assert answer.status_code == 422
    assert "En note fylder højst 64 KB" in page
    assert f"Begyndelsen &amp; mere {'å' * (LARGEST // 2)}" in page
    assert "checked" in page
    assert not Activity.objects.exists()


def test_an_empty_note_is_none(browser: Client, prospect: Prospect) -> None:
    assert post(browser, prospect, " \n ").status_code == 422


def test_a_note_may_belong_to_a_contact_or_a_project_of_this_prospect_only(
    browser: Client, prospect: Prospect
) -> None:
    contact, project = make_contact(prospect=prospect), make_project(prospect=prospect)
    strangers = make_contact()

    post(browser, prospect, "Om Bo", f"?contact={contact.pk}")
    post(browser, prospect, "Om projektet", f"?project={project.pk}")
    refused = post(browser, prospect, "Om en fremmed", f"?contact={strangers.pk}")

    of_bo, of_project = Activity.objects.order_by("pk")
    assert (list(of_bo.contacts.all()), of_project.sales_project, refused.status_code) == ([contact], project, 404)


def test_a_pinned_note_stands_on_top_of_the_card_until_it_is_let_go(browser: Client, prospect: Prospect) -> None:
    loaded = f'hx-get="/notes/of/{prospect.pk}/pinned/"'
    assert loaded not in text_of(browser.get(prospect.get_absolute_url()))

    post(browser, prospect, "Ring **kun** om fredagen", is_pinned="on")

    note = Activity.objects.get()
    assert loaded in text_of(browser.get(prospect.get_absolute_url()))
    assert "Ring <strong>kun</strong>" in text_of(browser.get(f"/notes/of/{prospect.pk}/pinned/"))
    browser.post(f"/notes/{note.pk}/pin/", {"pinned": "no"})
    assert "Ring" not in text_of(browser.get(f"/notes/of/{prospect.pk}/pinned/"))
    assert loaded not in text_of(browser.get(prospect.get_absolute_url()))


def test_a_note_is_typed_on_and_taken_back(browser: Client, prospect: Prospect, karen: User) -> None:
    note = write_note(prospect, "**Gammel**", by=karen)
    address = f"/notes/{note.pk}/change/"
    assert "**Gammel**</textarea>" in text_of(browser.get(address))

    browser.post(address, {"text": "Ny\n- liste", "version": note.version, "idempotency_key": "k"})

    note.refresh_from_db()
    assert (note.subject, note.note) == ("Ny", "<p>Ny</p><ul><li>liste</li></ul>")
    rewritten = latest_changeset()
    assert rewritten is not None
    undo(rewritten, by=karen)
    note.refresh_from_db()
    assert (note.subject, note.note) == ("Gammel", "<p><strong>Gammel</strong></p>")


def test_whoever_comes_second_sees_both_texts_and_decides(browser: Client, prospect: Prospect, karen: User) -> None:
    note = write_note(prospect, "Først", by=karen)
    address = f"/notes/{note.pk}/change/"
    browser.post(address, {"text": "Hurtig", "version": 1, "idempotency_key": "a"})

    meeting = browser.post(address, {"text": "Langsom", "version": 1, "idempotency_key": "b"})
    page = text_of(meeting)
    again = browser.post(address, {"text": "Langsom", "version": 2, "idempotency_key": "c"})

    assert (meeting.status_code, "Langsom</textarea>" in page, "<p>Hurtig</p>" in page) == (422, True, True)
    assert 'name="version" value="2"' in page
    assert (again.status_code, Activity.objects.get().subject) == (303, "Langsom")


def test_what_was_not_touched_stays_as_it_is_stored(browser: Client, prospect: Prospect, karen: User) -> None:
    note = make_activity(prospect=prospect, kind="NOTAT", is_done=True, by=karen, note="<p>a <u>b</u></p>")

    browser.post(f"/notes/{note.pk}/change/", {"text": "a b", "version": 1, "idempotency_key": "k"})
    browser.post(
        f"/activities/{note.pk}/change/",
        {
            "activity_type": note.activity_type_id,
            "subject": "Nyt",
            "note": "a b",
            "version": 1,
            "idempotency_key": "l",
            "responsible": karen.pk,
            "priority": "normal",
            "date": "1-1-2026",
        },
    )

    note.refresh_from_db()
    assert (note.subject, note.note) == ("Nyt", "<p>a <u>b</u></p>")


def test_every_form_for_an_activity_takes_the_same_marks(browser: Client, prospect: Prospect, karen: User) -> None:
    make_user(name="Bo Hansen")
    call = make_activity(
        prospect=prospect, by=karen, note="<p>Om <strong>døre</strong></p>", date=timezone.localdate()
    )
    page = text_of(browser.get(f"/activities/{call.pk}/finish/"))

    finished = browser.post(
        f"/activities/{call.pk}/finish/",
        {"note": "@Bo Hansen: **solgt**", "then": "nothing", "reason": "Købt", "version": 1, "idempotency_key": "k"},
    )

    call.refresh_from_db()
    assert "Om **døre**</textarea>" in page
    assert (finished.status_code, call.note) == (303, "<p>@Bo Hansen: <strong>solgt</strong></p>")
    assert [row.user for row in Notification.objects.all()] == list(User.objects.filter(name="Bo Hansen"))


def test_a_note_is_deleted_and_only_notes_are(browser: Client, prospect: Prospect, karen: User) -> None:
    note = write_note(prospect, "Væk", by=karen)

    assert browser.post(f"/notes/{note.pk}/delete/").status_code == 303
    deleted = latest_changeset()
    assert browser.post(f"/notes/{make_activity(prospect=prospect, by=karen).pk}/delete/").status_code == 404
    assert [each.activity_type.kind for each in Activity.objects.all()] == ["call"]
    assert deleted is not None
    undo(deleted, by=karen)
    assert Activity.objects.filter(subject="Væk").exists()


@pytest.mark.parametrize(
    ("text", "told"),
    [
        ("@Bo Hansen ringer", ["bo"]),
        ("Spørg @bo.", ["bo"]),
        ("(@BH) og @Bo Hansen og @bo", ["bo"]),
        ("@Ida Bro, @bo", ["bo", "ida"]),
        ("@Karen Holm", []),
        ("bo@firma.dk", []),
        ("@bogholderiet", []),
        ("@ukendt", []),
        ("**@Ida Bro**", ["ida"]),
    ],
)
def test_whoever_is_named_is_told_once(text: str, told: list[str], prospect: Prospect, karen: User) -> None:
    for name, initials, email in (("Bo Hansen", "BH", "bo@firma.dk"), ("Ida Bro", "IB", "ida@firma.dk")):
        make_user(name=name, initials=initials, email=email)

    note = write_note(prospect, text, by=karen)

    rows = Notification.objects.order_by("user__email")
    assert [row.user.email.partition("@")[0] for row in rows] == told
    assert {row.url for row in rows} <= {note.get_absolute_url()}
    assert all(row.text.startswith("Karen Holm nævnte dig hos Kolding Døre: ") for row in rows)


def test_a_new_name_in_a_rewritten_note_is_told_and_an_old_one_not_again(
    browser: Client, prospect: Prospect, karen: User
) -> None:
    make_user(name="Bo Hansen"), make_user(name="Ida Bro")
    note = write_note(prospect, "@Bo Hansen", by=karen)

    browser.post(
        f"/notes/{note.pk}/change/",
        {"text": "@Bo Hansen og @Ida Bro", "version": 1, "idempotency_key": "k"},
    )

    assert [row.user.name for row in Notification.objects.order_by("pk")] == ["Bo Hansen", "Ida Bro"]


def test_an_unclear_name_is_asked_about(browser: Client, prospect: Prospect) -> None:
    make_user(name="Bo Hansen", initials="BH", email="bo@firma.dk")
    make_user(name="Bo Jensen", initials="BJ", email="j@firma.dk")

    answer = post(browser, prospect, "Spørg @Bo")
    clear = post(browser, prospect, "Spørg @BJ")

    assert answer.status_code == 422
    assert "@Bo kan være Bo Hansen, Bo Jensen." in text_of(answer)
    assert "Spørg @Bo</textarea>" in text_of(answer)
    assert (clear.status_code, Notification.objects.get().user.name) == (303, "Bo Jensen")


def test_nobody_is_told_of_what_they_may_not_see(browser: Client, prospect: Prospect, karen: User) -> None:
    make_user(name="Ole Sælger", role=Role.SELLER, scope=Scope.OWN)

    answer = post(browser, prospect, "@Ole Sælger skal vide det")
    write_note(prospect, "@Ole Sælger skal vide det", by=karen)

    assert (answer.status_code, Notification.objects.count()) == (422, 0)
    assert "Ole Sælger kan ikke se Kolding Døre" in text_of(answer)


def test_of_no_hostile_text_anything_is_a_tag_on_the_timeline(
    browser: Client, prospect: Prospect, karen: User
) -> None:
    texts = list(dict.fromkeys(hostile_texts()))
    for start in range(0, len(texts), 40):
        write_note(prospect, "\n\n".join(texts[start : start + 40]), by=karen)

    page = text_of(browser.get(f"/timeline/of/{prospect.pk}/", headers={"HX-Request": "true"}))

    assert "canary.example" in page
    assert "<img" not in page
    assert "<iframe" not in page
    assert "<script" not in page
