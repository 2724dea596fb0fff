"""Kontoplanen."""

from collections.abc import Callable

import pytest
from django.test import Client

from kundebro.ledger.models import Account
from kundebro.users.choices import Role
from tests.factories.ledger import account, make_debtor, make_invoice, vat_code

pytestmark = pytest.mark.django_db


def test_an_account_is_added_and_can_be_posted_on(client: Client) -> None:
    sent = {"number": "1250", "name": "Salg i Grønland", "kind": "income", "is_active": "on"}

    answer = client.post("/chart/add/", {**sent, "vat_code": vat_code("S3").pk})

    added = Account.objects.for_hand().get(number="1250")
    assert (answer.status_code, added.name, added.vat_code) == (303, "Salg i Grønland", vat_code("S3"))
    assert "Salg i Grønland" in client.get("/chart/").content.decode()


@pytest.mark.parametrize(("number", "name"), [("1000", "Optaget"), ("12A", "Bogstav"), ("", "Intet"), ("1251", "")])
def test_a_number_is_its_own_and_made_of_digits(client: Client, number: str, name: str) -> None:
    answer = client.post("/chart/add/", {"number": number, "name": name, "kind": "income", "is_active": "on"})

    assert (answer.status_code, Account.objects.filter(name=name or "-").exists()) == (422, False)


def test_an_account_posted_on_keeps_its_number_and_gets_another_name(client: Client) -> None:
    make_invoice(make_debtor())
    sales = account("1000")

    client.post(f"/chart/{sales.pk}/", {"number": "9999", "name": "Salg", "kind": "expense", "is_active": "on"})

    sales.refresh_from_db()
    assert (sales.number, sales.kind, sales.name) == ("1000", "income", "Salg")


def test_an_account_is_closed_unless_a_posting_group_sums_up_on_it(client: Client) -> None:
    sales, debtors = account("1300"), account("5600")

    answers = [
        client.post(f"/chart/{row.pk}/", {"number": row.number, "name": row.name, "kind": row.kind}).status_code
        for row in (sales, debtors)
    ]

    sales.refresh_from_db()
    debtors.refresh_from_db()
    assert (answers, sales.is_active, debtors.is_active) == ([303, 422], False, True)


def test_sellers_look_and_change_nothing(as_role: Callable[[Role], Client]) -> None:
    page = as_role(Role.SELLER).get("/chart/")

    assert (page.status_code, page.context["may_add"], page.context["table"].link) == (200, False, None)
