"""Kundeemne og debitor i trit: to kolleger, to kort, ét firma (Synkronisering)."""

import pytest

from kundebro.core.verify import breached, verify
from kundebro.history.models import Changeset
from kundebro.imports.operations.carry_out import carry_out
from kundebro.imports.operations.upload import receive_upload
from kundebro.imports.targets import targets
from kundebro.ledger.models import Debtor
from kundebro.prospects.models import Prospect
from kundebro.prospects.operations import create_prospect
from kundebro.users.choices import Role, Scope
from tests.factories.imports import make_import
from tests.factories.users import make_user
from tests.scenarios.desk import Desk

pytestmark = pytest.mark.django_db


@pytest.fixture
def karen() -> Desk:
    return Desk(make_user(role=Role.SELLER, scope=Scope.ALL, name="Karen"))


@pytest.fixture
def bo() -> Desk:
    return Desk(make_user(role=Role.BOOKKEEPER, name="Bo"))


@pytest.fixture
def anna() -> Desk:
    return Desk(make_user(role=Role.ADMINISTRATOR, name="Anna"))


@pytest.fixture
def prospect(karen: Desk) -> Prospect:
    made = create_prospect({"number": "10045", "name": "Fjordens Færger A/S", "city": "Aarhus"}, by=karen.user)
    karen.fills_in(f"/prospects/{made.pk}/transfer-to-debtor/")
    return Prospect.objects.get()


def towns() -> tuple[str, str]:
    return Prospect.objects.get().city, Debtor.objects.get().city


def test_two_cards_in_step(karen: Desk, bo: Desk, anna: Desk, prospect: Prospect) -> None:
    debtor = Debtor.objects.get()
    prospect_address = f"/prospects/{prospect.pk}/groups/address/edit/"
    debtor_address = f"{debtor.get_absolute_url()}groups/address/edit/"

    # Slået fra betyder slået fra: Karen retter KundeEmnet, og Bos debitor står, som den stod.
    karen.saves(prospect_address, city="Odense")
    assert towns() == ("Odense", "Aarhus")

    # Anna slår synkronisering til. Intet overskrives, men kortet fortæller om forskellen.
    anna.saves("/prospects/sync/", is_on="on")
    assert towns() == ("Odense", "Aarhus")
    assert "Synkronisering</dt><dd>til · " in bo.sees(f"{prospect.get_absolute_url()}?tab=debtor")

    # Bo ser efter og bringer de to i trit: debitorens by er den rigtige.
    assert "Debitor: Aarhus" in bo.sees(f"/prospects/{prospect.pk}/in-step/")
    bo.saves(f"/prospects/{prospect.pk}/in-step/", city="debtor")
    assert towns() == ("Aarhus", "Aarhus")

    # Fra nu af følges de ad, hvem der end retter.
    karen.saves(prospect_address, city="Vejle")
    assert towns() == ("Vejle", "Vejle")
    bo.saves(debtor_address, city="Ribe")
    assert towns() == ("Ribe", "Ribe")

    # Historikken på debitoren siger, hvor Vejle kom fra.
    assert "fra KundeEmne 10045 Fjordens Færger A/S" in bo.sees(f"{debtor.get_absolute_url()}?tab=history")

    # Også ved samlet rettelse og ved import.
    karen.sends(
        "/prospects/selection/change/", selected=prospect.pk, apply="1", customer_type="btb", idempotency_key="samlet"
    )
    assert Debtor.objects.get().customer_type == "btb"
    upload = receive_upload(
        ["Kontonummer;Navn;By;Telefon\n10045;Fjordens Færger A/S;Esbjerg;86123456\n".encode()],
        name="liste.csv",
        target=targets["prospects"],
        by=karen.user,
    )
    carry_out(make_import(upload))
    assert towns() == ("Esbjerg", "Esbjerg")
    assert Debtor.objects.get().phone == "+4586123456"

    # Karen fortryder importen; det, der fulgte med, går samme vej, selv om hun ikke må rette debitorer.
    imported = Changeset.objects.get(operation="imports.import")
    karen.sends(f"/history/changesets/{imported.pk}/undo/")
    assert towns() == ("Ribe", "Ribe")
    assert Debtor.objects.get().phone == ""

    # Telefonen ejes nu af økonomi: Karens rettelse bliver på KundeEmnet, Bos følger med.
    anna.saves("/prospects/sync/", phone="finance")
    karen.saves(f"/prospects/{prospect.pk}/groups/reach/edit/", phone="11223344")
    assert (Prospect.objects.get().phone, Debtor.objects.get().phone) == ("+4511223344", "")
    bo.saves(f"{debtor.get_absolute_url()}groups/reach/edit/", phone="55667788")
    assert (Prospect.objects.get().phone, Debtor.objects.get().phone) == ("+4555667788", "+4555667788")

    # Slået fra igen: de to kort rettes hver for sig.
    anna.fills_in("/prospects/sync/", is_on="")
    bo.saves(debtor_address, city="Skagen")
    assert towns() == ("Ribe", "Skagen")
    assert breached(verify()) == []
