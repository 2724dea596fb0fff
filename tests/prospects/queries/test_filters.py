"""What the address of the list asks for."""

from datetime import date
from itertools import count
from typing import Any

import pytest
from django.http import QueryDict

from kundebro.prospects.models import Prospect
from kundebro.prospects.queries import ProspectFilter, matching_prospects
from kundebro.users.models import User
from tests.factories.company import make_industry
from tests.factories.prospects import (
    make_archived,
    make_interest_type,
    make_prospect,
    make_source,
    make_status,
    make_target_group,
)
from tests.factories.users import make_user

pytestmark = pytest.mark.django_db

_codes = count(1)


@pytest.fixture
def manager() -> User:
    return make_user()


def found(query: str, manager: User) -> list[Prospect]:
    return list(matching_prospects(wanted=ProspectFilter(QueryDict(query)), seen_by=manager).order_by("pk"))


def test_without_a_word_the_active_ones_are_meant(manager: User) -> None:
    active, archived = make_prospect(), make_archived()

    assert found("", manager) == [active]
    assert found("state=archived", manager) == [archived]
    assert found("state=all", manager) == [active, archived]
    assert found("state=nonsense", manager) == [active]


@pytest.mark.parametrize(
    ("name", "make"),
    [
        ("responsible", lambda: make_user(name="Anden")),
        ("status", make_status),
        ("source", make_source),
        ("industry", lambda: make_industry(code=f"9999{next(_codes):02}")),
    ],
)
def test_a_code_or_a_person_filters_and_several_are_or(manager: User, name: str, make: Any) -> None:
    one, other = make(), make()
    first, second = make_prospect(by=manager, **{name: one}), make_prospect(by=manager, **{name: other})
    make_prospect(by=manager)

    assert found(f"{name}={one.pk}", manager) == [first]
    assert found(f"{name}={one.pk}&{name}={other.pk}", manager) == [first, second]


def test_none_means_nothing_chosen(manager: User) -> None:
    with_status, without = make_prospect(status=make_status()), make_prospect()

    assert found("status=none", manager) == [without]
    assert found(f"status=none&status={with_status.status_id}", manager) == [with_status, without]


@pytest.mark.parametrize(
    ("parameter", "field", "make"),
    [("target_group", "target_groups", make_target_group), ("interest", "interest_types", make_interest_type)],
)
def test_a_group_or_an_interest_filters(manager: User, parameter: str, field: str, make: Any) -> None:
    row, other = make(), make()
    prospect = make_prospect(**{field: [row, other]})
    make_prospect(**{field: [other]})

    assert found(f"{parameter}={row.pk}", manager) == [prospect]


@pytest.mark.parametrize(
    ("query", "values"),
    [
        ("customer_type=btg", {"customer_type": "btg"}),
        ("intended_role=supplier", {"intended_role": "supplier"}),
        ("country=DE", {"country_id": "DE"}),
        ("postal_from=4000&postal_to=4999", {"postal_code": "4000"}),
        ("postal_from=9000", {"postal_code": "9990"}),
        ("has=email", {"email": "a@firma.dk"}),
        ("has=gdpr", {"is_gdpr_approved": True, "gdpr_approved_on": date(2026, 1, 2)}),
        ("has=campaigns", {"allows_campaigns": True}),
        ("has=next_follow_up_on", {"next_follow_up_on": date(2027, 1, 2)}),
        ("q=nordisk", {"name": "Nordisk Træ"}),
    ],
)
def test_a_value_filters(manager: User, query: str, values: dict[str, Any]) -> None:
    prospect = make_prospect(**values)
    make_prospect(name="Andet", postal_code="3000")

    assert found(query, manager) == [prospect]


def test_what_lacks_something_is_the_rest(manager: User) -> None:
    make_prospect(email="a@firma.dk")
    lacking = make_prospect()

    assert found("lacks=email", manager) == [lacking]


def test_filters_are_and(manager: User) -> None:
    status = make_status()
    make_prospect(status=status)
    both = make_prospect(status=status, email="a@firma.dk")

    assert found(f"status={status.pk}&has=email", manager) == [both]


@pytest.mark.parametrize(
    "query",
    [
        "status=1';--",
        "status=99999999999999999999",
        "has=password",
        "country=%00",
        "postal_from=%00",
        "q=%00",
        "source=-1",
    ],
)
def test_nonsense_in_the_address_breaks_nothing(manager: User, query: str) -> None:
    make_prospect()

    found(query, manager)


def test_an_untouched_list_is_known_as_such() -> None:
    assert ProspectFilter(QueryDict("sort=-name&after=x")).is_empty
    assert not ProspectFilter(QueryDict("q=a")).is_empty
    assert not ProspectFilter(QueryDict("state=all")).is_empty
    assert not ProspectFilter(QueryDict("lacks=email")).is_empty
