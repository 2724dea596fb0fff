"""The card of a debtor or creditor."""

from collections.abc import Callable
from datetime import date

import pytest
from django.test import Client

from kundebro.ledger.operations import change_debtor
from kundebro.users.choices import Role
from tests.factories.ledger import make_archived_debtor, make_creditor, make_debtor, make_invoice
from tests.factories.users import make_user

pytestmark = pytest.mark.django_db


def test_the_card_shows_name_marks_balance_and_overdue(client: Client) -> None:
    debtor = make_debtor(name="Nordisk Træ")
    make_invoice(debtor, "100", day=date(2026, 1, 10), due_on=date(2026, 1, 24))
    change_debtor(debtor, {"is_barred": True}, by=make_user())

    page = client.get(debtor.get_absolute_url())
    head = page.content.decode()

    assert [flag.icon for flag in page.context["card"].flags] == ["lock"]
    assert ("Nordisk Træ" in head, head.count("125,00 kr.") >= 2) == (True, True)


@pytest.mark.parametrize("tab", ["master", "terms", "entries", "history"])
def test_every_tab_is_a_part_and_a_page(client: Client, tab: str) -> None:
    for account in (make_debtor(), make_creditor()):
        url = f"{account.get_absolute_url()}?tab={tab}"
        part = client.get(url, headers={"HX-Request": "true", "HX-Target": "tab-panel"})

        assert (part.status_code, "<html" in part.content.decode()) == (200, False)
        assert client.get(url).context["card"].tab == tab


def test_open_entries_say_what_is_left_and_when_it_was_due(client: Client) -> None:
    debtor = make_debtor()
    make_invoice(debtor, "100", day=date(2026, 1, 10), due_on=date(2026, 1, 24))

    page = client.get(f"{debtor.get_absolute_url()}?tab=entries").content.decode()

    assert ("24-01-2026" in page, "125,00 kr." in page) == (True, True)


def test_who_may_not_see_amounts_gets_the_first_tab_instead_of_entries(as_role: Callable[[Role], Client]) -> None:
    debtor = make_debtor()
    make_invoice(debtor, "100")

    page = as_role(Role.MARKETING).get(f"{debtor.get_absolute_url()}?tab=entries")

    assert page.context["card"].tab == "master"
    assert "125,00" not in page.content.decode()


def test_an_archived_account_says_so_and_why(client: Client) -> None:
    debtor = make_archived_debtor(reason="ophørt")

    assert "ophørt" in client.get(debtor.get_absolute_url()).content.decode()


def test_a_group_nobody_knows_is_not_found(client: Client) -> None:
    creditor = make_creditor()

    assert client.get(f"{creditor.get_absolute_url()}groups/collection/").status_code == 404
