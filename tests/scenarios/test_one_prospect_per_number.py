"""One Kundeemne per account number; more people at the same company are Kontakter (seed 6)."""

import pytest

from kundebro.contacts.models import Contact
from kundebro.prospects.models import Prospect
from kundebro.prospects.operations import create_prospect
from kundebro.users.choices import Role, Scope
from tests.factories.users import make_user
from tests.scenarios.desk import Desk

pytestmark = pytest.mark.django_db


@pytest.fixture
def desk() -> Desk:
    return Desk(make_user(role=Role.SALES_MANAGER, scope=Scope.ALL))


@pytest.fixture
def holder(desk: Desk) -> Prospect:
    return create_prospect({"number": "K-100", "name": "Fjordens Færger A/S"}, by=desk.user)


@pytest.mark.parametrize("number", ["K-100", "k-100", " K-100 ", "Ｋ-100"])
def test_a_second_one_under_the_same_number_is_refused_and_the_first_is_shown(
    desk: Desk, holder: Prospect, number: str
) -> None:
    answer = desk.fills_in("/prospects/quick/", number=number, name="Fjordens Værft")

    page = answer.content.decode()
    assert answer.status_code == 422
    assert f'href="{holder.get_absolute_url()}"' in page
    assert "Fjordens Færger A/S" in page
    assert answer.context["form"]["name"].value() == "Fjordens Værft"
    assert Prospect.objects.count() == 1


def test_the_number_is_checked_while_it_is_typed(desk: Desk, holder: Prospect) -> None:
    answer = desk.sends("/prospects/check/number/", number="k-100")

    assert holder.get_absolute_url() in answer.content.decode()


def test_a_prospect_cannot_take_anothers_number_later_either(desk: Desk, holder: Prospect) -> None:
    other = create_prospect({"number": "K-101", "name": "Fjordens Værft"}, by=desk.user)

    answer = desk.fills_in(f"/prospects/{other.pk}/groups/identity/edit/", number="K-100")

    other.refresh_from_db()
    assert answer.status_code == 422
    assert holder.get_absolute_url() in answer.content.decode()
    assert other.number == "K-101"


def test_several_people_at_the_company_are_contacts_behind_the_button_kontakter(desk: Desk, holder: Prospect) -> None:
    people = {"Åse Ågård": "Indkøber", "Bo Bæk": "Direktør", "Carl Østergaard": "Bogholder"}

    for name, title in people.items():
        desk.saves(f"/contacts/of/{holder.pk}/add/", name=name, title=title, phone="62524000")

    card, everybody = desk.sees(holder.get_absolute_url()), desk.sees("/contacts/")
    assert f"/contacts/of/{holder.pk}/" in card
    assert [name for name in people if name not in everybody] == []
    assert dict(Contact.objects.filter(prospect=holder).values_list("name", "title")) == people
    assert Contact.objects.get(prospect=holder, is_primary=True).name == "Åse Ågård"
    assert Prospect.objects.count() == 1
