"""Leverandørvalg: from the list's selection to a page that is still there after the choice."""

from collections.abc import Callable
from typing import Any

import pytest
from django.contrib.messages import get_messages
from django.test import Client

from kundebro.history.queries import fingerprint
from kundebro.ledger.models import Creditor
from kundebro.prospects.models import Prospect, SupplierCandidate, SupplierComparison
from kundebro.prospects.operations import compare_suppliers, note_candidate, transfer_to_creditor, transfer_to_debtor
from kundebro.users.choices import Role
from kundebro.users.models import User
from tests.factories.company import make_payment_terms
from tests.factories.contacts import make_contact
from tests.factories.ledger import make_creditor, make_creditor_profile
from tests.factories.prospects import make_prospect
from tests.factories.users import make_user

SignIn = Callable[[User], Client]
DIALOG = {"HX-Request": "true", "HX-Target": "dialog"}
QUERIES = 5
pytestmark = pytest.mark.django_db


@pytest.fixture
def candidates(manager: User) -> list[SupplierCandidate]:
    terms = make_payment_terms(name="Netto 30 dage")
    make_prospect(number="1", name="Alfa Træ", payment_terms=terms, remark_1="Mødt på messen")
    make_prospect(number="2", name="Beta Træ")
    compare_suppliers(Prospect.objects.all(), title="Trælast 2027", by=manager)
    return list(SupplierCandidate.objects.order_by("pk"))


def address(candidate: SupplierCandidate, what: str = "") -> str:
    page = candidate.comparison.get_absolute_url()
    return f"{page}{candidate.pk}/{what}/" if what else page


def typed(page: Any, **values: Any) -> dict[str, Any]:
    form = page.context["form"]
    shown = {name: form[name].value() for name in form.fields}
    return {**{name: value for name, value in shown.items() if value is not None}, **values}


def toasts(answer: Any) -> list[str]:
    return [str(message) for message in get_messages(answer.wsgi_request)]


def test_ticked_candidates_are_put_side_by_side_under_a_title(client: Client) -> None:
    chosen = [make_prospect(name=name).pk for name in ("Alfa", "Beta")]
    url = "/prospects/selection/compare-suppliers/"

    asked = client.post(url, {"selected": chosen}, headers=DIALOG)
    untitled = client.post(url, {"selected": chosen, "apply": "1", "idempotency_key": "k1", "title": " "})
    made = client.post(url, {"selected": chosen, "apply": "1", "idempotency_key": "k1", "title": "Trælast"})

    assert ("Alfa, Beta" in asked.content.decode(), untitled.status_code) == (True, 422)
    assert made["Location"] == SupplierComparison.objects.get().get_absolute_url()


def test_one_alone_is_not_compared(client: Client) -> None:
    url = "/prospects/selection/compare-suppliers/"

    answer = client.post(
        url, {"selected": [make_prospect().pk], "apply": "1", "idempotency_key": "k1", "title": "Trælast"}
    )

    assert (answer.status_code, "Vælg 2 til 8" in answer.content.decode()) == (422, True)


def test_the_page_shows_terms_contacts_remarks_and_notes_of_each(
    client: Client, manager: User, candidates: list[SupplierCandidate]
) -> None:
    make_contact(name="Åse Ågård", prospect=candidates[0].prospect, mobile="+4512345678")
    note_candidate(candidates[1], {"price_note": "412 kr. pr. m³", "assessment": "Hurtig"}, by=manager)

    text = client.get(address(candidates[0])).content.decode()

    shown = ("Netto 30 dage", "Mødt på messen", "Åse Ågård", "12 34 56 78", "412 kr. pr. m³", "Hurtig")
    assert [word for word in shown if word not in text] == []


def test_the_page_asks_the_database_as_often_for_two_as_for_five(
    client: Client, manager: User, candidates: list[SupplierCandidate], django_assert_num_queries: Any
) -> None:
    for number in range(3):
        make_contact(prospect=make_prospect(name=f"Firma {number}"))
    compare_suppliers(Prospect.objects.all(), title="Fem", by=manager)
    two, five = SupplierComparison.objects.order_by("pk")
    client.get(two.get_absolute_url())

    with django_assert_num_queries(QUERIES):
        client.get(two.get_absolute_url())
    with django_assert_num_queries(QUERIES):
        client.get(five.get_absolute_url())


def test_notes_are_written_in_a_dialog(client: Client, candidates: list[SupplierCandidate]) -> None:
    url = address(candidates[0], "note")

    answer = client.post(url, typed(client.get(url, headers=DIALOG), price_note="412 kr.\r\npr. m³"))

    candidates[0].refresh_from_db()
    assert (answer["Location"], candidates[0].price_note) == (address(candidates[0]), "412 kr.\npr. m³")


