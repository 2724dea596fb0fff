"""Editing in place, and two people at once."""

import re
from datetime import date, time, timedelta
from typing import Any

import pytest
from django.test import Client
from django.utils import timezone

from kundebro.history.models import Changeset
from kundebro.prospects.card import GROUPS
from kundebro.prospects.choices import CoordinatesSource
from kundebro.prospects.models import Prospect
from kundebro.prospects.operations import change_prospect
from kundebro.users.choices import Role
from kundebro.users.models import User
from tests.factories.activities import make_activity
from tests.factories.prospects import make_prospect, make_status, make_target_group
from tests.factories.users import make_user

pytestmark = pytest.mark.django_db

PART = {"HX-Request": "true"}
REACH = {"phone": "", "mobile": "", "fax": "", "email": "", "bookkeeping_email": "", "invoice_email": ""}


def edit(client: Client, prospect: Prospect, group: str, headers: dict[str, str] | None = None, **values: Any) -> Any:
    sent = {"version": prospect.version, "idempotency_key": "form-1", **values}
    return client.post(f"{prospect.get_absolute_url()}groups/{group}/edit/", sent, headers=headers)


def read_again(prospect: Prospect) -> Prospect:
    return Prospect.objects.get(pk=prospect.pk)


@pytest.mark.parametrize("group", GROUPS)
def test_every_group_has_a_form_in_place_and_as_a_page(client: Client, group: str) -> None:
    url = f"{make_prospect().get_absolute_url()}groups/{group}/edit/"

    part, page = client.get(url, headers=PART).content.decode(), client.get(url).content.decode()

    assert ("<html" in part, "<html" in page) == (False, True)
    for text in (part, page):
        assert f'id="group-{group}" method="post"' in text
        assert all(f'name="{name}"' in text for name in (*GROUPS[group].fields, "version", "idempotency_key"))


def test_an_unknown_group_is_not_found(client: Client) -> None:
    assert client.get(f"{make_prospect().get_absolute_url()}groups/secrets/edit/").status_code == 404


def test_saving_as_a_page_leads_back_to_the_card_where_one_was(client: Client) -> None:
    prospect = make_prospect()

    answer = client.post(
        f"{prospect.get_absolute_url()}groups/remarks/edit/?tab=notes&list=q%3Da",
        {"remark_1": "Ring efter ferien", "version": 1},
    )

    assert answer.headers["Location"] == f"{prospect.get_absolute_url()}?tab=notes&list=q%3Da"
    assert read_again(prospect).remark_1 == "Ring efter ferien"


def test_saving_in_place_answers_with_the_group_the_head_and_a_way_back(client: Client) -> None:
    prospect = make_prospect()

    answer = edit(
        client, prospect, "identity", PART, number=prospect.number, name="Nyt navn", intended_role="customer"
    )

    text = answer.content.decode()
    assert ('id="group-identity"' in text, "<form" in text.split("record-summary")[0]) == (True, False)
    assert re.search(r'id="record-summary" hx-swap-oob="true"', text)
    assert f"/history/changesets/{Changeset.objects.latest('pk').pk}/undo/" in answer.headers["HX-Trigger"]


def test_values_are_stored_in_their_usual_form(client: Client) -> None:
    prospect = make_prospect()

    edit(
        client, prospect, "reach", **REACH | {"phone": "33 12-12 12", "email": "Info@Firma.DK", "website": "firma.dk"}
    )
    edit(client, read_again(prospect), "numbers", cvr_no="DK 24 25 67 90", se_no="", vat_no="24256790")

    saved = read_again(prospect)
    assert (saved.phone, saved.email, saved.website) == ("+4533121212", "info@firma.dk", "https://firma.dk")
    assert (saved.cvr_no, saved.vat_no) == ("24256790", "DK24256790")


def test_a_whole_address_line_is_taken_apart_and_the_town_filled_in(client: Client) -> None:
    prospect = make_prospect()

    edit(client, prospect, "address", street="Algade 99B, st. tv", postal_code="4000", country="DK")

    saved = read_again(prospect)
    assert (saved.street, saved.house_no, saved.floor, saved.door) == ("Algade", "99B", "st", "tv")
    assert (saved.postal_code, saved.city) == ("4000", "Roskilde")


