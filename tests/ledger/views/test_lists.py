"""Debitorer and Kreditorer."""

from collections.abc import Callable
from datetime import date

import pytest
from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext

from kundebro.users.choices import Role
from kundebro.users.models import User
from kundebro.users.operations import remember
from tests.factories.ledger import (
    make_archived_debtor,
    make_creditor,
    make_debtor,
    make_invoice,
    make_payment,
)

LIST = "/debtors/"
PART = {"HX-Request": "true", "HX-Target": "rows"}
pytestmark = pytest.mark.django_db


def names(client: Client, query: str = "", at: str = LIST) -> list[str]:
    return [account.name for account in client.get(f"{at}?{query}").context["page"].items]


def owing(name: str, net: str) -> None:
    make_invoice(make_debtor(name=name), net, day=date(2026, 1, 10), due_on=date(2026, 1, 24))


def test_the_list_shows_the_active_ones_in_danish_order(client: Client) -> None:
    for name in ("Ærø Bådværft", "Zebra", "Aabenraa Smedje", "Anders"):
        make_debtor(name=name)
    make_archived_debtor(name="Lukket")
    make_creditor(name="Leverandøren")

    assert names(client) == ["Anders", "Zebra", "Ærø Bådværft", "Aabenraa Smedje"]
    assert names(client, at="/creditors/") == ["Leverandøren"]


def test_the_states_narrow_the_list(client: Client) -> None:
    owing("Skylder", "100")
    make_debtor(name="Spærret", is_barred=True)
    make_archived_debtor(name="Lukket")

    shown = {state: names(client, f"state={state}") for state in ("", "open", "blocked", "archived", "all")}

    assert shown == {
        "": ["Skylder", "Spærret"],
        "open": ["Skylder"],
        "blocked": ["Spærret"],
        "archived": ["Lukket"],
        "all": ["Lukket", "Skylder", "Spærret"],
    }


def test_balance_and_overdue_are_shown_in_danish_writing_and_sort(client: Client) -> None:
    owing("Lille", "100")
    owing("Stor", "987,60")
    make_debtor(name="Intet")

    page = client.get(f"{LIST}?sort=-balance")

    assert [account.name for account in page.context["page"].items] == ["Stor", "Lille", "Intet"]
    assert names(client, "sort=overdue") == ["Intet", "Lille", "Stor"]
    assert page.content.decode().count("1.234,50 kr.") == 2


def test_what_we_owe_a_creditor_is_negative(client: Client) -> None:
    make_invoice(make_creditor(name="Leverandøren"), "100")

    page = client.get("/creditors/").content.decode()

    assert '<span class="negative">\N{MINUS SIGN}125,00 kr.</span>' in page


def test_searching_finds_by_town_and_by_number(client: Client) -> None:
    make_debtor(name="Nordisk Træ", number="20001", city="Ærøskøbing")
    make_debtor(name="Sydvest", number="20002", city="Tønder")

    assert (names(client, "q=aeroe"), names(client, "q=20002")) == (["Nordisk Træ"], ["Sydvest"])


def test_the_part_is_the_rows_and_the_page_is_all(client: Client) -> None:
    make_debtor(name="Nordisk Træ")

    part, page = client.get(LIST, headers=PART), client.get(LIST)

    assert ("<html" in part.content.decode(), "<html" in page.content.decode()) == (False, True)
    assert "Nordisk Træ" in part.content.decode()
    assert "HX-Request" in part.headers["Vary"]


def test_the_second_page_goes_on_where_the_first_ended(client: Client) -> None:
    for number in range(51):
        make_debtor(name=f"Kunde {number:02}")

    first = client.get(LIST).context["page"]
    second = client.get(f"{LIST}?after={first.next}").context["page"]

    assert ([account.name for account in second.items], second.first) == (["Kunde 50"], 51)


def test_more_rows_ask_no_more_questions(client: Client) -> None:
    make_debtor()
    client.get(LIST)
    with CaptureQueriesContext(
        connection,
    ) as one:
        client.get(LIST)
    make_debtor()
    make_debtor()

    with CaptureQueriesContext(connection) as three:
        client.get(LIST)

    assert len(three) == len(one)


def test_who_may_not_see_amounts_sees_none_and_learns_none_by_sorting(as_role: Callable[[Role], Client]) -> None:
    owing("Å skylder", "100")
    make_debtor(name="A")
    marketing = as_role(Role.MARKETING)

    page = marketing.get(f"{LIST}?sort=-balance&state=open")

    assert [account.name for account in page.context["page"].items] == ["A", "Å skylder"]
    assert "125,00" not in page.content.decode()
    assert 'value="open"' not in page.content.decode()


def test_an_account_that_was_paid_owes_nothing(client: Client) -> None:
    debtor = make_debtor(name="Betaler")
    make_invoice(debtor, "100")
    make_payment(debtor, "125,00")

    assert client.get(LIST).context["page"].items[0].balance_ore == 0


def test_a_column_may_be_chosen(client: Client, bookkeeper: User) -> None:
    make_debtor(name="Nordisk", cvr_no="12345674")
    remember(bookkeeper, "ledger.debtor.columns", ["cvr_no", "posting_group", "payment_terms", "created"])

    page = client.get(LIST).content.decode()

    assert "12 34 56 74" in page


def test_no_match_offers_a_way_on(client: Client) -> None:
    make_debtor(name="Nordisk")

    answer = client.get(f"{LIST}?q=findes-ikke").content.decode()

    assert "state=all" in answer
