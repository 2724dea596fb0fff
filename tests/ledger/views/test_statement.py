"""Kontoudtog and aldersfordelt saldoliste."""

from datetime import date

import pytest
from django.test import Client
from django.utils import timezone

from kundebro.core.money import Money
from tests.factories.ledger import kr, make_creditor, make_debtor, make_invoice, make_payment

pytestmark = pytest.mark.django_db


def test_a_statement_goes_from_the_balance_before_to_the_balance_after(client: Client) -> None:
    debtor = make_debtor()
    make_invoice(debtor, "80", day=date(2026, 1, 10))
    make_invoice(debtor, "1.000", day=date(2026, 2, 10))
    make_payment(debtor, "15,50", day=date(2026, 2, 20))
    make_invoice(debtor, "400", day=date(2026, 3, 10))

    page = client.get(f"{debtor.get_absolute_url()}statement/?first=01-02-2026&last=28-02-2026")

    shown = page.context["statement"]
    assert (shown.opening, [each.balance for each in shown.lines], shown.closing) == (
        kr("100"),
        [kr("1.350"), kr("1.334,50")],
        kr("1.334,50"),
    )
    assert ("1.334,50 kr." in page.content.decode(), "500,00 kr." in page.content.decode()) == (True, False)


def test_a_statement_is_of_this_year_unless_other_days_are_asked_for(client: Client) -> None:
    debtor, today = make_debtor(), timezone.localdate()

    shown = client.get(f"{debtor.get_absolute_url()}statement/").context["statement"]

    assert (shown.first, shown.last, shown.closing) == (date(today.year, 1, 1), today, Money(0))


def test_days_the_wrong_way_round_are_refused(client: Client) -> None:
    url = f"{make_debtor().get_absolute_url()}statement/"

    answer = client.get(f"{url}?first=01-03-2026&last=01-02-2026")

    assert (answer.status_code, list(answer.context["form"].errors)) == (422, ["last"])


def test_the_ageing_list_parts_what_is_owed_by_age(client: Client) -> None:
    old, new = make_debtor(name="Gammel gæld"), make_debtor(name="Ny kunde")
    make_invoice(old, "80", day=date(2026, 1, 1), due_on=date(2026, 1, 15))
    make_invoice(new, "800", day=date(2026, 4, 1), due_on=date(2026, 5, 1))
    make_invoice(make_creditor(name="Leverandøren"), "500")

    page = client.get("/debtors/ageing/?on=10-04-2026")

    assert [(row.name, row.amounts) for row in page.context["rows"]] == [
        ("Gammel gæld", [kr("0"), kr("0"), kr("0"), kr("100"), kr("0")]),
        ("Ny kunde", [kr("1.000"), kr("0"), kr("0"), kr("0"), kr("0")]),
    ]
    assert [bar.width for bar in page.context["bars"]] == [1000, 0, 0, 100, 0]
    assert page.context["total"] == kr("1.100")


def test_without_anything_open_the_ageing_list_says_so(client: Client) -> None:
    page = client.get("/creditors/ageing/")

    assert (page.status_code, page.context["rows"], page.context["total"]) == (200, [], Money(0))


def test_a_day_that_is_none_is_refused(client: Client) -> None:
    assert client.get("/debtors/ageing/?on=aldrig").status_code == 422
