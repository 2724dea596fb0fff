"""The evening after the fair (seed 7.1): type what stands on the cards, sort them, plan who is called next."""

from datetime import date

import pytest

from kundebro.contacts.models import Contact
from kundebro.history.models import Changeset
from kundebro.history.queries import fingerprint
from kundebro.history.recorder import recording
from kundebro.prospects.models import InterestType, Prospect, TargetGroup
from kundebro.users.choices import Role, Scope
from tests.factories.users import make_user
from tests.scenarios.desk import Desk

pytestmark = pytest.mark.django_db

CARDS = (
    ("Ærø Færgefart A/S", "62 52 40 00", "post@faerge.example", "Åse Ågård"),
    ("Øster Å Bageri", "20345678", "", "Bo Bæk"),
    ("Smedjen v/Lis Ibsen", "", "lis@smedjen.example", ""),
)


@pytest.fixture
def seller() -> Desk:
    return Desk(make_user(name="Egon", role=Role.SELLER, scope=Scope.OWN))


def test_from_a_pile_of_cards_to_a_list_of_calls_and_back(seller: Desk) -> None:
    with recording("test.codes", by=None):
        energy, ports = InterestType(code="energi", name="Energi"), TargetGroup(code="havne", name="Havne")
        energy.save()
        ports.save()

    # Egon types the cards, two fields and what there is room for, each saved before the next.
    for name, phone, email, _person in CARDS:
        page = seller.fills_in("/prospects/quick/", name=name, phone=phone, email=email, again="1")
        assert page.status_code == 200
        assert page.context["form"]["name"].value() in (None, "")

    typed = list(Prospect.objects.order_by("pk"))
    assert [prospect.name for prospect in typed] == [name for name, *_rest in CARDS]
    assert len({prospect.number for prospect in typed}) == len(CARDS)
    assert {prospect.responsible for prospect in typed} == {seller.user}

    # The people he talked to become contacts.
    for prospect, (_name, _phone, _email, person) in zip(typed, CARDS, strict=True):
        if person:
            seller.saves(f"/contacts/of/{prospect.pk}/add/", name=person)
    assert set(Contact.objects.values_list("name", flat=True)) == {"Åse Ågård", "Bo Bæk"}

    # He ticks the two that asked about energy, and gives them interest, target group and a day to be called.
    asked = [prospect.pk for prospect in typed[:2]]
    together = {"selected": asked, "list": "", "apply": "1", "idempotency_key": "aften"}
    answer = seller.sends(
        "/prospects/selection/change/",
        **together,
        interest_types=[energy.pk],
        target_groups=[ports.pk],
        next_follow_up_on="30-11-2026",
    )
    assert answer.status_code == 303
    calls = Prospect.objects.filter(next_follow_up_on=date(2026, 11, 30), interest_types=energy, target_groups=ports)
    assert sorted(calls.values_list("pk", flat=True)) == asked

    # The list shows whom to call, and finds a company by the person he remembers.
    to_call = seller.sees(f"/prospects/?interest={energy.pk}&has=next_follow_up_on")
    assert ("Ærø Færgefart A/S" in to_call, "Smedjen v/Lis Ibsen" in to_call) == (True, False)
    assert "Øster Å Bageri" in seller.sees("/prospects/?q=bo+baek")

    # It was the wrong day. Fortryd takes exactly that step back.
    seller.sends(f"/history/changesets/{Changeset.objects.get(operation='prospects.change-many').pk}/undo/")
    assert not Prospect.objects.exclude(next_follow_up_on=None).exists()
    assert Contact.objects.count() == 2


def test_every_card_typed_by_mistake_can_be_taken_back(seller: Desk) -> None:
    before = fingerprint()
    for name, *_rest in CARDS:
        seller.saves("/prospects/quick/", name=name)

    for changeset in Changeset.objects.filter(operation="prospects.create").order_by("-pk"):
        seller.sends(f"/history/changesets/{changeset.pk}/undo/")

    assert fingerprint() == before


def test_a_colleague_with_her_own_records_sees_none_of_it(seller: Desk) -> None:
    seller.saves("/prospects/quick/", name=CARDS[0][0])
    colleague = Desk(make_user(role=Role.SELLER, scope=Scope.OWN))

    assert CARDS[0][0] not in colleague.sees("/prospects/?q=faerge")
    assert colleague.sends(f"/prospects/{Prospect.objects.get().pk}/archive/").status_code == 404
