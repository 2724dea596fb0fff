"""Who a new prospect may already be."""

from typing import Any

import pytest
from django.db import connection

from kundebro.core.search import holds
from kundebro.prospects.models import Prospect
from kundebro.prospects.queries import duplicates_of
from kundebro.users.choices import Role
from tests.factories.prospects import make_archived, make_prospect
from tests.factories.users import make_user

pytestmark = pytest.mark.django_db


@pytest.mark.parametrize(
    ("known", "typed"),
    [
        ({"cvr_no": "24256790"}, {"cvr_no": "24256790"}),
        ({"phone": "+4533121212"}, {"phone": "+4533121212"}),
        ({"phone": "+4533121212"}, {"mobile": "+4533121212"}),
        ({"email": "info@moebler.dk"}, {"email": "info@moebler.dk"}),
        ({"email_domain": "moebler.dk"}, {"email": "bo@moebler.dk"}),
        ({"name": "Nordisk Træ A/S", "city": "Vejle"}, {"name": "Nordisk Trae", "city": "Vejle"}),
        ({"name": "Sønderskov Maskinfabrik ApS"}, {"name": "Soenderskov Maskinfabrik"}),
    ],
)
def test_what_they_share_is_found(known: dict[str, Any], typed: dict[str, Any]) -> None:
    prospect = make_prospect(**known)
    make_prospect(name="Bageriet", city="Vejle", cvr_no="13585628", phone="+4533131313", email="info@bageri.dk")

    (found,) = duplicates_of(typed, seen_by=make_user())

    assert (found.prospect, found.is_visible) == (prospect, True)


@pytest.mark.parametrize("typed", [{}, {"name": "Al"}, {"email": "bo@gmail.com"}, {"name": "Noget helt andet"}])
def test_too_little_or_something_else_finds_nothing(typed: dict[str, Any]) -> None:
    make_prospect(name="Nordisk Træ")

    assert duplicates_of(typed, seen_by=make_user()) == []


def test_a_prospect_is_not_its_own_duplicate() -> None:
    prospect = make_prospect(cvr_no="24256790")

    assert duplicates_of({"cvr_no": "24256790"}, seen_by=make_user(), but=prospect.pk) == []


def test_archived_ones_count() -> None:
    prospect = make_archived(cvr_no="24256790")

    assert [found.prospect for found in duplicates_of({"cvr_no": "24256790"}, seen_by=make_user())] == [prospect]


def test_one_that_the_user_may_not_see_is_marked() -> None:
    make_prospect(cvr_no="24256790")

    (found,) = duplicates_of({"cvr_no": "24256790"}, seen_by=make_user(role=Role.SELLER))

    assert not found.is_visible


def test_the_surest_reason_comes_first_and_each_prospect_once() -> None:
    both = make_prospect(cvr_no="24256790", phone="+4533121212")
    phone = make_prospect(phone="+4533121212")

    found = duplicates_of({"cvr_no": "24256790", "phone": "+4533121212"}, seen_by=make_user())

    assert [each.prospect for each in found] == [both, phone]


@pytest.mark.parametrize(
    ("field", "index"),
    [
        ("cvr_no", "prospect_cvr"),
        ("phone", "prospect_phone"),
        ("email", "prospect_email"),
        ("email_domain", "prospect_email_domain"),
    ],
)
def test_what_they_share_is_looked_up_and_not_searched_for(field: str, index: str) -> None:
    with connection.cursor() as cursor:
        if connection.vendor == "postgresql":
            cursor.execute("SET LOCAL enable_seqscan = off")  # which a table of a few rows would be read by

    assert index in Prospect.objects.filter(holds(field, "værdi")).explain()


def test_nothing_is_looked_for_among_the_empty_ones() -> None:
    make_prospect(cvr_no="")

    assert not Prospect.objects.filter(holds("cvr_no", "")).exists()