def test_what_cannot_be_right_comes_back_with_what_was_typed(client: Client) -> None:
    prospect = make_prospect(phone="+4533121212")

    answer = edit(client, prospect, "reach", PART, **REACH | {"phone": "44 44 44 44", "email": "ingen snabel"})

    text = answer.content.decode()
    assert (answer.status_code, 'value="ingen snabel"' in text, 'value="44 44 44 44"' in text) == (422, True, True)
    assert (read_again(prospect).phone, 'aria-invalid="true"' in text) == ("+4533121212", True)


def test_what_looks_odd_is_saved_and_said(client: Client) -> None:
    prospect = make_prospect()

    answer = edit(client, prospect, "numbers", PART, cvr_no="24256791", se_no="", vat_no="")

    assert read_again(prospect).cvr_no == "24256791"
    assert '"level": "warning"' in answer.headers["HX-Trigger"]


def test_a_number_that_is_taken_shows_and_links_the_holder(client: Client) -> None:
    holder, prospect = make_prospect(name="Nordisk Træ", number="K100"), make_prospect()

    answer = edit(client, prospect, "identity", PART, number="k100", name="Mit navn", intended_role="customer")

    text = answer.content.decode()
    assert (answer.status_code, 'value="Mit navn"' in text, "Nordisk Træ" in text) == (422, True, True)
    assert f'href="{holder.get_absolute_url()}"' in text


def test_a_holder_one_may_not_see_is_not_named(as_user: Any) -> None:
    seller = make_user(role=Role.SELLER)
    holder, prospect = make_prospect(name="Hemmelig", number="K100"), make_prospect(responsible=seller)

    text = edit(
        as_user(seller), prospect, "identity", PART, number="K100", name="A", intended_role="customer"
    ).content.decode()

    assert ("Hemmelig" in text, holder.get_absolute_url() in text) == (False, False)


def test_nothing_but_the_group_can_be_written(client: Client) -> None:
    prospect = make_prospect(name="Før")

    edit(client, prospect, "remarks", remark_1="A", name="Efter", number="1", archived_reason="x", sort_name="x")

    saved = read_again(prospect)
    assert (saved.name, saved.number, saved.archived_reason) == ("Før", prospect.number, "")


def test_line_breaks_stay_in_long_texts_and_leave_short_ones(client: Client) -> None:
    prospect = make_prospect()

    edit(client, prospect, "remarks", remark_1="  en\r\nto\x00\x07 ".replace("\x00", ""))
    edit(client, read_again(prospect), "attention", attention="Åse\r\nHolm")

    saved = read_again(prospect)
    assert (saved.remark_1, saved.attention) == ("en\nto", "Åse Holm")


@pytest.mark.parametrize(
    ("sent", "stored"),
    [
        ({"is_gdpr_approved": "on", "gdpr_approved_on": "22-11-2025"}, (True, date(2025, 11, 22))),
        ({"gdpr_approved_on": ""}, (False, None)),
    ],
)
def test_gdpr_ok_and_its_date_go_together(
    client: Client, sent: dict[str, str], stored: tuple[bool, date | None]
) -> None:
    prospect = make_prospect()

    edit(client, prospect, "gdpr", **sent)

    saved = read_again(prospect)
    assert (saved.is_gdpr_approved, saved.gdpr_approved_on) == stored


def test_ticking_gdpr_ok_means_today(client: Client) -> None:
    prospect = make_prospect()

    edit(client, prospect, "gdpr", is_gdpr_approved="on", gdpr_approved_on="")

    assert read_again(prospect).gdpr_approved_on == timezone.localdate()


def test_unticking_gdpr_ok_takes_the_date_away(client: Client) -> None:
    prospect = make_prospect(is_gdpr_approved=True, gdpr_approved_on=date(2025, 1, 2))

    edit(client, prospect, "gdpr", gdpr_approved_on="02-01-2025")

    assert (read_again(prospect).is_gdpr_approved, read_again(prospect).gdpr_approved_on) == (False, None)


@pytest.mark.parametrize(
    "sent",
    [
        {"gdpr_approved_on": "02-01-2025"},
        {"is_gdpr_approved": "on", "gdpr_approved_on": f"{timezone.localdate() + timedelta(days=2):%d-%m-%Y}"},
        {"is_gdpr_approved": "on", "gdpr_approved_on": "31-02-2025"},
    ],
)
def test_a_date_alone_or_in_the_future_is_refused(client: Client, sent: dict[str, str]) -> None:
    prospect = make_prospect()

    assert edit(client, prospect, "gdpr", **sent).status_code == 422
    assert read_again(prospect).gdpr_approved_on is None


