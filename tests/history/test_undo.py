"""Fortryd brings back exactly what was."""

import pytest
from django.core.exceptions import PermissionDenied

from kundebro.history.models import Changeset
from kundebro.history.operations import undo as undoing
from kundebro.history.operations.undo import UndoRefused, undo, undo_in_portions
from kundebro.history.queries import fingerprint
from kundebro.history.recorder import recording
from kundebro.prospects.models import InterestType, Prospect
from kundebro.prospects.operations import change_prospect, change_prospects, create_prospect, create_prospects
from kundebro.users.choices import Role, Scope
from tests.factories.users import make_user

pytestmark = pytest.mark.django_db


def latest() -> Changeset:
    return Changeset.objects.latest("pk")


def test_undoing_a_creation_removes_the_row_and_undoing_that_brings_it_back() -> None:
    user = make_user(role=Role.SELLER)
    before = fingerprint()
    prospect = create_prospect({"name": "Ærø Bådværft", "city": "Ærøskøbing"}, by=user)
    after = fingerprint()

    undone, _ = undo(latest(), by=user)
    assert fingerprint() == before

    undo(undone, by=user)
    assert fingerprint() == after
    assert Prospect.objects.get() == prospect


def test_undoing_an_edit_brings_back_fields_links_and_what_follows_from_them() -> None:
    user = make_user(role=Role.ADMINISTRATOR)
    with recording("test.codes", by=user):
        energy, newbuild = (InterestType(code=code, name=code) for code in ("energi", "nybyg"))
        energy.save()
        newbuild.save()
    prospect = create_prospect({"name": "Zebra", "interest_types": [energy]}, by=user)
    before, sort_name = fingerprint(), prospect.sort_name
    change_prospect(prospect, {"name": "Anders", "interest_types": [newbuild]}, by=user)

    undo(latest(), by=user)

    assert fingerprint() == before
    assert Prospect.objects.get().sort_name == sort_name


def test_a_row_changed_since_is_listed_and_nothing_is_undone() -> None:
    user = make_user(role=Role.SELLER)
    create_prospects([{"name": "A"}, {"name": "B"}], by=user)
    rows = list(Prospect.objects.order_by("name"))
    change_prospects(Prospect.objects.all(), {"city": "Aarhus"}, by=user)
    together = latest()
    change_prospect(rows[1], {"city": "Odense"}, by=user)

    with pytest.raises(UndoRefused) as refused:
        undo(together, by=user)

    assert [(conflict.pk, conflict.fields) for conflict in refused.value.conflicts] == [(rows[1].pk, ("city",))]
    assert list(Prospect.objects.order_by("name").values_list("city", flat=True)) == ["Aarhus", "Odense"]


def test_conflicting_rows_can_be_left_while_the_rest_is_undone() -> None:
    user = make_user(role=Role.SELLER)
    create_prospects([{"name": "A"}, {"name": "B"}], by=user)
    rows = list(Prospect.objects.order_by("name"))
    change_prospects(Prospect.objects.all(), {"city": "Aarhus"}, by=user)
    together = latest()
    change_prospect(rows[1], {"city": "Odense"}, by=user)

    undo(together, by=user, leave_conflicts=True)

    assert list(Prospect.objects.order_by("name").values_list("city", flat=True)) == ["", "Odense"]


def test_another_field_changed_since_is_no_conflict() -> None:
    user = make_user(role=Role.SELLER)
    prospect = create_prospect({"name": "A"}, by=user)
    change_prospect(prospect, {"city": "Aarhus"}, by=user)
    edit = latest()
    change_prospect(prospect, {"remark_1": "Ring"}, by=user)

    undo(edit, by=user)

    stored = Prospect.objects.get()
    assert (stored.city, stored.remark_1) == ("", "Ring")


def test_a_changeset_is_undone_once() -> None:
    user = make_user(role=Role.SELLER)
    create_prospect({"name": "A"}, by=user)
    changeset = latest()
    undo(changeset, by=user)

    with pytest.raises(UndoRefused):
        undo(changeset, by=user)


def test_who_may_not_see_the_row_may_not_undo() -> None:
    owner, other = make_user(role=Role.SELLER), make_user(role=Role.SELLER, scope=Scope.OWN)
    create_prospect({"name": "A"}, by=owner)
    before = fingerprint()

    with pytest.raises(PermissionDenied):
        undo(latest(), by=other)

    assert fingerprint() == before


def test_who_may_not_change_may_not_undo() -> None:
    create_prospect({"name": "A"}, by=make_user(role=Role.SELLER))

    with pytest.raises(PermissionDenied):
        undo(latest(), by=make_user(role=Role.READER))

    assert Prospect.objects.count() == 1


@pytest.mark.parametrize("rows", [1, 4, 5, 6, 10])
def test_an_undo_in_portions_goes_on_where_it_was_cut_off(rows: int, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(undoing, "PORTION", 5)
    user = make_user(role=Role.SELLER)
    before = fingerprint()
    create_prospects([{"name": f"Firma {number}"} for number in range(rows)], by=user)
    changeset = latest()

    next(undo_in_portions(changeset, by=user))
    done = [step.done for step in undo_in_portions(changeset, by=user)]

    assert done == ([] if rows <= 5 else [rows])
    assert fingerprint() == before
    assert Changeset.objects.get(undoes=changeset).undone_down_to is None


def test_a_number_taken_since_is_a_conflict_when_the_row_should_come_back() -> None:
    user = make_user(role=Role.SELLER)
    create_prospect({"number": "K1", "name": "A"}, by=user)
    gone, _ = undo(latest(), by=user)
    create_prospect({"number": "k1", "name": "B"}, by=user)

    _, conflicts = undo(gone, by=user)

    assert [conflict.title for conflict in conflicts] == ["A"]
    assert Prospect.objects.get().name == "B"


def test_rows_made_together_can_be_unmade_after_a_correction_was_taken_back() -> None:
    user = make_user(role=Role.SELLER)
    before = fingerprint()
    create_prospects([{"name": "A", "city": "Aarhus"}, {"name": "B"}], by=user)
    together = latest()
    change_prospect(Prospect.objects.get(name="A"), {"city": "Odense"}, by=user)
    undo(latest(), by=user)

    undo(together, by=user)

    assert fingerprint() == before
