"""Many people at the same moment (reliability.md F-15, F-18, F-30), as real processes on real connections."""

from collections import Counter

import pytest
from django.db import connection

from kundebro.history.models import Changeset
from kundebro.history.tracked import StaleWrite
from kundebro.prospects.models import Prospect
from kundebro.prospects.operations import NumberTaken, change_prospect, create_prospect, create_prospects
from kundebro.users.models import User
from tests.faults.fair import KNOWN
from tests.faults.together import at_once
from tests.live import PATIENCE, Live, connected_to

CLIENTS = 50
NUMBERS_EACH = 100
SINGLE = 10

pytestmark = [pytest.mark.faults, pytest.mark.xdist_group("faults")]


def test_fifty_who_want_the_same_number_are_one_who_gets_it_and_fortynine_who_are_told_by_whom(
    installation: Live,
) -> None:
    def create(place: int) -> str:
        try:
            create_prospect({"number": "10001", "name": f"Firma {place}"}, by=User.objects.get())
        except NumberTaken as taken:
            return f"{taken.number} is taken" if taken.prospect else "taken by nobody"
        return "created"

    answers = Counter(at_once(CLIENTS, create, url=installation.url))

    assert answers == {"created": 1, "10001 is taken": CLIENTS - 1}
    with connected_to(installation.url):
        assert Prospect.objects.filter(number="10001").count() == 1


def test_fifty_who_take_a_hundred_proposed_numbers_each_get_five_thousand(installation: Live) -> None:
    def create(place: int) -> list[int]:
        """Ten prospects one by one, and a fair's grid of ninety; fifty grids in a row are more than 15 seconds' work."""
        if connection.vendor == "sqlite":
            connection.settings_dict["OPTIONS"] = {**connection.settings_dict["OPTIONS"], "timeout": PATIENCE}
        user = User.objects.get()
        single = [create_prospect({"name": f"Firma {place}"}, by=user).pk for _number in range(SINGLE)]
        return single + create_prospects([{"name": f"Messefirma {place}"}] * (NUMBERS_EACH - SINGLE), by=user)

    answers = at_once(CLIENTS, create, url=installation.url)

    made = [pk for answer in answers for pk in answer]
    with connected_to(installation.url):
        numbers = Prospect.objects.filter(pk__gt=KNOWN).values_list("number", flat=True)
        assert len(set(made)) == len(set(numbers)) == CLIENTS * NUMBERS_EACH


def test_twenty_clicks_on_the_same_form_make_one_row(installation: Live) -> None:
    def click(_place: int) -> int:
        return create_prospect({"name": "Dobbeltklik ApS"}, by=User.objects.get(), key="samme-formular").pk

    answers = at_once(20, click, url=installation.url)

    with connected_to(installation.url):
        made = Prospect.objects.get(name="Dobbeltklik ApS")
        assert Changeset.objects.filter(operation="prospects.create").count() == 1
    assert answers == [made.pk] * 20


def test_of_twenty_who_save_over_the_same_version_one_succeeds_and_nothing_is_lost(installation: Live) -> None:
    def save(place: int) -> str:
        prospect = Prospect.objects.order_by("pk")[0]
        try:
            change_prospect(prospect, {"remark_1": f"Note {place}"}, by=User.objects.get(), version=1)
        except StaleWrite:
            return "stale"
        return f"Note {place}"

    answers = Counter(at_once(20, save, url=installation.url))

    with connected_to(installation.url):
        stored = Prospect.objects.order_by("pk")[0]
    assert answers == {"stale": 19, stored.remark_1: 1}
    assert stored.version == 2
