"""The code tables of CRM-opsætning."""

import pytest

from kundebro.company.operations import StillUsed
from kundebro.history.operations.undo import undo
from kundebro.history.recorder import latest_changeset
from kundebro.prospects.models import LeadSource, ProspectStatus, TargetGroup
from kundebro.prospects.operations import delete_code, save_code
from tests.factories.prospects import make_prospect, make_status, make_target_group
from tests.factories.users import make_user

pytestmark = pytest.mark.django_db


def test_a_new_company_begins_with_sources_and_statuses() -> None:
    assert list(LeadSource.objects.values_list("name", flat=True)) == [
        "Messe",
        "Hjemmeside",
        "Telefon",
        "Kampagne",
        "Reference",
    ]
    assert ProspectStatus.objects.get(is_closed=True).name == "Ikke interesseret"


def test_a_change_of_a_code_can_be_undone() -> None:
    status, by = make_status(name="Lovende"), make_user()
    status.name = "Varm"
    save_code(status, by=by)
    changed = latest_changeset()
    assert changed is not None

    undo(changed, by=by)

    status.refresh_from_db()
    assert status.name == "Lovende"


def test_a_code_nobody_uses_is_deleted() -> None:
    group = make_target_group()

    delete_code(group, by=make_user())

    assert not TargetGroup.objects.exists()


def test_a_status_in_use_is_not_deleted() -> None:
    status = make_status()
    make_prospect(status=status)

    with pytest.raises(StillUsed):
        delete_code(status, by=make_user())


def test_a_target_group_in_use_is_not_deleted_and_its_prospects_keep_it() -> None:
    group = make_target_group()
    prospect = make_prospect(target_groups=[group])

    with pytest.raises(StillUsed):
        delete_code(group, by=make_user())

    assert list(prospect.target_groups.all()) == [group]
