"""Klar til at blive kunde, og valg af ny leverandør, step by step (seeds 7.3 and 7.4)."""

from datetime import date
from typing import Any

import pytest
from django.contrib.messages import get_messages

from kundebro.contacts.models import Contact
from kundebro.ledger.models import Creditor, Debtor
from kundebro.prospects.models import Prospect, SupplierCandidate, SupplierComparison
from kundebro.prospects.operations import create_prospect
from kundebro.users.choices import Role, Scope
from tests.factories.ledger import make_debtor_profile, make_invoice, make_payment, party_line, posting_group
from tests.factories.users import make_user
from tests.scenarios.desk import Desk

pytestmark = pytest.mark.django_db


@pytest.fixture
def desk() -> Desk:
    return Desk(make_user(role=Role.SELLER, scope=Scope.OWN))


def toasts(answer: Any) -> list[str]:
    return [str(message) for message in get_messages(answer.wsgi_request)]


def test_seed_7_3_the_prospect_says_yes(desk: Desk) -> None:
    profile = make_debtor_profile(code="EUKUNDE", name="EU-kunder", posting_group=posting_group("EU"))
    prospect = create_prospect({"number": "10045", "name": "Fjordens Færger A/S"}, by=desk.user)
    card = prospect.get_absolute_url()
    desk.saves(f"/contacts/of/{prospect.pk}/add/", name="Åse Ågård", title="Indkøber")

    # Når emnet siger "ja": tjek Debitor-fanen, udfyld profil og stamdata.
    missing = desk.opens(f"{card}?tab=debtor").context["card"].readiness.missing
    assert [str(step.title) for step in missing] == ["Adresse", "CVR-nr.", "E-mail", "Profil"]
    desk.saves(f"/prospects/{prospect.pk}/groups/address/edit/", street="Havnegade", postal_code="8000", city="Aarhus")
    desk.saves(f"/prospects/{prospect.pk}/groups/numbers/edit/", cvr_no="24256790")
    desk.saves(f"/prospects/{prospect.pk}/groups/reach/edit/", email="post@faerger.example")
    desk.saves(f"/prospects/{prospect.pk}/groups/debtor/edit/", debtor_profile=profile.pk)
    assert desk.opens(f"{card}?tab=debtor").context["card"].readiness.missing == []

    # Brug "Overfør til debitor".
    desk.fills_in(f"/prospects/{prospect.pk}/transfer-to-debtor/")
    debtor = Debtor.objects.get()
    assert (debtor.number, debtor.profile, debtor.city) == ("10045", profile, "Aarhus")

    # Arbejd videre med kunden i debitormodulet: KundeEmnet og dets kontakter står på debitorens kort.
    debtors_card = desk.sees(f"{debtor.get_absolute_url()}?panel=contacts")
    assert f'href="{card}"' in debtors_card
    assert "Åse Ågård" in desk.sees(f"/contacts/of/{prospect.pk}/")

    # Bogholderen fakturerer; så kan hverken debitor eller KundeEmne arkiveres, før der er betalt.
    books = Desk(make_user(role=Role.BOOKKEEPER, scope=Scope.ALL))
    invoice = make_invoice(debtor, "992,40", day=date(2026, 3, 2), by=books.user)
    told = books.sees(f"/prospects/{prospect.pk}/archive/")
    assert ("Saldoen er 1.240,50 kr." in told, "archive-when-settled" in told) == (True, True)
    make_payment(debtor, "1.240,50", day=date(2026, 3, 30), settles=[party_line(invoice)], by=books.user)
    books.fills_in(f"/prospects/{prospect.pk}/archive/", reason="Lukket")
    assert "Arkiveret" in books.sees(card)
    assert "Arkiveret" in books.sees(debtor.get_absolute_url())
    books.sends(f"/prospects/{prospect.pk}/unarchive/")
    assert (Prospect.objects.active().count(), Debtor.objects.active().count()) == (1, 1)


def test_seed_7_4_a_new_supplier_is_chosen(desk: Desk) -> None:
    # Opret potentielle leverandører som KundeEmner (kreditoremner).
    names = ("Jysk Træ", "Skånsk Trävara", "Vestkystens Tømmer")
    offers = [create_prospect({"name": name, "intended_role": "supplier"}, by=desk.user) for name in names]
    found = desk.sees("/prospects/?intended_role=supplier")
    assert all(name in found for name in names)

    # Notér tilbud, betingelser, kontaktpersoner.
    desk.saves(f"/contacts/of/{offers[1].pk}/add/", name="Åsa Lind", mobile="+46701234567")
    ticked = {"selected": [offer.pk for offer in offers], "list": "intended_role=supplier"}
    answer = desk.sends(
        "/prospects/selection/compare-suppliers/", **ticked, apply="1", idempotency_key="k1", title="Trælast 2027"
    )
    page = answer["Location"]
    jysk, skaansk, vest = SupplierCandidate.objects.order_by("pk")
    desk.saves(f"{page}{jysk.pk}/note/", price_note="438 kr. pr. m³", terms_note="Netto 30 dage")
    desk.saves(f"{page}{skaansk.pk}/note/", price_note="412 kr. pr. m³", assessment="Leverer på to dage")
    desk.saves(f"{page}{vest.pk}/note/", price_note="Intet tilbud endnu")
    side_by_side = desk.sees(page)
    wanted = (
        "438 kr. pr. m³",
        "Netto 30 dage",
        "412 kr. pr. m³",
        "Leverer på to dage",
        "Åsa Lind",
        "Intet tilbud endnu",
    )
    assert [text for text in wanted if text not in side_by_side] == []

    # Overfør den valgte til kreditor; de andre lægges væk med begrundelsen.
    shown = desk.sees(f"{page}{skaansk.pk}/choose/")
    assert ("Arkiveres som fravalgt:" in shown, Creditor.objects.exists()) == (True, False)
    done = desk.fills_in(f"{page}{skaansk.pk}/choose/")
    assert toasts(done) == ["Skånsk Trävara er valgt"]
    assert Creditor.objects.get().name == "Skånsk Trävara"
    reasons = Prospect.objects.archived().values_list("name", "archived_reason").order_by("name")
    assert list(reasons) == [(name, "Fravalgt: Skånsk Trävara valgt") for name in ("Jysk Træ", "Vestkystens Tømmer")]

    # Sammenligningen kan stadig læses, og kreditorens kort viser kontaktpersonen.
    afterwards = desk.sees(page)
    assert ("Skånsk Trävara blev valgt" in afterwards, "438 kr. pr. m³" in afterwards) == (True, True)
    assert Contact.objects.get().prospect == Prospect.objects.get(creditor__isnull=False)
    assert "Kontakter" in desk.sees(Creditor.objects.get().get_absolute_url())

    # Et forkert valg fortrydes i ét klik: ingen kreditor, alle tre er kandidater igen.
    undo = next(iter(get_messages(done.wsgi_request))).extra_tags.split('"undo_url": "')[1].partition('"')[0]
    desk.sends(undo)
    assert not SupplierComparison.objects.get().is_decided
    assert (Creditor.objects.exists(), Prospect.objects.archived().exists()) == (False, False)
