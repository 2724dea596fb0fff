"""Opened by hand, put away, taken back."""

from datetime import date

import pytest
from django.test import Client

from kundebro.ledger.models import Creditor, Debtor
from tests.factories.ledger import (
    make_archived_debtor,
    make_creditor,
    make_debtor,
    make_debtor_profile,
    make_draft,
    make_invoice,
    make_payment,
    party_line,
    posting_group,
)

DIALOG = {"HX-Request": "true", "HX-Target": "dialog"}
pytestmark = pytest.mark.django_db


def test_two_fields_open_a_debtor_under_the_proposed_number(client: Client) -> None:
    form = client.get("/debtors/open/").context["form"]
    proposed = form["number"].value()
    data = {"number": proposed, "proposed_number": proposed, "name": "Nordisk Træ", "idempotency_key": "k1"}

    first, again = client.post("/debtors/open/", data), client.post("/debtors/open/", data)

    debtor = Debtor.objects.get()
    assert (debtor.number, debtor.name, debtor.posting_group) == (proposed, "Nordisk Træ", posting_group())
    assert (first.headers["Location"], again.headers["Location"]) == (debtor.get_absolute_url(),) * 2


def test_a_profile_gives_its_terms(client: Client) -> None:
    profile = make_debtor_profile(posting_group=posting_group("EU"), document_channel="oioubl")

    client.post("/debtors/open/", {"number": "4711", "name": "Nordisk", "profile": profile.pk})

    debtor = Debtor.objects.get()
    assert (debtor.number, debtor.profile, debtor.document_channel) == ("4711", profile, "oioubl")


def test_a_taken_number_links_its_holder_and_keeps_what_was_typed(client: Client) -> None:
    holder = make_creditor(number="777")

    answer = client.post("/creditors/open/", {"number": "777", "name": "En anden"}, headers=DIALOG)

    assert (answer.status_code, holder.get_absolute_url() in answer.content.decode()) == (422, True)
    assert answer.context["form"]["name"].value() == "En anden"
    assert Creditor.objects.count() == 1


def test_without_a_name_nothing_is_opened(client: Client) -> None:
    assert client.post("/debtors/open/", {"number": "1"}).status_code == 422
    assert not Debtor.objects.exists()


def test_archiving_is_refused_naming_each_thing_with_its_amount_and_allowed_after_payment(client: Client) -> None:
    debtor = make_debtor()
    make_invoice(debtor, "992,40", day=date(2026, 1, 10))
    make_draft(debtor=debtor, amount_ore=5000)
    url = f"{debtor.get_absolute_url()}archive/"

    refused = client.post(url, {"idempotency_key": "k1"}, headers=DIALOG)

    told = refused.content.decode()
    assert f'href="{debtor.get_absolute_url()}?tab=entries"' in told
    assert (refused.status_code, [each.kind for each in refused.context["obstacles"]]) == (
        422,
        ["balance", "open_item", "draft"],
    )
    assert ("1.240,50 kr." in told, "50,00 kr." in told) == (True, True)


def test_a_settled_account_is_archived_and_brought_back(client: Client) -> None:
    debtor = make_debtor()
    invoice = make_invoice(debtor, "992,40", day=date(2026, 1, 10))
    make_payment(debtor, "1.240,50", settles=[party_line(invoice)])
    url = debtor.get_absolute_url()

    client.post(f"{url}archive/", {"idempotency_key": "k1", "reason": "ophørt"})
    debtor.refresh_from_db()
    archived = (debtor.is_archived, debtor.archived_reason)
    client.post(f"{url}unarchive/")

    debtor.refresh_from_db()
    assert (archived, debtor.is_archived) == ((True, "ophørt"), False)


def test_the_menu_says_why_it_cannot_be_archived_and_offers_to_wait(client: Client) -> None:
    debtor = make_debtor()
    make_invoice(debtor, "992,40", day=date(2026, 1, 10))
    url = debtor.get_absolute_url()

    *_more, archive, later = client.get(url).context["card"].actions
    dialog = client.get(archive.why_url, headers=DIALOG)
    client.post(later.url)

    assert ("1.240,50 kr." in str(archive.reason), later.reason) == (True, "")
    assert (dialog.context["may_wait"], f'action="{later.url}"' in dialog.content.decode()) == (True, True)
    debtor.refresh_from_db()
    assert (debtor.archives_when_settled, debtor.is_archived) == (True, False)
    assert client.get(url).context["card"].actions[-1].icon == "archive"


def test_an_archived_account_offers_the_way_back(client: Client) -> None:
    actions = client.get(make_archived_debtor().get_absolute_url()).context["card"].actions

    assert [action.icon for action in actions] == ["file-text", "building", "archive-off"]
