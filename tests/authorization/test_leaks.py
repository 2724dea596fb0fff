"""What a seller sees only of her own must not shine through anywhere else (USR-5, USR-6)."""

from typing import Any
from uuid import uuid4

import pytest
from django.conf import settings
from django.test import Client

from kundebro.company.setup_pages import code_tables
from kundebro.imports.operations.carry_out import carry_out
from kundebro.prospects.models import Prospect
from kundebro.users.choices import Role, Scope
from kundebro.users.models import User
from tests.authorization.people import CANARY, OWN, PEOPLE, STRANGERS, World, make_world
from tests.authorization.policy import matrix
from tests.factories.imports import make_import, make_upload

pytestmark = pytest.mark.django_db

ASKED_FOR = CANARY[:-2]
"""Finds the stranger's things, and is not the whole word when a page repeats what was looked for."""

SELLER = PEOPLE["seller, own records"]


@pytest.fixture
def world() -> World:
    return make_world(SELLER)


@pytest.fixture
def seller(world: World) -> Client:
    client = Client()
    client.cookies[settings.SESSION_COOKIE_NAME] = world.session
    return client


def text_of(answer: Any) -> str:
    content = b"".join(answer.streaming_content) if answer.streaming else answer.content
    return str(content.decode(errors="replace"))


@pytest.mark.parametrize("query", ["", f"?q={ASKED_FOR}", "?sort=-name", "?state=all&archived=1"])
def test_no_page_shows_a_strangers_record(seller: Client, world: World, query: str) -> None:
    pages = [row for rows in matrix().values() for row in rows.values() if row.method == "GET" and row.allows(SELLER)]

    telling = [
        row.route
        for row in pages
        if CANARY in text_of(seller.get(row.url(world.things[row.object, OWN] if row.object else {}) + query))
    ]

    assert telling == []


@pytest.mark.parametrize("url", ["/prospects/selection/export/", "/contacts/export/", "/sales-projects/export/"])
def test_no_export_holds_a_strangers_record(seller: Client, url: str) -> None:
    answer = seller.post(url, {"apply": "1", "all": "1", "list": "state=all", "kind": "csv", "columns": "all"})

    assert answer.status_code == 200
    assert CANARY not in text_of(answer)


@pytest.mark.parametrize(("field", "typed"), [("email", "post@firma.dk"), ("number", "")])
def test_a_duplicate_one_may_not_see_is_told_of_without_its_name(
    seller: Client, world: World, field: str, typed: str
) -> None:
    strangers = Prospect.objects.get(pk=world.things["prospect", STRANGERS]["pk"])

    answer = seller.post(f"/prospects/check/{field}/", {field: typed or strangers.number})

    assert answer.status_code == 200
    assert CANARY not in text_of(answer)


def test_a_bulk_action_leaves_a_strangers_record_alone(seller: Client, world: World) -> None:
    own, strangers = world.things["prospect", OWN]["pk"], world.things["prospect", STRANGERS]["pk"]

    seller.post(
        "/prospects/selection/archive/",
        {"selected": [own, strangers], "apply": "1", "reason": "lukket", "idempotency_key": str(uuid4())},
    )

    archived = Prospect.objects.archived().values_list("pk", flat=True)
    assert list(archived) == [own]


def test_an_import_updates_no_strangers_record(world: World) -> None:

    strangers = Prospect.objects.get(pk=world.things["prospect", STRANGERS]["pk"])
    assert world.user is not None
    upload = make_upload(f"Kontonummer;Navn\n{strangers.number};Overtaget\n", by=world.user, target="prospects")

    done = carry_out(make_import(upload))

    assert (done.updated, done.refused) == (0, 1)
    assert Prospect.objects.get(pk=strangers.pk).name == strangers.name


def test_a_right_that_is_taken_away_is_gone_at_the_next_request(seller: Client, world: World) -> None:
    url = "/prospects/{pk}/archive/".format(**world.things["prospect", OWN])
    before = seller.get(url).status_code

    User.objects.filter(pk=world.user.pk if world.user else None).update(role=Role.READER, scope=Scope.ALL)

    assert (before, seller.get(url).status_code) == (200, 403)


def test_a_part_asked_for_without_a_session_leads_the_whole_page_to_sign_in(client: Client) -> None:
    answer = client.get("/prospects/", headers={"HX-Request": "true"})

    where = answer.headers.get("HX-Redirect") or answer.headers.get("Location", "")
    assert where.startswith("/account/login/")
    assert not answer.content


@pytest.mark.parametrize("name", PEOPLE)
def test_a_code_table_is_changed_by_those_whose_it_is(name: str) -> None:
    person = PEOPLE[name]
    browser = Client()
    browser.cookies[settings.SESSION_COOKIE_NAME] = make_world(person).session

    changing = {
        table.slug for table in code_tables if browser.get(f"/setup/tables/{table.slug}/add/").status_code == 200
    }

    slugs: dict[str, set[str]] = {"company": set(), "ledger": set(), "crm": set()}
    for table in code_tables:
        app = table.model._meta.app_label
        slugs[app if app in slugs else "crm"].add(table.slug)
    crm = slugs["crm"]
    wanted = {
        "administrator": slugs["company"] | slugs["ledger"] | crm,
        "sales manager": crm,
        "bookkeeper": slugs["ledger"],
    }
    assert changing == wanted.get(name, set())
