"""Faktura, kreditnota og betaling straight from the account's card."""

from datetime import date

import pytest
from django.test import Client

from kundebro.ledger.choices import EntryKind
from kundebro.ledger.models import Entry
from tests.factories.ledger import (
    account,
    kr,
    lines_of,
    make_archived_debtor,
    make_creditor,
    make_debtor,
    make_invoice,
    make_payment,
    party_line,
)

DIALOG = {"HX-Request": "true", "HX-Target": "dialog"}
pytestmark = pytest.mark.django_db


def data(**values: object) -> dict[str, object]:
    """What a dialog sends."""
    return {"voucher_date": "10-04-2026", "currency": "DKK", "idempotency_key": "k1", **values}


def test_an_invoice_from_the_card_takes_the_accounts_vat_and_the_debtors_terms(client: Client) -> None:
    debtor = make_debtor()
    url = f"{debtor.get_absolute_url()}invoice/"
    proposed = client.get(url, headers=DIALOG).context["form"]["account"].value()

    answers = [client.post(url, data(amount="1.000", account=proposed, document_no="F-1")) for _click in range(2)]

    entry = Entry.objects.get()
    assert [answer.status_code for answer in answers] == [303, 303]
    assert lines_of(entry) == [("5600", "1.250,00 kr."), ("1000", "-1.000,00 kr."), ("6900", "-250,00 kr.")]
    assert (party_line(entry).due_on, entry.document_no) == (date(2026, 4, 24), "F-1")


def test_a_credit_note_is_set_against_the_invoice_chosen(client: Client) -> None:
    debtor = make_debtor()
    invoice = party_line(make_invoice(debtor))

    client.post(
        f"{debtor.get_absolute_url()}credit-note/",
        data(amount="200", account=account("1000").pk, settles=[invoice.pk]),
    )

    assert Entry.objects.latest("pk").kind == EntryKind.CREDIT_NOTE
    assert invoice.open_item.remaining == kr("1.000")


def test_a_payment_is_proposed_for_all_that_is_owed_and_pays_the_oldest_first(client: Client) -> None:
    creditor = make_creditor()
    first = party_line(make_invoice(creditor, "800", day=date(2026, 4, 1)))
    second = party_line(make_invoice(creditor, "400", day=date(2026, 4, 5)))
    url = f"{creditor.get_absolute_url()}payment/"
    form = client.get(url).context["form"]
    proposed = (form["amount"].value(), form["settles"].value())

    client.post(url, data(amount="1.200", through=account("5820").pk, settles=[first.pk, second.pk]))

    assert proposed == ("1.500,00", [first.pk, second.pk])
    assert (first.open_item.remaining, second.open_item.remaining) == (kr("0"), kr("-300"))


def test_the_last_account_that_was_paid_through_is_proposed(client: Client) -> None:
    make_payment(make_debtor(), "100")

    form = client.get(f"{make_debtor().get_absolute_url()}payment/").context["form"]

    assert form["through"].value() == account("5820").pk


@pytest.mark.parametrize("amount", ["0", "-100", "meget", ""])
def test_an_amount_that_is_none_is_refused_and_the_typing_stays(client: Client, amount: str) -> None:
    url = f"{make_debtor().get_absolute_url()}payment/"

    answer = client.post(url, data(amount=amount, through=account("5820").pk, text="April"), headers=DIALOG)

    form = answer.context["form"]
    assert (answer.status_code, list(form.errors), form["text"].value()) == (422, ["amount"], "April")


def test_what_the_ledger_refuses_is_said_in_the_dialog(client: Client) -> None:
    debtor = make_archived_debtor()

    answer = client.post(
        f"{debtor.get_absolute_url()}invoice/", data(amount="100", account=account("1000").pk), headers=DIALOG
    )

    assert (answer.status_code, "arkiveret" in answer.content.decode()) == (422, True)
    assert not Entry.objects.exists()
