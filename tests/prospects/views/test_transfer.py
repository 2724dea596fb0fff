"""The dialog of a transfer: a dry run until Overfør, and harmless after it."""

import re
from collections.abc import Callable
from typing import Any

import pytest
from django.contrib.messages import get_messages
from django.test import Client

from kundebro.history.queries import fingerprint
from kundebro.ledger.models import Creditor, Debtor
from kundebro.prospects.models import Prospect
from kundebro.prospects.operations import transfer_to_debtor
from kundebro.users.choices import Role
from kundebro.users.models import User
from tests.factories.ledger import make_debtor, make_debtor_profile, make_invoice, make_posting_group, posting_group
from tests.factories.prospects import make_archived, make_prospect
from tests.factories.users import make_user

SignIn = Callable[[User], Client]
pytestmark = pytest.mark.django_db

DIALOG = {"HX-Request": "true", "HX-Target": "dialog"}


def address(prospect: Prospect, kind: str = "debtor") -> str:
    return f"/prospects/{prospect.pk}/transfer-to-{kind}/"


def typed(page: Any, **values: Any) -> dict[str, Any]:
    form = page.context["form"]
    profile = form["profile"].value()
    filled = {"number": form["number"].value(), "idempotency_key": form["idempotency_key"].value()}
    return {**filled, **({"profile": getattr(profile, "pk", profile)} if profile else {}), **values}


def rows(page: Any) -> dict[str, tuple[str, str]]:
    found = re.findall(r'<th scope="row">(.*?)</th><td>(.*?)</td><td>(.*?)</td>', page.content.decode(), re.DOTALL)
    return {title: (re.sub("<[^>]+>", "", old), re.sub("<[^>]+>", " ", new).strip()) for title, old, new in found}


def toasts(answer: Any) -> list[str]:
    return [str(message) for message in get_messages(answer.wsgi_request)]


def test_the_dialog_shows_account_beside_prospect_and_writes_nothing(client: Client) -> None:
    profile = make_debtor_profile(code="EUKUNDE", name="EU-kunder", posting_group=posting_group("EU"))
    prospect = make_prospect(number="10045", name="Fjordens Færger", city="Aarhus", debtor_profile=profile)
    before = fingerprint()

    page = client.get(address(prospect), headers=DIALOG)

    shown = rows(page)
    assert shown["Kontonummer"] == ("10045", "10045")
    assert shown["Navn"] == ("Fjordens Færger", "Fjordens Færger")
    assert shown["Bogføringsgruppe"] == ("–", f"{posting_group('EU')} fra profilen")
    assert shown["Betalingsbetingelse"][1].endswith("firmaets standard")
    assert "KundeEmnet og dets historik bevares." in page.content.decode()
    assert "<html" not in page.content.decode()
    assert fingerprint() == before


def test_another_profile_is_shown_before_it_is_used(client: Client) -> None:
    profile = make_debtor_profile(name="EU-kunder", posting_group=posting_group("EU"))
    prospect = make_prospect()
    before = fingerprint()

    values = typed(client.get(address(prospect)), profile=profile.pk, preview="1")
    page = client.post(address(prospect), values)

    assert page.status_code == 200
    assert rows(page)["Bogføringsgruppe"][1] == f"{posting_group('EU')} fra profilen"
    assert fingerprint() == before


@pytest.mark.parametrize(("kind", "told"), [("debtor", "Debitor"), ("creditor", "Kreditor")])
def test_transfer_goes_back_to_the_card_with_undo_in_the_toast(client: Client, kind: str, told: str) -> None:
    prospect = make_prospect(number="10045")

    answer = client.post(address(prospect, kind), typed(client.get(address(prospect, kind))))

    assert (answer.status_code, answer["Location"]) == (303, f"{prospect.get_absolute_url()}?tab={kind}")
    messages = list(get_messages(answer.wsgi_request))
    assert [str(message) for message in messages] == [f"{told} 10045 oprettet"]
    assert "/undo/" in messages[0].extra_tags
    assert (Debtor if kind == "debtor" else Creditor).objects.get().number == "10045"


def test_a_second_click_answers_as_the_first(client: Client) -> None:
    prospect = make_prospect(number="10045")
    values = typed(client.get(address(prospect)))

    answers = [client.post(address(prospect), values) for _click in range(2)]

    assert [answer.status_code for answer in answers] == [303, 303]
    assert toasts(answers[1])[-1] == "Debitor 10045 oprettet"
    assert Debtor.objects.count() == 1


def test_a_second_tab_is_told_which_account_it_is(client: Client) -> None:
    prospect = make_prospect(number="10045")
    first, second = (typed(client.get(address(prospect))) for _tab in range(2))
    client.post(address(prospect), first)

    answer = client.post(address(prospect), second)

    assert answer.status_code == 303
    assert toasts(answer)[-1] == "Er allerede overført som 10045."
    assert Debtor.objects.count() == 1


def test_the_dialog_of_one_that_is_transferred_offers_nothing_more(client: Client) -> None:
    prospect = make_prospect(number="10045")
    transfer_to_debtor(prospect, by=make_user())

    page = client.get(address(prospect), headers=DIALOG).content.decode()

    assert ("Er allerede overført som 10045." in page, 'data-key="save"' in page) == (True, False)


def test_a_click_after_the_undo_says_so(client: Client) -> None:
    prospect = make_prospect()
    values = typed(client.get(address(prospect)))
    done = client.post(address(prospect), values)
    undo = re.search(r'"undo_url": "([^"]+)"', next(iter(get_messages(done.wsgi_request))).extra_tags)
    assert undo
    client.post(undo[1])

    answer = client.post(address(prospect), values)

    assert toasts(answer)[-1] == "Overførslen er fortrudt."
    assert not Debtor.objects.exists()


