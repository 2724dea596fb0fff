"""The card of one prospect."""

import re
from collections.abc import Callable
from datetime import timedelta

import pytest
import vobject
from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext
from django.utils import timezone

from kundebro.history.recorder import recording
from kundebro.prospects.card import GROUPS, TABS
from kundebro.prospects.operations import change_prospect
from kundebro.prospects.panels import Panel, panels
from kundebro.users.choices import Role
from kundebro.users.models import User
from tests.factories.prospects import (
    make_archived,
    make_interest_type,
    make_production_unit,
    make_prospect,
    make_status,
    make_target_group,
)
from tests.factories.users import make_user

SignIn = Callable[[User], Client]
pytestmark = pytest.mark.django_db

PANEL = {"HX-Request": "true", "HX-Target": "tab-panel"}


def facts(text: str) -> dict[str, str]:
    pairs = re.findall(r'data-field="(\w+)"><dt>[^<]*</dt><dd>(.*?)</dd>', text, re.DOTALL)
    return {name: re.sub(r"<[^>]+>", "", value).strip() for name, value in pairs}


@pytest.mark.parametrize("tab", TABS)
def test_each_tab_is_a_page_with_only_its_own_content(client: Client, tab: str) -> None:
    prospect = make_prospect()

    answer = client.get(f"{prospect.get_absolute_url()}?tab={tab}")

    text = answer.content.decode()
    shown = {key for key in GROUPS if f'id="group-{key}"' in text}
    assert (answer.status_code, text.count('aria-selected="true"')) == (200, 1)
    assert re.search(rf'id="tab-{tab}"[^>]*aria-selected="true"', text)
    assert all(tab in GROUPS[key].tabs for key in shown)


def test_a_tab_asked_for_by_htmx_is_its_content_alone(client: Client) -> None:
    prospect = make_prospect(remark_1="Ring efter ferien")

    text = client.get(f"{prospect.get_absolute_url()}?tab=notes", headers=PANEL).content.decode()

    assert ("Ring efter ferien" in text, "<html" in text, 'role="tab"' in text) == (True, False, False)


def test_an_unknown_tab_is_the_first_one(client: Client) -> None:
    answer = client.get(f"{make_prospect().get_absolute_url()}?tab=nonsense")

    assert answer.context["card"].tab == "master"


def test_values_are_shown_as_danes_write_them(client: Client) -> None:
    prospect = make_prospect(
        phone="+4533121212", cvr_no="24256790", street="Algade", house_no="99B", floor="st", door="tv",
        postal_code="4000", city="Roskilde", email="info@firma.dk", website="https://www.firma.dk/",
    )  # fmt: skip

    text = client.get(prospect.get_absolute_url()).content.decode()

    shown = facts(text)
    assert (shown["phone"], shown["cvr_no"]) == ("+45 33 12 12 12", "24 25 67 90")
    assert (shown["street"], shown["postal_code"]) == ("Algade 99B, st. tv", "4000 Roskilde")
    assert (shown["email"], shown["website"]) == ("info@firma.dk", "www.firma.dk")
    assert 'href="tel:+4533121212"' in text


def test_groups_and_interests_stand_with_their_names(client: Client) -> None:
    prospect = make_prospect(
        target_groups=[make_target_group(name="Kommuner")], interest_types=[make_interest_type(name="Døre")]
    )

    shown = facts(client.get(f"{prospect.get_absolute_url()}?tab=segmentation").content.decode())

    assert (shown["target_groups"], shown["interest_types"]) == ("Kommuner", "Døre")


def test_empty_fields_show_when_all_are_wanted_and_the_wish_is_remembered(client: Client) -> None:
    prospect = make_prospect()
    address = prospect.get_absolute_url()
    assert "fax" not in facts(client.get(address).content.decode())

    answer = client.post(f"{address}fields/?tab=master&list=q%3Da", {"show": "all"})

    assert answer.headers["Location"] == f"{address}?tab=master&list=q%3Da"
    assert {"fax", "visit_street", "krak_id", "latitude"} <= facts(client.get(address).content.decode()).keys()
    client.post(f"{address}fields/", {"show": "few"})
    assert "fax" not in facts(client.get(address).content.decode())


