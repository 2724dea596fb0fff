"""P-numbers on the card."""

import pytest
from django.test import Client

from kundebro.prospects.models import ProductionUnit
from tests.factories.prospects import make_production_unit, make_prospect

pytestmark = pytest.mark.django_db


def test_a_unit_is_added_checked_and_its_town_filled_in(client: Client) -> None:
    prospect = make_prospect()

    answer = client.post(
        f"{prospect.get_absolute_url()}production-units/add/?list=q%3Da",
        {"p_no": "P 1003 456 789", "name": "Lager", "postal_code": "7100", "is_main": "on", "idempotency_key": "a"},
    )

    unit = ProductionUnit.objects.get()
    assert (unit.p_no, unit.city, unit.is_main, unit.prospect) == ("1003456789", "Vejle", True, prospect)
    assert answer.headers["Location"] == f"{prospect.get_absolute_url()}?list=q%3Da"


@pytest.mark.parametrize(
    "sent", [{"p_no": "123"}, {"p_no": ""}, {"p_no": "1003456789"}, {"p_no": "1003456790", "gln": "1"}]
)
def test_what_cannot_be_right_comes_back(client: Client, sent: dict[str, str]) -> None:
    prospect = make_prospect()
    make_production_unit(prospect, p_no="1003456789")

    answer = client.post(f"{prospect.get_absolute_url()}production-units/add/", {"idempotency_key": "a", **sent})

    assert (answer.status_code, ProductionUnit.objects.count()) == (422, 1)


def test_a_unit_is_corrected_and_may_keep_its_number(client: Client) -> None:
    prospect = make_prospect()
    unit = make_production_unit(prospect, name="Lager", is_main=True)

    client.post(
        f"{prospect.get_absolute_url()}production-units/{unit.pk}/",
        {"p_no": unit.p_no, "name": "Kontor", "is_main": "on", "idempotency_key": "a"},
    )

    unit.refresh_from_db()
    assert (unit.name, unit.is_main) == ("Kontor", True)


def test_the_first_unit_is_offered_as_the_main_one(client: Client) -> None:
    prospect = make_prospect()
    url = f"{prospect.get_absolute_url()}production-units/add/"

    first = client.get(url).context["form"].initial["is_main"]
    make_production_unit(prospect)

    assert (first, client.get(url).context["form"].initial["is_main"]) == (True, False)


def test_a_unit_is_removed(client: Client) -> None:
    prospect = make_prospect()
    unit = make_production_unit(prospect)

    client.post(f"{prospect.get_absolute_url()}production-units/{unit.pk}/remove/")

    assert not ProductionUnit.objects.exists()


def test_a_unit_of_another_prospect_is_not_found(client: Client) -> None:
    unit = make_production_unit(make_prospect())
    other = make_prospect()

    answers = [
        client.get(f"{other.get_absolute_url()}production-units/{unit.pk}/"),
        client.post(f"{other.get_absolute_url()}production-units/{unit.pk}/remove/"),
    ]

    assert [answer.status_code for answer in answers] == [404, 404]
