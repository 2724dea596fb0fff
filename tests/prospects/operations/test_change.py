"""Correcting one prospect, or many together."""

from datetime import date
from decimal import Decimal

import pytest
from django.utils import timezone

from kundebro.core.danish import sort_key
from kundebro.core.search import searched
from kundebro.history.models import Change, Changeset
from kundebro.history.operations.undo import undo
from kundebro.history.queries import fingerprint
from kundebro.history.recorder import latest_changeset, recording
from kundebro.history.tracked import StaleWrite
from kundebro.prospects.choices import CoordinatesSource
from kundebro.prospects.models import Prospect
from kundebro.prospects.operations import NumberTaken, change_prospect, change_prospects
from tests.factories.prospects import make_interest_type, make_prospect, make_status, make_target_group
from tests.factories.users import make_user

pytestmark = pytest.mark.django_db


def test_the_history_keeps_what_changed_and_nothing_else() -> None:
    prospect = make_prospect(name="Nordisk Træ", city="Vejle")

    change_prospect(prospect, {"name": "Nordisk Træ", "city": "Ribe"}, by=make_user())

    change = Change.objects.order_by("pk").last()
    assert change is not None
    assert (change.values, change.version) == ({"city": ["Vejle", "Ribe"]}, 2)


def test_nothing_is_written_when_nothing_differs() -> None:
    prospect = make_prospect(city="Ribe")

    change_prospect(prospect, {"city": "Ribe"}, by=make_user())

    prospect.refresh_from_db()
    assert (prospect.version, Changeset.objects.filter(operation="prospects.change").count()) == (1, 0)


def test_a_change_made_on_an_old_version_is_refused() -> None:
    prospect = make_prospect()
    change_prospect(prospect, {"city": "Ribe"}, by=make_user(), version=1)

    with pytest.raises(StaleWrite):
        change_prospect(prospect, {"city": "Vejle"}, by=make_user(), version=1)

    prospect.refresh_from_db()
    assert prospect.city == "Ribe"


def test_the_same_request_twice_changes_once() -> None:
    prospect, by = make_prospect(), make_user()

    for _time in range(2):
        change_prospect(prospect, {"city": "Ribe"}, by=by, version=1, key="abc")

    prospect.refresh_from_db()
    assert (prospect.city, prospect.version) == ("Ribe", 2)


def test_a_number_that_another_has_is_refused_with_the_holder() -> None:
    holder, prospect = make_prospect(number="K1"), make_prospect()

    with pytest.raises(NumberTaken) as refused:
        change_prospect(prospect, {"number": "k1"}, by=make_user())

    assert refused.value.prospect == holder


def test_a_new_name_is_found_and_sorted_at_once() -> None:
    prospect = make_prospect(name="Zebra")

    change_prospect(prospect, {"name": "Ærø Færge"}, by=make_user())

    assert list(searched(Prospect.objects.all(), "aeroe")) == [prospect]
    assert Prospect.objects.get().sort_name == sort_key("Ærø Færge")


def test_links_are_part_of_the_same_changeset() -> None:
    prospect, group = make_prospect(), make_target_group()

    change_prospect(prospect, {"city": "Ribe", "target_groups": [group]}, by=make_user())

    changeset = latest_changeset()
    assert changeset is not None
    assert (changeset.change_count, list(prospect.target_groups.all())) == (2, [group])


def test_a_new_address_is_no_longer_verified() -> None:
    prospect = make_prospect(street="Havnegade")
    with recording("test.verify", by=None):
        prospect.address_verified_at, prospect.address_verified_by = timezone.now(), CoordinatesSource.DAR
        prospect.save()

    changed = change_prospect(prospect, {"street": "Nørregade"}, by=make_user())

    assert (changed.address_verified_at, changed.address_verified_by) == (None, "")


def test_coordinates_know_when_they_were_set() -> None:
    prospect, by = make_prospect(), make_user()
    point = {"latitude": Decimal("55.6"), "longitude": Decimal("12.5"), "coordinates_source": CoordinatesSource.MANUAL}

    changed = change_prospect(prospect, point, by=by)
    assert changed.coordinates_set_at is not None

    emptied = change_prospect(changed, {"latitude": None, "longitude": None, "coordinates_source": ""}, by=by)
    assert emptied.coordinates_set_at is None


def test_many_get_the_same_values_and_keep_their_own_groups() -> None:
    first, second, status = make_target_group(), make_target_group(), make_status()
    one, other = make_prospect(target_groups=[first]), make_prospect()

    count = change_prospects(
        Prospect.objects.all(),
        {"status": status, "next_follow_up_on": date(2027, 1, 4), "target_groups": [second]},
        by=make_user(),
    )

    one.refresh_from_db()
    assert (count, one.status, one.next_follow_up_on) == (2, status, date(2027, 1, 4))
    assert (set(one.target_groups.all()), set(other.target_groups.all())) == ({first, second}, {second})


def test_many_count_only_those_that_differ() -> None:
    status, interest = make_status(), make_interest_type()
    make_prospect(status=status, interest_types=[interest])
    make_prospect()

    assert (
        change_prospects(Prospect.objects.all(), {"status": status, "interest_types": [interest]}, by=make_user()) == 1
    )


def test_changing_many_is_undone_at_once() -> None:
    by, group, interest = make_user(), make_target_group(), make_interest_type()
    for name in ("A", "B", "C"):
        make_prospect(name=name, target_groups=[group], by=by)
    before = fingerprint()
    change_prospects(Prospect.objects.all(), {"customer_type": "btb", "interest_types": [interest]}, by=by)
    changed = latest_changeset()
    assert changed is not None

    undo(changed, by=by)

    assert fingerprint() == before