def test_a_filled_field_is_never_hidden(client: Client) -> None:
    prospect = make_prospect(fax="+4533131313", krak_id="k-1")

    shown = facts(client.get(prospect.get_absolute_url()).content.decode())

    assert (shown["fax"], shown["krak_id"]) == ("+45 33 13 13 13", "k-1")


@pytest.mark.parametrize(("days", "is_late"), [(None, True), (-1, True), (0, False), (7, False)])
def test_a_missing_or_late_follow_up_is_marked(client: Client, days: int | None, is_late: bool) -> None:
    day = None if days is None else timezone.localdate() + timedelta(days=days)
    prospect = make_prospect(next_follow_up_on=day)

    assert client.get(prospect.get_absolute_url()).context["card"].lacks_follow_up is is_late


def test_the_head_says_what_one_must_know(client: Client) -> None:
    prospect = make_archived(status=make_status(name="Lovende"), customer_type="btg", intended_role="supplier")
    with recording("test.flags", by=None):
        prospect.is_advertising_protected = True
        prospect.save()

    flags = client.get(prospect.get_absolute_url()).context["card"].flags

    assert len(flags) == 5
    assert {"Lovende", "BTG"} <= {str(flag.text) for flag in flags}


def test_previous_and_next_walk_the_list_one_came_from(client: Client) -> None:
    one, two, three = (make_prospect(name=name, email=f"{name}@firma.dk") for name in "abc")
    make_prospect(name="ab")

    neighbours = (
        client.get(f"{two.get_absolute_url()}?list=has%3Demail%26sort%3D-name&at=2&of=3&tab=gdpr")
        .context["card"]
        .neighbours
    )

    query = "?tab=gdpr&list=has%3Demail%26sort%3D-name"
    assert neighbours == (f"{three.get_absolute_url()}{query}&at=1&of=3", f"{one.get_absolute_url()}{query}&at=3&of=3")


def test_a_seller_walks_past_what_others_have(as_user: SignIn) -> None:
    seller = make_user(role=Role.SELLER)
    first, last = make_prospect(name="A", responsible=seller), make_prospect(name="C", responsible=seller)
    make_prospect(name="B")

    before, after = as_user(seller).get(f"{first.get_absolute_url()}?list=").context["card"].neighbours

    assert (before, after) == ("", f"{last.get_absolute_url()}?list=")


def test_without_a_list_there_is_nowhere_to_walk(client: Client) -> None:
    answer = client.get(make_prospect().get_absolute_url())

    assert 'class="walk"' not in answer.content.decode()


@pytest.mark.parametrize(
    "query", ["list=%00", "list=&at=x&of=-1", "list=" + "a" * 3000, "list=after%3Dnonsense%26sort%3Dpassword"]
)
def test_an_odd_trail_is_no_error(client: Client, query: str) -> None:
    assert client.get(f"{make_prospect().get_absolute_url()}?{query}").status_code == 200


def test_anothers_prospect_is_not_there(as_user: SignIn) -> None:
    prospect = make_prospect()
    client = as_user(make_user(role=Role.SELLER))

    for rest in ("", "?tab=gdpr", "print/", "vcard/", "groups/address/", "archive/", "production-units/add/"):
        assert client.get(f"{prospect.get_absolute_url()}{rest}").status_code == 404, rest


def test_a_reader_sees_but_cannot_touch(as_user: SignIn) -> None:
    prospect = make_prospect()
    client = as_user(make_user(role=Role.READER))

    answer = client.get(prospect.get_absolute_url())

    assert 'data-key="edit"' not in answer.content.decode()
    refused = {action.icon: bool(action.reason) for action in answer.context["card"].actions}
    assert refused == {
        "file-invoice": True,
        "receipt": True,
        "copy": True,
        "printer": False,
        "address-book": False,
        "arrows-left-right": True,
        "archive": True,
    }
    assert client.get(f"{prospect.get_absolute_url()}groups/address/edit/").status_code == 403


def test_an_archived_card_says_so_and_offers_the_way_back(client: Client) -> None:
    prospect = make_archived(reason="Lukket i foråret")

    text = client.get(prospect.get_absolute_url()).content.decode()

    assert ("Lukket i foråret" in text, f'action="{prospect.get_absolute_url()}unarchive/' in text) == (True, True)