def test_two_who_write_at_once_lose_nothing(
    client: Client, manager: User, candidates: list[SupplierCandidate]
) -> None:
    url = address(candidates[0], "note")
    page = client.get(url)
    note_candidate(candidates[0], {"price_note": "Deres"}, by=manager)

    stale = client.post(url, typed(page, price_note="Mine"))
    client.post(url, typed(stale))

    assert (stale.status_code, "Deres" in stale.content.decode()) == (422, True)
    candidates[0].refresh_from_db()
    assert candidates[0].price_note == "Mine"


def test_the_choice_shows_what_it_gives_and_writes_nothing_before_it_is_made(
    client: Client, candidates: list[SupplierCandidate]
) -> None:
    profile = make_creditor_profile(name="Vareleverandører")
    before = fingerprint()
    url = address(candidates[0], "choose")

    text = client.get(url, headers=DIALOG).content.decode()
    preview = client.post(url, typed(client.get(url), profile=profile.pk, preview="1"))

    assert ("Beta Træ" in text, "Kreditor" in text, "KundeEmnet og dets historik bevares." in text) == (True,) * 3
    assert (preview.status_code, preview.context["preview"].profile) == (200, profile)
    assert fingerprint() == before


def test_the_chosen_one_is_creditor_and_the_page_stays_readable(
    client: Client, candidates: list[SupplierCandidate]
) -> None:
    url = address(candidates[0], "choose")

    answer = client.post(url, typed(client.get(url)))

    page = client.get(answer["Location"])
    assert toasts(answer)[0] == "Alfa Træ er valgt"
    assert Creditor.objects.get().number == "1"
    assert "Alfa Træ blev valgt" in page.content.decode()
    assert (page.context["page"].may_note, page.context["page"].may_choose) == (False, False)
    assert Prospect.objects.get(number="2").is_archived
    again = client.post(address(candidates[1], "choose"), typed(client.get(address(candidates[1], "choose"))))
    assert toasts(again)[-1] == "Valget er allerede truffet."


def test_those_one_deals_with_are_named_as_staying(
    client: Client, manager: User, candidates: list[SupplierCandidate]
) -> None:
    transfer_to_debtor(candidates[1].prospect, by=manager)

    page = client.get(address(candidates[0], "choose"))

    assert ([*page.context["going"]], [*page.context["staying"]]) == ([], [candidates[1].prospect])


def test_a_taken_number_is_told_and_the_account_may_be_linked_to(
    client: Client, candidates: list[SupplierCandidate]
) -> None:
    creditor = make_creditor(number="1", name="Alfa Træ ApS")
    url = address(candidates[0], "choose")
    page = client.get(url)

    refused = client.post(url, typed(page))
    client.post(url, typed(page, link=creditor.pk))

    assert (refused.status_code, f'name="link" value="{creditor.pk}"' in refused.content.decode()) == (422, True)
    assert (Prospect.objects.get(number="1").creditor, Creditor.objects.count()) == (creditor, 1)


def test_one_that_is_a_creditor_already_is_just_chosen(
    client: Client, manager: User, candidates: list[SupplierCandidate]
) -> None:
    transfer_to_creditor(candidates[0].prospect, by=manager)
    url = address(candidates[0], "choose")
    page = client.get(url)

    client.post(url, typed(page))

    assert "Er allerede kreditor 1" in page.content.decode()
    assert (SupplierCandidate.objects.get(is_chosen=True), Creditor.objects.count()) == (candidates[0], 1)


def test_the_list_of_choices_says_who_was_chosen(client: Client, candidates: list[SupplierCandidate]) -> None:
    client.post(address(candidates[0], "choose"), typed(client.get(address(candidates[0], "choose"))))

    text = client.get("/prospects/suppliers/").content.decode()

    assert ("Trælast 2027" in text, "Alfa Træ, Beta Træ" in text) == (True, True)


def test_before_the_first_one_the_list_says_how(client: Client) -> None:
    assert "Ingen leverandører sammenlignet endnu" in client.get("/prospects/suppliers/").content.decode()


def test_marketing_notes_but_does_not_choose(as_user: SignIn, candidates: list[SupplierCandidate]) -> None:
    marketing = as_user(make_user(role=Role.MARKETING))

    page = marketing.get(address(candidates[0])).context["page"]

    assert (page.may_note, page.may_choose) == (True, False)
    assert marketing.post(address(candidates[0], "choose")).status_code == 403
