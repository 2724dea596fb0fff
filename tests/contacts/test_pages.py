"""CRM → Kontaktpersoner, the page of one contact, and the section on a prospect's card."""

from datetime import date
from typing import Any

import pytest
from django.contrib.contenttypes.models import ContentType
from django.core.files.uploadedfile import SimpleUploadedFile
from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext
from django.urls import reverse

from kundebro.contacts.models import Contact
from kundebro.contacts.operations import change_contact, delete_contact, mark_left
from kundebro.contacts.queries import ContactFilter, contact_page
from kundebro.core.pages import Cursor
from kundebro.history.models import Changeset
from kundebro.imports import outgoing
from kundebro.prospects.models import Prospect
from kundebro.prospects.operations import archive_prospects, change_prospect, create_prospect
from kundebro.prospects.queries.filters import traits
from kundebro.users.choices import Role, Scope
from kundebro.users.models import SecurityEvent, User
from tests.factories.contacts import make_contact, make_role, make_seller
from tests.factories.users import PASSWORD, make_user

pytestmark = pytest.mark.django_db

PART = {"HX-Request": "true"}
PANEL = {"HX-Request": "true", "HX-Target": "contacts-panel"}


def signed_in(user: User) -> Client:
    client = Client()
    client.force_login(user)
    return client


def names(client: Client, query: str = "") -> list[str]:
    page = client.get(reverse("contacts:list") + query).context["page"]
    return [contact.name for contact in page.items]


def full_form(contact: Contact, **changes: Any) -> dict[str, Any]:
    return {
        "name": contact.name,
        "title": contact.title,
        "mobile": contact.mobile,
        "phone": contact.phone,
        "email": contact.email,
        "remark": contact.remark,
        "version": contact.version,
        "idempotency_key": "form-1",
        **changes,
    }


# --- The list


def test_the_list_shows_people_of_all_companies_in_danish_order() -> None:
    user = make_user()
    for name in ("Åse", "Zenia", "Anders"):
        make_contact(name=name, by=user)

    assert names(signed_in(user)) == ["Anders", "Zenia", "Åse"]


def test_a_seller_sees_only_the_contacts_of_her_own_prospects() -> None:
    seller = make_seller()
    mine = make_contact(name="Min", by=seller)
    theirs = make_contact(name="Deres")
    client = signed_in(seller)

    assert names(client) == ["Min"]
    assert names(client, "?q=Deres") == []
    assert names(client, "?state=all") == ["Min"]
    for name in ("contact", "vcard", "change"):
        assert client.get(reverse(f"contacts:{name}", args=[theirs.pk])).status_code == 404
        assert client.get(reverse(f"contacts:{name}", args=[mine.pk])).status_code == 200
    assert client.get(reverse("contacts:of", args=[theirs.prospect_id])).status_code == 404


@pytest.mark.parametrize("name", ["primary", "left", "restore", "delete", "change"])
def test_what_is_done_to_a_contact_one_may_not_see_is_not_found_and_changes_nothing(name: str) -> None:
    theirs = make_contact(name="Deres")
    changesets = Changeset.objects.count()

    response = signed_in(make_seller()).post(reverse(f"contacts:{name}", args=[theirs.pk]), full_form(theirs))

    assert (response.status_code, Changeset.objects.count()) == (404, changesets)


@pytest.mark.parametrize("name", ["primary", "left", "restore", "delete", "change"])
def test_a_reader_may_look_but_not_touch(name: str) -> None:
    contact = make_contact()
    reader = make_user(role=Role.READER, scope=Scope.ALL)
    changesets = Changeset.objects.count()

    response = signed_in(reader).post(reverse(f"contacts:{name}", args=[contact.pk]), full_form(contact))

    assert (response.status_code, Changeset.objects.count()) == (403, changesets)
    assert signed_in(reader).get(contact.get_absolute_url()).status_code == 200


