"""What has become of a record since someone read it."""

from datetime import date

import pytest

from kundebro.history.queries.stale import changed_since
from kundebro.prospects.operations import change_prospect
from tests.factories.prospects import make_prospect, make_status, make_target_group
from tests.factories.users import make_user

pytestmark = pytest.mark.django_db


def test_nothing_when_nobody_was_there() -> None:
    prospect = make_prospect()

    since = changed_since(prospect, 1)

    assert (dict(since.originals), since.by) == ({}, None)


def test_the_values_are_those_of_the_version_read_and_the_last_one_there_is_named() -> None:
    prospect, mette, jonas = make_prospect(city="Vejle"), make_user(name="Mette"), make_user(name="Jonas")
    change_prospect(prospect, {"city": "Ribe"}, by=mette)
    change_prospect(prospect, {"city": "Varde"}, by=jonas)

    assert (dict(changed_since(prospect, 1).originals), changed_since(prospect, 1).by) == ({"city": "Vejle"}, jonas)
    assert dict(changed_since(prospect, 2).originals) == {"city": "Ribe"}


def test_days_foreign_keys_and_links_come_as_the_fields_hold_them() -> None:
    status, group = make_status(), make_target_group()
    approved = {"is_gdpr_approved": True, "gdpr_approved_on": date(2027, 1, 4)}
    prospect = make_prospect(status=status, target_groups=[group], **approved)
    emptied = {"status": None, "is_gdpr_approved": False, "gdpr_approved_on": None, "target_groups": []}
    change_prospect(prospect, emptied, by=make_user())

    originals = changed_since(prospect, prospect.version).originals

    assert originals == {"status": status.pk, **approved, "target_groups": [group.pk]}
