"""Overfør et KundeEmne til debitor og til kreditor, step by step (seeds 4 and 5)."""

import pytest
from django.contrib.messages import get_messages

from kundebro.contacts.models import Contact
from kundebro.history.models import Changeset
from kundebro.ledger.choices import PartyKind
from kundebro.ledger.models import Creditor, Debtor
from kundebro.prospects.models import Prospect
from kundebro.prospects.operations import create_prospect
from kundebro.users.choices import Role, Scope
from tests.factories.ledger import make_creditor_profile, make_debtor_profile, posting_group
from tests.factories.users import make_user
from tests.scenarios.desk import Desk

pytestmark = pytest.mark.django_db


@pytest.fixture
def desk() -> Desk:
    return Desk(make_user(role=Role.SELLER, scope=Scope.OWN))


@pytest.fixture
def prospect(desk: Desk) -> Prospect:
    made = create_prospect({"number": "10045", "name": "Fjordens Færger A/S"}, by=desk.user)
    desk.saves(f"/contacts/of/{made.pk}/add/", name="Åse Ågård", title="Indkøber")
    return made


def test_seed_4_the_prospect_becomes_a_debtor(desk: Desk, prospect: Prospect) -> None:
    profile = make_debtor_profile(code="EUKUNDE", name="EU-kunder", posting_group=posting_group("EU"))
    card = prospect.get_absolute_url()

    # 4.1 Forbered stamdata på Debitor-fanen: adresse, CVR, kontaktperson og Profil.
    desk.saves(
        f"/prospects/{prospect.pk}/groups/address/edit/", street="Havnegade", postal_code="8000", city="Aarhus C"
    )
    desk.saves(f"/prospects/{prospect.pk}/groups/numbers/edit/", cvr_no="24256790")
    desk.saves(f"/prospects/{prospect.pk}/groups/reach/edit/", email="post@faerger.example")
    desk.saves(f"/prospects/{prospect.pk}/groups/attention/edit/", attention="Åse Ågård")
    desk.saves(f"/prospects/{prospect.pk}/groups/debtor/edit/", debtor_profile=profile.pk)
    tab = desk.opens(f"{card}?tab=debtor")
    assert tab.context["card"].readiness.missing == []

    # 4.2 Flere funktioner → Overfør til debitor: et pop-up vindue, hvor overførslen bekræftes.
    url = f"/prospects/{prospect.pk}/transfer-to-debtor/"
    assert f'href="{url}?tab=debtor"' in tab.content.decode()
    assert "KundeEmnet og dets historik bevares." in desk.sees(url)
    assert not Debtor.objects.exists()
    answer = desk.fills_in(url)

    # En ny debitor er oprettet med stamdata fra kundeemnet og standardindstillinger fra profilen.
    debtor = Debtor.objects.get()
    assert [str(message) for message in get_messages(answer.wsgi_request)] == ["Debitor 10045 oprettet"]
    assert (debtor.number, debtor.name) == ("10045", "Fjordens Færger A/S")
    assert (debtor.street, debtor.city, debtor.cvr_no) == ("Havnegade", "Aarhus C", "24256790")
    assert (debtor.attention, debtor.profile) == ("Åse Ågård", profile)
    assert debtor.posting_group == posting_group("EU")

    # Historik og struktur fra KundeEmnet bevares.
    prospect.refresh_from_db()
    assert prospect.debtor == debtor
    assert Contact.objects.get().prospect == prospect
    history = desk.sees(f"{card}?tab=history")
    assert ("Overført til debitor" in history, "KundeEmne oprettet" in history) == (True, True)

    # Fortryd, så længe intet er bogført.
    undo = f"/history/changesets/{Changeset.objects.get(operation='prospects.transfer-to-debtor').pk}/undo/"
    assert undo in desk.sees(card + "?tab=history")
    desk.sends(undo)
    prospect.refresh_from_db()
    assert (prospect.is_debtor, Debtor.objects.exists()) == (False, False)


def test_seed_5_the_chosen_supplier_becomes_a_creditor(desk: Desk, prospect: Prospect) -> None:
    profile = make_creditor_profile(
        code="VARER", name="Vareleverandører", posting_group=posting_group("EU", kind=PartyKind.CREDITOR)
    )

    # 5.1 Forbered stamdata på Kreditor-fanen.
    desk.saves(f"/prospects/{prospect.pk}/groups/identity/edit/", intended_role="supplier")
    desk.saves(f"/prospects/{prospect.pk}/groups/numbers/edit/", cvr_no="24256790")
    desk.saves(f"/prospects/{prospect.pk}/groups/creditor/edit/", creditor_profile=profile.pk)
    assert "Klar til kreditor" in desk.sees(f"{prospect.get_absolute_url()}?tab=creditor")

    # 5.2 Flere funktioner → Overfør til kreditor, og bekræft.
    desk.fills_in(f"/prospects/{prospect.pk}/transfer-to-creditor/")

    creditor = Creditor.objects.get()
    assert (creditor.number, creditor.cvr_no) == ("10045", "24256790")
    assert creditor.posting_group == posting_group("EU", kind=PartyKind.CREDITOR)
    prospect.refresh_from_db()
    assert (prospect.creditor, prospect.debtor) == (creditor, None)
    assert "Kreditor 10045" in desk.sees(f"{prospect.get_absolute_url()}?tab=creditor").replace("\n", "")