def test_a_taken_number_shows_who_has_it_and_another_number_helps(client: Client) -> None:
    make_debtor(number="10045", name="En helt anden")
    prospect = make_prospect(number="10045", name="Fjordens Færger")
    page = client.get(address(prospect))

    refused = client.post(address(prospect), typed(page))
    answer = client.post(address(prospect), typed(page, number="10046"))

    assert "En helt anden" in page.content.decode()
    assert 'name="link"' not in page.content.decode()
    assert refused.status_code == 422
    assert "Nummeret er optaget. Vælg et andet." in refused.content.decode()
    assert answer.status_code == 303
    prospect.refresh_from_db()
    assert prospect.debtor is not None
    assert prospect.debtor.number == "10046"


@pytest.mark.parametrize("same", [{"number": "10045"}, {"number": "777", "cvr_no": "12345674"}])
def test_an_account_that_is_the_same_company_is_linked_instead(client: Client, same: dict[str, str]) -> None:
    debtor = make_debtor(name="Fjordens Færger A/S", **same)
    prospect = make_prospect(number="10045", name="Fjordens Færger", cvr_no="12345674")
    page = client.get(address(prospect))

    answer = client.post(address(prospect), typed(page, link=debtor.pk))

    assert f'name="link" value="{debtor.pk}"' in page.content.decode()
    assert toasts(answer) == [f"Forbundet til {debtor.number}"]
    prospect.refresh_from_db()
    assert prospect.debtor == debtor
    assert Debtor.objects.count() == 1


def test_nothing_else_can_be_linked_by_hand(client: Client) -> None:
    other = make_debtor(name="En helt anden")
    prospect = make_prospect()

    answer = client.post(address(prospect), typed(client.get(address(prospect)), link=other.pk))

    assert answer.status_code == 422
    prospect.refresh_from_db()
    assert not prospect.is_debtor


def reasons(page: Any) -> dict[str, str]:
    return {action.icon: str(action.reason) for action in page.context["card"].actions}


def test_the_entry_says_why_it_cannot_be_used(client: Client, as_user: SignIn) -> None:
    free, archived, done = make_prospect(), make_archived(), make_prospect(number="10045")
    transfer_to_debtor(done, by=make_user())

    reader = as_user(make_user(role=Role.READER)).get(free.get_absolute_url())

    assert reasons(client.get(free.get_absolute_url()))["file-invoice"] == ""
    assert reasons(client.get(archived.get_absolute_url()))["file-invoice"] == "Er arkiveret. Gendan det først."
    assert reasons(client.get(done.get_absolute_url()))["file-invoice"] == "Er allerede overført som 10045."
    assert reasons(client.get(done.get_absolute_url()))["receipt"] == ""
    assert reasons(reader)["file-invoice"] == "Din rolle giver ikke ret til dette."


def test_the_tab_lists_what_is_missing_and_what_the_profile_gives(client: Client) -> None:
    profile = make_debtor_profile(code="EUKUNDE", name="EU-kunder", posting_group=posting_group("EU"))
    prospect = make_prospect(customer_type="btg", gln="5790000000000", debtor_profile=profile, email="a@b.example")

    readiness = client.get(f"{prospect.get_absolute_url()}?tab=debtor").context["card"].readiness

    assert [str(step.title) for step in readiness.missing] == ["Adresse", "CVR-nr.", "Kontaktperson", "EAN-nr."]
    assert ("Bogføringsgruppe", str(posting_group("EU")), "fra profilen") in [
        (row.title, row.account, row.origin) for row in readiness.given
    ]


def test_a_profile_and_a_group_out_of_use_are_named_and_not_taken(client: Client) -> None:
    group = make_posting_group("VEST", is_active=False)
    profile = make_debtor_profile(name="Guld", is_active=False)
    prospect = make_prospect(debtor_profile=profile, debtor_posting_group=group)

    steps = client.get(f"{prospect.get_absolute_url()}?tab=debtor").context["card"].readiness.steps

    notes = {str(step.title): str(step.note) for step in steps}
    assert (notes["Profil"], notes["Bogføringsgruppe"]) == ("“Guld” bruges ikke mere.", "“Vest” bruges ikke mere.")


def test_after_the_transfer_the_tab_shows_the_balance_to_those_who_may_see_amounts(
    client: Client, as_user: SignIn
) -> None:
    prospect = make_prospect(number="10045")
    make_invoice(transfer_to_debtor(prospect, by=make_user()))
    tab = f"{prospect.get_absolute_url()}?tab=debtor"

    marketing = as_user(make_user(role=Role.MARKETING)).get(tab).content.decode()

    assert "1.250,00" in client.get(tab).content.decode()
    assert ("10045" in marketing, "1.250,00" in marketing) == (True, False)


def test_list_filter_and_badge_tell_who_is_debtor(client: Client) -> None:
    done, other = make_prospect(number="10045", name="Færgerne"), make_prospect(name="Værftet")
    transfer_to_debtor(done, by=make_user())

    has = client.get("/prospects/?has=debtor").content.decode()
    lacks = client.get("/prospects/?lacks=debtor").content.decode()
    flags = client.get(done.get_absolute_url()).context["card"].flags

    assert (done.name in has, other.name in has) == (True, False)
    assert (done.name in lacks, other.name in lacks) == (False, True)
    assert "Debitor" in [str(flag.text) for flag in flags]
