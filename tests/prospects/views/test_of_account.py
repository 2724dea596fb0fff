"""The card of an account shows the prospect behind it with its contacts, and offers to make one."""

from collections.abc import Callable
from typing import Any

import pytest
from django.contrib.messages import get_messages
from django.test import Client

from kundebro.history.queries import fingerprint
from kundebro.prospects.models import Prospect
from kundebro.prospects.operations import create_prospect_of, transfer_to_debtor
from kundebro.users.choices import Role, Scope
from kundebro.users.models import User
from tests.factories.contacts import make_contact
from tests.factories.ledger import make_creditor, make_debtor
from tests.factories.prospects import make_prospect
from tests.factories.users import make_user

SignIn = Callable[[User], Client]
DIALOG = {"HX-Request": "true", "HX-Target": "dialog"}
pytestmark = pytest.mark.django_db


def offered(page: Any) -> dict[str, str]:
    return {action.icon: str(action.reason) for action in page.context["card"].actions}


def test_an_account_without_a_prospect_is_offered_one(client: Client) -> None:
    debtor = make_debtor(number="900", name="Kunde ApS", city="Ribe")
    before = fingerprint()

    card = client.get(debtor.get_absolute_url())
    dialog = client.get(f"/prospects/of-debtor/{debtor.pk}/", headers=DIALOG)

    assert offered(card)["building"] == ""
    assert (dialog.context["form"]["number"].value(), "Ribe" in dialog.content.decode()) == ("900", True)
    assert fingerprint() == before


def test_the_prospect_is_made_and_shown_on_the_card(client: Client) -> None:
    debtor = make_debtor(number="900")
    data = {"number": "900", "idempotency_key": "k1"}

    answers = [client.post(f"/prospects/of-debtor/{debtor.pk}/", data) for _click in range(2)]

    prospect = Prospect.objects.get()
    assert [answer["Location"] for answer in answers] == [debtor.get_absolute_url()] * 2
    assert [str(each) for each in get_messages(answers[0].wsgi_request)] == ["KundeEmne 900 oprettet"]
    card = client.get(debtor.get_absolute_url())
    assert "building" not in offered(card)
    assert f'href="{prospect.get_absolute_url()}"' in card.content.decode()


def test_a_taken_number_gets_the_next_and_a_typed_one_is_told_of(client: Client) -> None:
    make_prospect(number="900", name="En anden")
    debtor = make_debtor(number="900", name="Kunde")
    url = f"/prospects/of-debtor/{debtor.pk}/"

    proposed = client.get(url).context["form"]["number"].value()
    refused = client.post(url, {"number": "900", "idempotency_key": "k1"}, headers=DIALOG)

    assert proposed != "900"
    assert (refused.status_code, "åbn En anden" in refused.content.decode()) == (422, True)


def test_a_prospect_of_the_same_company_is_linked_instead(client: Client) -> None:
    prospect = make_prospect(name="Kunde", cvr_no="24256790")
    creditor = make_creditor(name="Kunde A/S", cvr_no="24256790")
    url = f"/prospects/of-creditor/{creditor.pk}/"

    dialog = client.get(url, headers=DIALOG).content.decode()
    client.post(url, {"link": prospect.pk, "idempotency_key": "k1"})

    assert f'name="link" value="{prospect.pk}"' in dialog
    prospect.refresh_from_db()
    assert (prospect.creditor, Prospect.objects.count()) == (creditor, 1)


def test_the_dialog_of_an_account_that_has_its_prospect_offers_nothing(client: Client) -> None:
    debtor = make_debtor()
    create_prospect_of(debtor, by=make_user())
    url = f"/prospects/of-debtor/{debtor.pk}/"

    dialog = client.get(url, headers=DIALOG).content.decode()
    answer = client.post(url, {"number": "1", "idempotency_key": "k1"})

    assert ('data-key="save"' in dialog, answer.status_code, Prospect.objects.count()) == (False, 422, 1)


def test_the_prospects_contacts_stand_on_the_accounts_card(client: Client) -> None:
    contact = make_contact(name="Åse Ågård")
    debtor = transfer_to_debtor(contact.prospect, by=make_user())

    card = client.get(f"{debtor.get_absolute_url()}?panel=contacts").context["card"]

    (panel,) = (panel for panel in card.panels if panel.is_open)
    assert (panel.key, panel.count) == ("contacts", 1)
    assert "Åse Ågård" in client.get(panel.url).content.decode()


def test_a_prospect_one_may_not_see_does_not_shine_through(as_user: SignIn) -> None:
    debtor = transfer_to_debtor(make_prospect(name="Hemmelig"), by=make_user())

    card = as_user(make_user(role=Role.SELLER, scope=Scope.OWN)).get(debtor.get_absolute_url()).context["card"]

    assert (card.related, card.panels) == ([], [])
    assert "building" not in {action.icon for action in card.actions}


def test_marketing_is_told_that_its_role_does_not_do_it(as_user: SignIn) -> None:
    card = as_user(make_user(role=Role.MARKETING)).get(make_debtor().get_absolute_url())

    assert offered(card)["building"] == "Din rolle giver ikke ret til dette."