def test_coordinates_that_are_typed_say_so(client: Client) -> None:
    prospect = make_prospect()

    edit(client, prospect, "coordinates", latitude="55,676098", longitude="12,568337")

    saved = read_again(prospect)
    assert (str(saved.latitude), str(saved.longitude)) == ("55.676098", "12.568337")
    assert (saved.coordinates_source, saved.coordinates_set_at is None) == (CoordinatesSource.MANUAL, False)


def test_one_coordinate_alone_is_refused(client: Client) -> None:
    assert edit(client, make_prospect(), "coordinates", PART, latitude="55,6", longitude="").status_code == 422


def test_a_retired_code_can_be_kept_but_not_chosen(client: Client) -> None:
    retired, other = make_status(name="Gammel", is_active=False), make_status(name="Død", is_active=False)
    prospect = make_prospect(status=retired)

    assert edit(client, prospect, "standing", status=retired.pk).status_code == 303
    assert edit(client, read_again(prospect), "standing", PART, status=other.pk).status_code == 422


def test_the_same_form_sent_twice_counts_once(client: Client) -> None:
    prospect = make_prospect()

    answers = [edit(client, prospect, "attention", attention="Åse Holm") for _time in range(2)]

    assert [answer.status_code for answer in answers] == [303, 303]
    assert (read_again(prospect).version, Changeset.objects.filter(operation="prospects.change").count()) == (2, 1)


def test_the_same_form_sent_again_with_other_words_counts_too(client: Client) -> None:
    prospect = make_prospect()
    edit(client, prospect, "attention", attention="Åse Holm")

    answer = edit(client, read_again(prospect), "attention", attention="Bo Holm")

    assert (answer.status_code, read_again(prospect).attention) == (303, "Bo Holm")


def test_nothing_changed_leaves_no_way_back_to_take(client: Client) -> None:
    prospect = make_prospect(attention="Åse")

    answer = edit(client, prospect, "attention", PART, attention="Åse")

    assert ("undo" in answer.headers["HX-Trigger"].replace('"undo_url": ""', ""), read_again(prospect).version) == (
        False,
        1,
    )


# --- Two people at once


def test_other_fields_than_theirs_are_saved_without_a_question(client: Client, manager: User) -> None:
    prospect = make_prospect(phone="+4533121212")
    change_prospect(prospect, {"email": "deres@firma.dk"}, by=make_user())

    answer = edit(client, prospect, "reach", PART, **REACH | {"phone": "33131313"})

    saved = read_again(prospect)
    assert (answer.status_code, saved.phone, saved.email) == (200, "+4533131313", "deres@firma.dk")


def test_the_same_value_as_theirs_is_no_conflict(client: Client) -> None:
    prospect = make_prospect()
    change_prospect(prospect, {"phone": "+4533131313"}, by=make_user())

    assert edit(client, prospect, "reach", PART, **REACH | {"phone": "33131313"}).status_code == 200


def conflict(client: Client, **more: Any) -> tuple[Prospect, Any]:
    prospect = make_prospect(phone="+4533121212", mobile="+4520202020")
    change_prospect(prospect, {"phone": "+4533131313", "email": "deres@firma.dk"}, by=make_user(name="Jonas Ærøskov"))
    return prospect, edit(
        client, prospect, "reach", PART, **REACH | {"phone": "33141414", "mobile": "20303030"} | more
    )


def hidden(text: str) -> dict[str, str]:
    tags = re.findall(r'<input type="hidden" name="(\w+)"(?: value="([^"]*)")?', text)
    return {name: value for name, value in tags if name != "csrfmiddlewaretoken"}


def test_the_same_field_asks_for_yours_theirs_or_before(client: Client) -> None:
    prospect, answer = conflict(client)

    text = answer.content.decode()
    assert (answer.status_code, read_again(prospect).phone) == (422, "+4533131313")
    assert all(part in text for part in ("+45 33 12 12 12", "+45 33 13 13 13", "+45 33 14 14 14", "Jonas Ærøskov"))
    assert set(re.findall(r'name="keep-(\w+)"', text)) == {"phone"}


@pytest.mark.parametrize(("choice", "phone"), [("yours", "+4533141414"), ("theirs", "+4533131313")])
def test_the_chosen_value_stays_and_the_rest_of_both_too(client: Client, choice: str, phone: str) -> None:
    prospect, answer = conflict(client)

    settled = client.post(
        f"{prospect.get_absolute_url()}groups/reach/edit/",
        hidden(answer.content.decode()) | {"keep-phone": choice},
        headers=PART,
    )

    saved = read_again(prospect)
    assert settled.status_code == 200
    assert (saved.phone, saved.mobile, saved.email) == (phone, "+4520303030", "deres@firma.dk")


