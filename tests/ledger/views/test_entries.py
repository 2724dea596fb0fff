"""A posted entry, and its reversal."""

from datetime import date

import pytest
from django.test import Client

from kundebro.ledger.models import Entry
from tests.factories.ledger import make_debtor, make_invoice, make_payment, party_line

pytestmark = pytest.mark.django_db


def test_an_entry_shows_its_lines_its_party_and_its_seal(client: Client) -> None:
    debtor = make_debtor(name="Nordisk Træ")
    entry = make_invoice(debtor, document_no="F-1001")

    page = client.get(entry.get_absolute_url())

    text = page.content.decode()
    assert [leg.account.number for leg in page.context["legs"]] == ["5600", "1000", "6900"]
    assert all(each in text for each in ("1.250,00 kr.", "F-1001", entry.hash, debtor.get_absolute_url()))


def test_an_entry_is_reversed_with_a_day_and_a_reason(client: Client) -> None:
    entry = make_invoice(make_debtor())
    sent = {"on": "15-04-2026", "reason": "Forkert kunde", "idempotency_key": "k1"}
    url = f"{entry.get_absolute_url()}reverse/"

    answers = [client.post(url, sent).status_code for _click in range(2)]

    reversal = Entry.objects.get(reversal_of=entry)
    page = client.get(entry.get_absolute_url())
    assert (answers, reversal.voucher_date, reversal.reason) == ([303, 303], date(2026, 4, 15), "Forkert kunde")
    assert (page.context["reversal"], page.context["may_reverse"]) == (reversal, False)


def test_without_a_reason_nothing_is_reversed(client: Client) -> None:
    entry = make_invoice(make_debtor())

    answer = client.post(f"{entry.get_absolute_url()}reverse/", {"on": "15-04-2026", "idempotency_key": "k1"})

    assert (answer.status_code, list(answer.context["form"].errors)) == (422, ["reason"])


def test_a_settled_entry_names_what_it_is_settled_with_and_is_not_reversed(client: Client) -> None:
    debtor = make_debtor()
    entry = make_invoice(debtor)
    payment = make_payment(debtor, "100", settles=[party_line(entry)])
    url = f"{entry.get_absolute_url()}reverse/"

    asked = client.get(url)
    answer = client.post(url, {"on": "15-04-2026", "reason": "Fejl", "idempotency_key": "k1"})

    assert payment.get_absolute_url() in asked.content.decode()
    assert (answer.status_code, Entry.objects.filter(reversal_of=entry).exists()) == (422, False)