@pytest.mark.parametrize(
    ("query", "found"),
    [
        ("?q=strand", ["Bo", "Mette"]),
        ("?q=mette+strand", ["Mette"]),
        ("?q=20123456", ["Mette"]),
        ("?q=ingen", []),
        ("?primary=yes", ["Mette", "Olga"]),
        ("?has=email", ["Mette"]),
        ("?lacks=email", ["Bo", "Olga"]),
        ("?has=phone", ["Mette", "Olga"]),
        ("?state=left", ["Rie"]),
        ("?state=all", ["Bo", "Mette", "Olga", "Rie"]),
        ("?role=none", ["Bo", "Olga"]),
        ("?sort=-name", ["Olga", "Mette", "Bo"]),
        ("?sort=company", ["Olga", "Mette", "Bo"]),
        ("?sort=-created", ["Olga", "Bo", "Mette"]),
        ("?role=x&responsible=99999999999999999999&state=odd&has=odd", ["Bo", "Mette", "Olga"]),
    ],
)
def test_the_address_says_what_the_list_shows(query: str, found: list[str]) -> None:
    user = make_user()
    hotel = create_prospect({"name": "Hotel Strand"}, by=user)
    make_contact(name="Mette", prospect=hotel, mobile="+4520123456", email="m@strand.dk", role=make_role(), by=user)
    make_contact(name="Bo", prospect=hotel, by=user)
    mark_left(make_contact(name="Rie", prospect=hotel, by=user, role=make_role()), by=user, on=date(2026, 1, 1))
    make_contact(name="Olga", prospect=create_prospect({"name": "Anker"}, by=user), phone="+4530303030", by=user)

    assert names(signed_in(user), query) == found


def test_contacts_of_archived_companies_are_not_among_the_active() -> None:
    user = make_user()
    contact = make_contact(by=user)
    archive_prospects(Prospect.objects.all(), by=user)

    assert (names(signed_in(user)), names(signed_in(user), "?state=all")) == ([], [contact.name])


def test_the_list_filters_by_role_responsible_and_status_of_the_company() -> None:
    user, other = make_user(), make_user()
    role = make_role()
    make_contact(name="Mette", role=role, by=user)
    make_contact(name="Bo", by=other)
    client = signed_in(user)

    assert names(client, f"?role={role.pk}") == ["Mette"]
    assert names(client, f"?responsible={other.pk}") == ["Bo"]
    assert names(client, "?status=none") == ["Bo", "Mette"]


@pytest.mark.parametrize("sort", ["name", "-name", "company", "-company", "email", "created", "-created"])
def test_pages_follow_each_other_without_gaps_in_every_order(sort: str) -> None:
    user = make_user()
    company = create_prospect({"name": "Hotel Strand"}, by=user)
    for number in range(7):
        make_contact(name=f"Navn {number % 3}", email=f"n{number % 2}@x.dk", prospect=company, by=user)
    wanted = ContactFilter(Client().get("/").wsgi_request.GET)
    seen: list[int] = []
    after = None
    while True:
        page = contact_page(
            wanted=wanted, seen_by=user, fields={"name", "prospect__name"}, sort=sort, after=after, size=2
        )
        seen += [contact.pk for contact in page.items]
        if not page.next:
            break
        after = Cursor.read({"after": page.next})

    assert (len(seen), len(set(seen))) == (7, 7)


@pytest.mark.parametrize("rows", [1, 3])
def test_the_list_asks_as_few_questions_for_many_rows_as_for_one(rows: int) -> None:
    user = make_user()
    for _row in range(rows):
        make_contact(by=user, role=make_role())
    client = signed_in(user)
    ContentType.objects.clear_cache()
    client.get(reverse("contacts:list"))

    with CaptureQueriesContext(connection) as queries:
        client.get(reverse("contacts:list"), headers=PART)

    assert len(queries) == 4  # session and user, how many, the rows


def test_the_columns_one_chooses_are_remembered() -> None:
    user = make_user()
    make_contact(by=user)
    client = signed_in(user)

    client.post(reverse("contacts:columns"), {"columns": ["initials", "city"]})

    columns = client.get(reverse("contacts:list")).context["table"].columns
    assert [column.key for column in columns] == ["name", "company", "initials", "city"]


@pytest.mark.parametrize("kind", ["xlsx", "csv"])
def test_the_list_can_be_exported_as_it_stands(kind: str) -> None:
    user = make_user()
    make_contact(name="Mette", email="m@strand.dk", by=user)
    make_contact(name="Bo", by=user)

    response = signed_in(user).post(f"{reverse('contacts:export')}?list=q%3Dmette", {"kind": kind})

    assert response.status_code == 200
    if kind == "csv":
        content = b"".join(response.streaming_content).decode()  # type: ignore[attr-defined]
        assert ("m@strand.dk" in content, "Bo" in content) == (True, False)