def test_the_history_tells_what_was_changed(client: Client, manager: User) -> None:
    prospect = make_prospect(city="Vejle")
    change_prospect(prospect, {"city": "Ribe"}, by=manager)

    text = client.get(f"{prospect.get_absolute_url()}?tab=history").content.decode()

    assert ("<del>Vejle</del>" in text, "<ins>Ribe</ins>" in text, manager.name in text) == (True, True, True)


def test_the_p_numbers_stand_on_the_card(client: Client) -> None:
    prospect = make_prospect()
    make_production_unit(prospect, p_no="1003456789", name="Lager Vejle")

    text = client.get(prospect.get_absolute_url()).content.decode()

    assert ("1003456789" in text, "Lager Vejle" in text) == (True, True)


def test_everything_that_is_filled_in_is_printed(client: Client) -> None:
    prospect = make_prospect(remark_2="Port 4", pallet_specification="EUR", visit_street="Bagvej", cvr_no="24256790")
    make_production_unit(prospect, name="Lager")

    text = client.get(f"{prospect.get_absolute_url()}print/").content.decode()

    assert all(part in text for part in ("Port 4", "EUR", "Bagvej", "24 25 67 90", "Lager"))
    assert "fax" not in facts(text)


def test_the_vcard_is_read_back_as_it_was(client: Client) -> None:
    prospect = make_prospect(
        name="Ærø; Færge, A/S", phone="+4533121212", email="info@firma.dk", street="Havnegade", house_no="1",
        postal_code="5970", city="Ærøskøbing",
    )  # fmt: skip

    answer = client.get(f"{prospect.get_absolute_url()}vcard/")

    card = vobject.readOne(answer.content.decode())
    assert (card.fn.value, card.tel.value, card.email.value) == ("Ærø; Færge, A/S", "+4533121212", "info@firma.dk")
    assert (card.adr.value.street, card.adr.value.code, card.adr.value.city) == ("Havnegade 1", "5970", "Ærøskøbing")
    assert "attachment" in answer.headers["Content-Disposition"]


@pytest.fixture
def foreign(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(panels, "_items", {})
    panels.register(
        Panel(key="tracks", title="Spor", url_name="prospects:vcard", place="tab", count=lambda _prospect: 3)
    )
    panels.register(
        Panel(key="late", title="Sent", url_name="prospects:print", position=20, count=lambda _prospect: 1204)
    )
    panels.register(Panel(key="early", title="Tidligt", url_name="prospects:vcard", position=10, icon="users"))
    panels.register(Panel(key="secret", title="Skjult", url_name="prospects:vcard", permission="users.change_nothing"))


@pytest.mark.usefixtures("foreign")
def test_apps_above_add_tabs_and_sections_that_the_user_may_see(client: Client) -> None:
    prospect = make_prospect()

    card = client.get(prospect.get_absolute_url()).context["card"]

    assert [tab.key for tab in card.tabs][-2:] == ["tracks", "history"]
    assert [(shown.key, shown.count) for shown in card.panels] == [("early", None), ("late", 1204)]


@pytest.mark.usefixtures("foreign")
def test_a_foreign_tab_and_an_open_section_load_their_own_address(client: Client) -> None:
    address = make_prospect().get_absolute_url()

    text = client.get(f"{address}?tab=tracks&panel=late").content.decode()

    assert re.search(rf'<div hx-get="{address}vcard/" hx-trigger="load"', text)
    assert re.search(rf'<div hx-get="{address}print/" hx-trigger="load"', text)
    assert re.search(r'aria-expanded="true"[^>]*data-record-panel', text)


@pytest.mark.parametrize("tab", ["master", "debtor", "notes"])
def test_the_card_asks_few_questions(client: Client, tab: str) -> None:
    prospect = make_prospect(responsible=make_user(), status=make_status())
    make_production_unit(prospect)
    address = f"{prospect.get_absolute_url()}?tab={tab}"
    client.get(address)

    with CaptureQueriesContext(connection) as asked:
        client.get(address)

    assert len(asked) == {"master": 8, "debtor": 8, "notes": 7}[tab]
