"""Flere funktioner: archive, bring back, copy."""

from typing import Any

import pytest
from django.test import Client

from kundebro.history.models import Changeset
from kundebro.prospects.models import Prospect
from kundebro.prospects.operations import transfer_to_debtor
from kundebro.users.choices import Role
from tests.factories.ledger import make_invoice
from tests.factories.prospects import make_archived, make_prospect
from tests.factories.users import make_user

DIALOG = {"HX-Request": "true", "HX-Target": "dialog"}
pytestmark = pytest.mark.django_db


def test_archiving_asks_first_and_keeps_the_reason(client: Client) -> None:
    prospect = make_prospect()
    url = f"{prospect.get_absolute_url()}archive/"

    asked = client.get(url, headers={"HX-Request": "true", "HX-Target": "dialog"})
    prospect.refresh_from_db()
    assert (asked.status_code, prospect.is_archived) == (200, False)

    answer = client.post(f"{url}?list=q%3Da", {"reason": "Lukket", "idempotency_key": "a"})
    prospect.refresh_from_db()
    assert (prospect.archived_reason, answer.headers["Location"]) == (
        "Lukket",
        f"{prospect.get_absolute_url()}?list=q%3Da",
    )


def test_bringing_back_is_one_click(client: Client) -> None:
    prospect = make_archived()

    client.post(f"{prospect.get_absolute_url()}unarchive/")

    prospect.refresh_from_db()
    assert not prospect.is_archived


def test_a_reason_that_is_too_long_comes_back(client: Client) -> None:
    prospect = make_prospect()

    answer = client.post(f"{prospect.get_absolute_url()}archive/", {"reason": "x" * 201, "idempotency_key": "a"})

    prospect.refresh_from_db()
    assert (answer.status_code, prospect.is_archived) == (422, False)


def test_copying_twice_with_one_click_makes_one_copy(client: Client) -> None:
    prospect = make_prospect(name="Nordisk Træ")

    answers = [client.post(f"{prospect.get_absolute_url()}copy/?key=abc") for _time in range(2)]

    copy = Prospect.objects.exclude(pk=prospect.pk).get()
    assert (copy.name, {answer.headers["Location"] for answer in answers}) == (
        "Nordisk Træ",
        {copy.get_absolute_url()},
    )


def test_what_the_account_owes_stands_in_the_menu_and_the_dialog_leads_there_and_offers_to_wait(
    client: Client,
) -> None:
    prospect = make_prospect(number="10045")
    debtor = transfer_to_debtor(prospect, by=make_user())
    make_invoice(debtor, "992,40")
    url = prospect.get_absolute_url()

    *_others, action = client.get(url).context["card"].actions
    dialog = client.get(action.why_url, headers=DIALOG).content.decode()
    refused = client.post(f"{url}archive/", {"idempotency_key": "a"}, headers=DIALOG)
    client.post(f"{debtor.get_absolute_url()}archive-when-settled/")

    assert action.reason == "saldo 1.240,50 kr., åbne poster: 1"
    assert ("Saldoen er 1.240,50 kr." in dialog, f'href="{debtor.get_absolute_url()}statement/"' in dialog) == (
        True,
        True,
    )
    assert f'action="{debtor.get_absolute_url()}archive-when-settled/"' in dialog
    assert 'id="archive-form"' not in dialog
    assert refused.status_code == 422
    prospect.refresh_from_db()
    debtor.refresh_from_db()
    assert (prospect.is_archived, debtor.archives_when_settled) == (False, True)


def test_a_seller_is_told_whose_the_account_is(as_user: Any) -> None:
    seller = make_user(role=Role.SELLER)
    prospect = make_prospect(responsible=seller)
    transfer_to_debtor(prospect, by=make_user())

    *_others, action = as_user(seller).get(prospect.get_absolute_url()).context["card"].actions

    assert action.reason == "Kontoen hører til bogholderiet."


@pytest.mark.parametrize("action", ["archive", "unarchive", "copy"])
def test_a_reader_may_not_and_nothing_happens(as_user: Any, action: str) -> None:
    prospect = make_prospect()
    before = Changeset.objects.count()

    answer = as_user(make_user(role=Role.READER)).post(
        f"{prospect.get_absolute_url()}{action}/", {"idempotency_key": "a"}
    )

    assert (answer.status_code, Changeset.objects.count()) == (403, before)