def test_a_third_person_meanwhile_is_asked_about_again(client: Client) -> None:
    prospect, answer = conflict(client)
    change_prospect(prospect, {"phone": "+4533151515"}, by=make_user())

    again = client.post(
        f"{prospect.get_absolute_url()}groups/reach/edit/",
        hidden(answer.content.decode()) | {"keep-phone": "yours"},
        headers=PART,
    )

    assert (again.status_code, "+45 33 15 15 15" in again.content.decode()) == (422, True)


def test_rows_chosen_from_lists_meet_by_their_names(client: Client) -> None:
    mine, theirs, before = (make_status(name=name) for name in ("Min", "Deres", "Før"))
    one, two = make_target_group(name="En"), make_target_group(name="To")
    prospect = make_prospect(status=before, target_groups=[one])
    prospect.refresh_from_db()
    change_prospect(prospect, {"status": theirs, "target_groups": [one, two]}, by=make_user())

    standing = edit(client, prospect, "standing", PART, status=mine.pk).content.decode()
    segments = edit(client, prospect, "segments", PART, target_groups=[two.pk]).content.decode()

    assert all(f">{name}<" in standing for name in ("Min", "Deres", "Før"))
    assert ("En, To" in segments, set(re.findall(r'name="keep-(\w+)"', segments))) == (True, {"target_groups"})


def test_a_conflict_without_script_is_a_page(client: Client) -> None:
    prospect = make_prospect(city="Vejle")
    change_prospect(prospect, {"attention": "Deres"}, by=make_user())

    answer = edit(client, prospect, "attention", attention="Min")

    assert (answer.status_code, "<html" in answer.content.decode()) == (422, True)


def follow_up(client: Client, prospect: Prospect, day: str, *, shown: str, **more: Any) -> Any:
    """The day typed as next follow-up, on a card that was shown with another; nothing else is changed."""
    sent = {"responsible": prospect.responsible_id, "status": "", "follow_up_shown": shown, **more}
    return edit(client, prospect, "follow-up", PART, next_follow_up_on=day, **sent)


def moved_meanwhile(**values: Any) -> Prospect:
    """A prospect shown with 4 January, which someone has moved to the 8th since."""
    prospect = make_prospect(next_follow_up_on=date(2027, 1, 4), **values)
    change_prospect(prospect, {"next_follow_up_on": date(2027, 1, 8)}, by=make_user(name="Jonas Ærøskov"))
    return prospect


def test_a_follow_up_left_as_it_was_shown_stays_where_a_colleague_moved_it(client: Client) -> None:
    prospect, status = moved_meanwhile(), make_status()

    answer = follow_up(client, prospect, "04-01-2027", shown="2027-01-04", status=status.pk)

    saved = read_again(prospect)
    assert (answer.status_code, saved.status, saved.next_follow_up_on) == (200, status, date(2027, 1, 8))


@pytest.mark.parametrize(("choice", "day"), [("yours", date(2027, 1, 6)), ("theirs", date(2027, 1, 8))])
def test_a_follow_up_that_both_have_moved_is_asked_about(client: Client, choice: str, day: date) -> None:
    prospect = moved_meanwhile()

    asked = follow_up(client, prospect, "06-01-2027", shown="2027-01-04")
    text = asked.content.decode()
    settled = client.post(
        f"{prospect.get_absolute_url()}groups/follow-up/edit/",
        hidden(text) | {"keep-next_follow_up_on": choice},
        headers=PART,
    )

    assert asked.status_code == 422
    assert all(part in text for part in ("04-01-2027", "06-01-2027", "08-01-2027"))
    assert (settled.status_code, read_again(prospect).next_follow_up_on) == (200, day)


def test_what_is_planned_before_the_day_wished_for_is_said(client: Client) -> None:
    prospect = make_prospect()
    make_activity(prospect=prospect, kind="MØDE", date=date(2027, 1, 5), time=time(10))

    answer = follow_up(client, prospect, "06-01-2027", shown="2027-01-05")

    assert read_again(prospect).next_follow_up_on == date(2027, 1, 5)
    assert all(part in answer.headers["HX-Trigger"] for part in ("05-01-2027", '"level": "warning"'))
