"""What a prospect is found by, and what the database refuses."""

from typing import Any

import pytest
from django.db import IntegrityError, transaction
from django.db.models import QuerySet

from kundebro.core.search import searched
from kundebro.history.recorder import recording
from kundebro.prospects.models import Prospect
from kundebro.users.choices import Role, Scope
from tests.factories.prospects import make_prospect
from tests.factories.users import make_team, make_user

pytestmark = pytest.mark.django_db


@pytest.mark.parametrize("typed", ["k100", " K100 ", "K100"])
def test_a_number_is_the_same_however_it_is_spelt(typed: str) -> None:
    prospect = make_prospect(number="K100")

    assert Prospect.objects.numbered(typed).get() == prospect


@pytest.mark.parametrize(
    "typed",
    [
        "Århus",
        "aarhus",
        "arhus",
        "elteknik",
        "24 25 67 90",
        "24256790",
        "33 12 12 12",
        "33121212",
        "info@aa.dk",
        "8000",
    ],
)
def test_a_prospect_is_found_by_any_usual_spelling_of_what_is_known(typed: str) -> None:
    prospect = make_prospect(
        name="Århus Elteknik A/S",
        cvr_no="24256790",
        phone="+4533121212",
        email="info@aa.dk",
        postal_code="8000",
        city="Aarhus C",
    )
    make_prospect(name="Bageriet", city="Ribe")

    assert list(searched(Prospect.objects.all(), typed)) == [prospect]


def test_lists_follow_the_danish_alphabet() -> None:
    for name in ("Aabenraa", "Zebra", "Østerbro", "Anders", "Ærø", "Århus"):
        make_prospect(name=name)

    names = Prospect.objects.order_by("sort_name").values_list("name", flat=True)

    assert list(names) == ["Anders", "Zebra", "Ærø", "Østerbro", "Aabenraa", "Århus"]


def test_account_numbers_are_sorted_as_people_count() -> None:
    for number in ("K10", "9", "10", "K9", "100"):
        make_prospect(number=number)

    assert list(Prospect.objects.order_by("number_sort").values_list("number", flat=True)) == [
        "9",
        "10",
        "100",
        "K9",
        "K10",
    ]


@pytest.mark.parametrize(
    "broken",
    [
        {"number": ""},
        {"name": ""},
        {"is_gdpr_approved": True},
        {"latitude": "55.6"},
        {"intended_role": "friend"},
        {"customer_type": "b2b"},
        {"number_key": "10001"},
    ],
)
def test_the_database_refuses_what_must_not_be(broken: dict[str, Any]) -> None:
    make_prospect(number="10001")
    prospect = make_prospect(number="10002")

    with pytest.raises(IntegrityError), transaction.atomic():
        QuerySet(Prospect).filter(pk=prospect.pk).update(**broken)


def test_a_seller_sees_her_own_prospects_only() -> None:
    seller, colleague = make_user(role=Role.SELLER), make_user(role=Role.SELLER)
    own = make_prospect(responsible=seller)
    make_prospect(responsible=colleague)

    assert list(Prospect.objects.visible_to(seller)) == [own]


def test_a_team_sees_its_members_prospects_and_those_nobody_has_taken() -> None:
    team = make_team()
    seller, mate = (make_user(role=Role.SELLER, scope=Scope.TEAM, team=team) for _member in range(2))
    mates = make_prospect(responsible=mate)
    nobodys = make_prospect(by=mate)
    with recording("test.nobody", by=None):
        nobodys.responsible = None
        nobodys.save()
    make_prospect(responsible=make_user(role=Role.SELLER))

    assert set(Prospect.objects.visible_to(seller)) == {mates, nobodys}


def test_a_manager_sees_all() -> None:
    prospects = {make_prospect(responsible=make_user(role=Role.SELLER)) for _each in range(2)}

    assert set(Prospect.objects.visible_to(make_user(role=Role.SALES_MANAGER))) == prospects
