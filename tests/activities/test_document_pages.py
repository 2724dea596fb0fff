"""The documents on the card and the page of one."""

from typing import Any

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext

from kundebro.activities.models import Document
from kundebro.prospects.models import Prospect
from tests.factories.documents import PICTURE, mail, make_document, make_version, pdf
from tests.factories.prospects import make_prospect
from tests.factories.users import make_user

pytestmark = pytest.mark.django_db


@pytest.fixture
def browser() -> Client:
    client = Client()
    client.force_login(make_user())
    return client


@pytest.fixture
def prospect() -> Prospect:
    return make_prospect()


def text_of(answer: Any) -> str:
    return str(answer.content.decode())


def test_the_card_has_a_tab_that_loads_the_documents(browser: Client, prospect: Prospect) -> None:
    make_document(prospect=prospect)

    card = text_of(browser.get(f"{prospect.get_absolute_url()}?tab=documents"))

    assert f'hx-get="/documents/of/{prospect.pk}/"' in card
    assert "Dokumenter" in card


def test_the_list_asks_as_much_for_three_documents_as_for_one(browser: Client, prospect: Prospect) -> None:
    address = f"/documents/of/{prospect.pk}/"
    make_document(prospect=prospect, name="et.txt")
    browser.get(address, headers={"HX-Request": "true"})
    with CaptureQueriesContext(connection) as for_one:
        browser.get(address, headers={"HX-Request": "true"})
    for name in ("to.txt", "tre.txt"):
        make_version(make_document(prospect=prospect, name=name))

    with CaptureQueriesContext(connection) as for_three:
        answer = browser.get(address, headers={"HX-Request": "true"})

    assert len(for_three) == len(for_one)
    assert all(name in text_of(answer) for name in ("et.txt", "to.txt", "tre.txt"))


def test_several_files_come_in_by_the_plain_form_and_what_is_refused_is_named(
    browser: Client, prospect: Prospect
) -> None:
    address = f"/documents/of/{prospect.pk}/add/"
    good, empty = SimpleUploadedFile("a.txt", b"a"), SimpleUploadedFile("tom.txt", b"")

    kept = browser.post(address, {"uploads": [good, SimpleUploadedFile("b.txt", b"b")], "idempotency_key": "1"})
    refused = browser.post(address, {"uploads": [empty], "idempotency_key": "2"})

    assert (kept.status_code, kept.headers["Location"]) == (303, f"{prospect.get_absolute_url()}?tab=documents")
    assert sorted(Document.objects.values_list("name", flat=True)) == ["a.txt", "b.txt"]
    assert refused.status_code == 422
    assert "tom.txt: Filen er tom." in text_of(refused)


def test_what_is_refused_beside_what_is_kept_is_told_on_the_card(browser: Client, prospect: Prospect) -> None:
    files = [SimpleUploadedFile("a.txt", b"a"), SimpleUploadedFile("tom.txt", b"")]

    answer = browser.post(f"/documents/of/{prospect.pk}/add/", {"uploads": files, "idempotency_key": "k"}, follow=True)

    assert Document.objects.get().name == "a.txt"
    assert "tom.txt: Filen er tom." in text_of(answer)


def test_a_form_without_a_file_says_so(browser: Client, prospect: Prospect) -> None:
    answer = browser.post(f"/documents/of/{prospect.pk}/add/", {"idempotency_key": "k"})

    assert answer.status_code == 422


def test_the_same_form_sent_twice_counts_once(browser: Client, prospect: Prospect) -> None:
    for _ in range(2):
        file = SimpleUploadedFile("a.txt", b"a")
        browser.post(f"/documents/of/{prospect.pk}/add/", {"uploads": [file], "idempotency_key": "samme"})

    assert Document.objects.count() == 1


def test_a_body_is_a_document_or_a_version(browser: Client, prospect: Prospect) -> None:
    stream: Any = {"content_type": "application/octet-stream", "headers": {"X-File-Name": "p%C3%A6n.txt"}}

    first = browser.post(f"/documents/of/{prospect.pk}/receive/", b"et", **stream)
    document = Document.objects.get()
    second = browser.post(f"/documents/{document.pk}/versions/receive/", b"to", **stream)
    same = browser.post(f"/documents/{document.pk}/versions/receive/", b"to", **stream)

    assert (first.status_code, second.status_code, same.status_code) == (201, 201, 422)
    assert (document.name, document.versions.count()) == ("pæn.txt", 2)


def test_a_file_sent_by_another_site_is_refused(prospect: Prospect) -> None:
    strict = Client(enforce_csrf_checks=True)
    strict.force_login(make_user())

    answer = strict.post(f"/documents/of/{prospect.pk}/receive/", b"x", content_type="application/octet-stream")

    assert (answer.status_code, Document.objects.count()) == (403, 0)


@pytest.mark.parametrize(
    ("content", "shown"),
    [
        (pdf("Et", "To"), "side 2"),
        (PICTURE, "side 1"),
        ("Kære Åse".encode("cp1252"), "Kære Åse"),
        ("Kære Åse".encode("utf-16"), "Kære Åse"),
        (mail("<p>Hej <b>Bo</b></p>", attached={"plan.pdf": b"%PDF-"}), "Tilbud på døre"),
        (b"PK\x03\x04", "vises ikke her"),
    ],
)
def test_a_version_shows_itself(content: bytes, shown: str, browser: Client) -> None:
    version = make_document(content).versions.get()

    answer = browser.get(version.get_absolute_url(), headers={"HX-Request": "true"})

    assert shown in text_of(answer)


def test_a_mail_is_shown_without_what_runs_or_loads_and_its_attachment_is_taken_out(browser: Client) -> None:
    content = mail('<p>Hej</p><img src="https://canary.example/x">', attached={"plan.txt": b"plan"})
    version = make_document(content, name="m.eml").versions.get()

    shown = text_of(browser.get(version.get_absolute_url()))
    taken = browser.post(f"/documents/versions/{version.pk}/attachments/2/")
    not_there = browser.post(f"/documents/versions/{version.pk}/attachments/9/")

    assert "<p>Hej</p>" in shown
    assert "canary" not in shown
    made = Document.objects.latest("pk")
    assert (made.name, taken.headers["Location"]) == ("plan.txt", made.get_absolute_url())
    assert (not_there.status_code, Document.objects.count()) == (303, 2)


def test_a_picture_of_a_page_is_ours_and_guarded(browser: Client) -> None:
    version = make_document(PICTURE).versions.get()

    answer = browser.get(version.page_url(1))

    assert answer.headers["Content-Type"] == "image/png"
    assert answer.headers["Content-Security-Policy"] == "sandbox; default-src 'none'"
    assert answer.headers["Cache-Control"] == "no-store"
    assert browser.get(version.page_url(2)).status_code == 404


def test_a_document_is_renamed_and_deleted_with_the_way_back(browser: Client) -> None:
    document = make_document()

    stale = browser.post(
        f"/documents/{document.pk}/change/",
        {"name": "Ny", "kind": "", "retention": "prospect", "version": 7},
    )
    renamed = browser.post(
        f"/documents/{document.pk}/change/",
        {"name": "Aftale", "kind": "contract", "retention": "accounts", "version": 1},
    )

    assert (stale.status_code, renamed.status_code) == (422, 303)
    assert str(Document.objects.get()) == "Aftale"
    page = text_of(browser.get(document.get_absolute_url()))
    assert "Kontrakt" in page
    browser.post(f"/documents/{document.pk}/delete/")
    assert not Document.objects.exists()