def test_a_long_list_asks_who_it_is_first(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(outgoing, "CONFIRMED_ABOVE", 0)
    user = make_user(password=PASSWORD)
    make_contact(name="Mette", by=user)
    address = f"{reverse('contacts:export')}?list=q%3Dmette"

    response = signed_in(user).post(address, {"kind": "csv"})

    assert response.context["confirm_url"].endswith("?next=%2Fcontacts%2Fexport%2F%3Flist%3Dq%253Dmette")
    assert not SecurityEvent.objects.filter(kind="exported").exists()


def test_a_reader_may_not_export() -> None:
    reader = make_user(role=Role.READER, scope=Scope.ALL)

    assert signed_in(reader).post(reverse("contacts:export"), {"kind": "csv"}).status_code == 403


# --- The page of one contact


def test_a_group_is_edited_in_place_and_what_was_written_is_tidied() -> None:
    user = make_user()
    contact = make_contact(name="Mette", by=user)
    url = reverse("contacts:edit", args=[contact.pk, "reach"])
    client = signed_in(user)
    assert client.get(url, headers=PART).status_code == 200

    response = client.post(
        url,
        {"mobile": "20 12 34 56", "phone": "", "email": " Mette@Strand.DK ", "version": contact.version},
        headers=PART,
    )

    contact.refresh_from_db()
    assert response.status_code == 200
    assert (contact.mobile, contact.email, contact.name) == ("+4520123456", "mette@strand.dk", "Mette")


def test_a_wrong_value_comes_back_with_its_reason_and_nothing_is_written() -> None:
    contact = make_contact(email="m@strand.dk")
    url = reverse("contacts:edit", args=[contact.pk, "reach"])

    response = signed_in(make_user()).post(url, {"email": "ikke en adresse", "version": contact.version}, headers=PART)

    contact.refresh_from_db()
    assert (response.status_code, contact.email) == (422, "m@strand.dk")
    assert "ikke en adresse" in response.content.decode()


def test_a_mailbox_that_another_contact_has_is_saved_with_a_warning() -> None:
    user = make_user()
    make_contact(email="info@strand.dk", by=user)
    contact = make_contact(by=user)

    signed_in(user).post(
        reverse("contacts:edit", args=[contact.pk, "reach"]), {"email": "info@strand.dk", "version": contact.version}
    )

    contact.refresh_from_db()
    assert contact.email == "info@strand.dk"


def test_what_somebody_else_changed_beside_mine_is_kept() -> None:
    user = make_user()
    contact = make_contact(name="Mette", by=user)
    change_contact(contact, {"title": "Direktør"}, by=make_user())

    response = signed_in(user).post(
        reverse("contacts:edit", args=[contact.pk, "who"]),
        {"name": "Mette Holm", "title": "", "version": contact.version},
    )

    contact.refresh_from_db()
    assert response.status_code == 303
    assert (contact.name, contact.title) == ("Mette Holm", "Direktør")


def test_two_who_changed_the_same_field_are_asked_and_the_answer_counts() -> None:
    user = make_user()
    role, other_role = make_role(name="Indkøber"), make_role(name="Chef")
    contact = make_contact(name="Mette", title="Assistent", role=role, by=user)
    change_contact(contact, {"title": "Direktør", "role": other_role}, by=make_user(name="Anna Bech"))
    url = reverse("contacts:edit", args=[contact.pk, "who"])
    mine = {"name": "Mette", "title": "Chef", "role": "", "version": contact.version}
    client = signed_in(user)

    asked = client.post(url, mine, headers=PART)

    assert asked.status_code == 422
    differences = {each.name: each for each in asked.context["meeting"].differences}
    title, chosen = differences["title"], differences["role"]
    assert (title.original, title.yours, title.theirs) == ("Assistent", "Chef", "Direktør")
    assert (chosen.original, chosen.yours, chosen.theirs) == ("Indkøber", "", "Chef")
    assert "Anna Bech" in asked.content.decode()
    version = Contact.objects.get().version
    answer = {**mine, "version": version, "keep-title": "yours", "keep-role": "theirs"}
    assert client.post(url, answer, headers=PART).status_code == 200
    contact.refresh_from_db()
    assert (contact.title, contact.role) == ("Chef", other_role)


def test_the_contact_page_tells_its_history() -> None:
    user = make_user()
    contact = make_contact(name="Mette", by=user)
    change_contact(contact, {"title": "Direktør"}, by=user)

    response = signed_in(user).get(f"{contact.get_absolute_url()}?tab=history")

    assert "Direktør" in response.content.decode()


def test_an_unknown_group_is_not_found() -> None:
    contact = make_contact()

    assert signed_in(make_user()).get(reverse("contacts:edit", args=[contact.pk, "odd"])).status_code == 404


def test_the_same_form_sent_again_with_other_values_is_another_change() -> None:
    user = make_user()
    contact = make_contact(name="Mette", by=user)
    client = signed_in(user)
    url = reverse("contacts:edit", args=[contact.pk, "remark"])
    form = {"idempotency_key": "once", "version": ""}

    for remark in ("Ring fredag", "Ring mandag"):
        client.post(url, {**form, "remark": remark})

    assert Contact.objects.get().remark == "Ring mandag"


def test_a_contact_goes_out_as_a_vcard() -> None:
    contact = make_contact(name="Åse Ærø", mobile="+4520123456")

    response = signed_in(make_user()).get(reverse("contacts:vcard", args=[contact.pk]))

    assert response["Content-Type"] == "text/vcard; charset=utf-8"
    assert SecurityEvent.objects.get(kind="exported").text == f"{contact.prospect.number}: 1 kontaktpersoner som vCard"
    assert "FN:Åse Ærø" in response.content.decode()


def test_someone_has_left_since_a_day_but_not_since_tomorrow() -> None:
    user = make_user()
    contact = make_contact(by=user)
    url = reverse("contacts:left", args=[contact.pk])

    assert signed_in(user).post(url, {"left_at": "01-01-2199"}).status_code == 422
    assert signed_in(user).post(url, {"left_at": "01-02-2026"}).status_code == 303

    contact.refresh_from_db()
    assert contact.left_at == date(2026, 2, 1)


def test_a_deleted_contact_is_gone_and_the_toast_brings_it_back() -> None:
    user = make_user()
    contact = make_contact(name="Mette", by=user)
    client = signed_in(user)

    client.post(reverse("contacts:delete", args=[contact.pk]))
    assert Contact.objects.count() == 0
    client.post(reverse("history:undo", args=[Changeset.objects.latest("pk").pk]))

    assert Contact.objects.get().name == "Mette"


# --- The section on the card


def test_the_section_shows_five_and_then_all() -> None:
    user = make_user()
    prospect = create_prospect({"name": "Hotel Strand"}, by=user)
    for number in range(7):
        make_contact(name=f"Navn {number}", prospect=prospect, by=user)
    client, url = signed_in(user), reverse("contacts:of", args=[prospect.pk])

    assert [len(client.get(url + query).context["section"].shown) for query in ("", "?all")] == [5, 7]


def test_those_who_have_left_stand_last() -> None:
    user = make_user()
    first = make_contact(name="Anders", by=user)
    make_contact(name="Bo", prospect=first.prospect, by=user)
    mark_left(first, by=user, on=date(2026, 1, 1))

    section = signed_in(user).get(reverse("contacts:of", args=[first.prospect_id])).context["section"]

    assert ([contact.name for contact in section.shown], section.active_count) == (["Bo", "Anders"], 1)


def test_a_contact_is_added_in_place_once_however_often_it_is_sent() -> None:
    user = make_user()
    prospect = create_prospect({"name": "Hotel Strand"}, by=user)
    url = reverse("contacts:add", args=[prospect.pk])
    sent = {"name": "Mette", "receives": ["news", "invoice"], "idempotency_key": "k1"}
    client = signed_in(user)

    first = client.post(url, sent, headers=PART)
    client.post(url, sent, headers=PART)

    contact = Contact.objects.get()
    assert (contact.name, contact.is_primary, contact.receives) == ("Mette", True, "invoice,news")
    assert first["HX-Retarget"] == "#contacts-panel"
    assert "kundebro:toasts" in first["HX-Trigger"]


def test_without_script_one_comes_back_to_the_card_with_the_section_open() -> None:
    user = make_user()
    prospect = create_prospect({"name": "Hotel Strand"}, by=user)

    response = signed_in(user).post(reverse("contacts:add", args=[prospect.pk]), {"name": "Mette"})

    assert (response.status_code, response["Location"]) == (303, f"{prospect.get_absolute_url()}?panel=contacts")


def test_a_contact_without_a_name_comes_back() -> None:
    user = make_user()
    prospect = create_prospect({"name": "Hotel Strand"}, by=user)

    response = signed_in(user).post(
        reverse("contacts:add", args=[prospect.pk]), {"name": " ", "email": "m@strand.dk"}, headers=PART
    )

    assert (response.status_code, Contact.objects.count()) == (422, 0)
    assert "m@strand.dk" in response.content.decode()


def test_all_of_a_contact_is_edited_in_the_section() -> None:
    user = make_user()
    contact = make_contact(name="Mette", receives="news", by=user)

    response = signed_in(user).post(
        reverse("contacts:change", args=[contact.pk]),
        full_form(contact, title="Chef", receives=["invoice"]),
        headers=PART,
    )

    contact.refresh_from_db()
    assert (response.status_code, contact.title, contact.receives) == (200, "Chef", "invoice")


def test_a_stale_edit_in_the_section_is_asked() -> None:
    user = make_user()
    contact = make_contact(name="Mette", title="Assistent", by=user)
    change_contact(contact, {"title": "Direktør"}, by=make_user())

    response = signed_in(user).post(
        reverse("contacts:change", args=[contact.pk]), full_form(contact, title="Chef"), headers=PART
    )

    assert (response.status_code, [each.name for each in response.context["meeting"].differences]) == (422, ["title"])


@pytest.mark.parametrize(("step", "left"), [("primary", None), ("left", date), ("restore", None)])
def test_a_press_in_the_section_answers_with_the_section(step: str, left: type | None) -> None:
    user = make_user()
    first = make_contact(name="Mette", by=user)
    second = make_contact(name="Bo", prospect=first.prospect, by=user)

    response = signed_in(user).post(reverse(f"contacts:{step}", args=[second.pk]), headers=PANEL)

    second.refresh_from_db()
    assert response.status_code == 200
    assert 'id="contacts-panel"' in response.content.decode()
    assert (second.is_primary, second.left_at is not None) == (step == "primary", left is not None)


def test_cards_come_in_from_a_file_or_pasted() -> None:
    user = make_user()
    prospect = create_prospect({"name": "Hotel Strand"}, by=user)
    url = reverse("contacts:cards-in", args=[prospect.pk])
    client = signed_in(user)
    card = "BEGIN:VCARD\nVERSION:3.0\nFN:{}\nEND:VCARD\n"

    file = SimpleUploadedFile("kort.vcf", card.format("Åse").encode())
    client.post(url, {"file": file, "idempotency_key": "a"}, headers=PART)
    client.post(url, {"text": card.format("Bo") + card.format("Åse"), "idempotency_key": "b"}, headers=PART)

    assert sorted(Contact.objects.values_list("name", flat=True)) == ["Bo", "Åse"]


@pytest.mark.parametrize("text", ["", "hej", "BEGIN:VCARD\nVERSION:3.0\nEND:VCARD\n"])
def test_what_is_no_card_comes_back_with_a_sentence(text: str) -> None:
    user = make_user()
    prospect = create_prospect({"name": "Hotel Strand"}, by=user)

    response = signed_in(user).post(
        reverse("contacts:cards-in", args=[prospect.pk]), {"text": text, "idempotency_key": "k"}, headers=PART
    )

    assert (response.status_code, Contact.objects.count()) == (422, 0)


def test_all_who_are_there_go_out_as_one_file() -> None:
    user = make_user()
    first = make_contact(name="Mette", by=user)
    make_contact(name="Bo", prospect=first.prospect, by=user)

    content = signed_in(user).get(reverse("contacts:cards-out", args=[first.prospect_id])).content.decode()

    assert content.count("BEGIN:VCARD") == 2


# --- What the prospects learn


def test_a_renamed_company_is_what_its_contacts_are_found_by() -> None:
    user = make_user()
    contact = make_contact(name="Mette", by=user)

    change_prospect(contact.prospect, {"name": "Hotel Havblik"}, by=user)

    assert names(signed_in(user), "?q=havblik") == ["Mette"]


def test_prospects_are_filtered_by_whether_they_have_a_contact_and_can_be_reached() -> None:
    user = make_user()
    reached = make_contact(name="Mette", email="m@strand.dk", by=user).prospect
    unreached = make_contact(name="Bo", by=user).prospect
    left = make_contact(name="Rie", email="r@strand.dk", by=user)
    mark_left(left, by=user, on=date(2026, 1, 1))
    phoned = create_prospect({"name": "Telefon", "phone": "+4520123456"}, by=user)

    found = {key: set(Prospect.objects.filter(traits[key].condition())) for key in ("contact", "contact_details")}

    assert found == {"contact": {reached, unreached}, "contact_details": {reached, phoned}}


def test_a_deleted_contact_of_a_gone_record_is_told_as_missing() -> None:
    user = make_user()
    contact = make_contact(by=user)
    delete_contact(contact, by=user)

    assert signed_in(user).get(contact.get_absolute_url()).status_code == 404
