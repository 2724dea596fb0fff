"""Every tracked write belongs to one changeset."""

import pytest
from django.db import transaction

from kundebro.history.doors import Door, through
from kundebro.history.models import Change, Changeset
from kundebro.history.recorder import KeyReused, WriteOutsideChangeset, latest_changeset, recording
from kundebro.history.tracked import StaleWrite, insert_many, save_many
from kundebro.prospects.models import InterestType, Prospect
from kundebro.prospects.operations import change_prospect, create_prospect, create_prospects
from tests.factories.users import make_user

pytestmark = pytest.mark.django_db


def make_interest(code: str) -> InterestType:
    with recording("test.interest", by=None):
        interest = InterestType(code=code, name=code)
        interest.save()
    return interest


def test_a_tracked_row_is_not_written_outside_a_changeset() -> None:
    prospect = create_prospect({"name": "Ærø Bådværft"}, by=make_user())
    stored = Prospect.objects.get(pk=prospect.pk)
    stored.name = "Andet"

    for write in (
        stored.save,
        stored.delete,
        lambda: stored.set_many("interest_types", []),
        lambda: Prospect.objects.update(name="Andet"),
        lambda: Prospect.objects.all().delete(),
        lambda: Prospect.objects.bulk_create([Prospect(number="7", name="Ny")]),
        lambda: Prospect.objects.bulk_update([stored], ["name"]),
        lambda: insert_many(Prospect, [{"number": "7", "name": "Ny"}]),
        lambda: save_many([stored]),
    ):
        with pytest.raises(WriteOutsideChangeset), transaction.atomic():
            write()

    assert list(Prospect.objects.values_list("name", flat=True)) == ["Ærø Bådværft"]


def test_links_are_written_by_set_many_only() -> None:
    prospect = create_prospect({"name": "Ærø Bådværft"}, by=make_user())
    interest = make_interest("energi")

    with pytest.raises(WriteOutsideChangeset), recording("test", by=None):
        prospect.interest_types.add(interest)

    assert list(prospect.interest_types.all()) == []


def test_an_update_keeps_old_and_new_of_what_changed() -> None:
    user = make_user()
    prospect = create_prospect({"name": "Ærø Bådværft", "city": "Ærøskøbing"}, by=user)

    change_prospect(prospect, {"name": "Ærø Både", "city": "Ærøskøbing"}, by=user)

    change = Change.objects.latest("pk")
    assert (change.kind, change.version, change.values) == ("u", 2, {"name": ["Ærø Bådværft", "Ærø Både"]})


def test_bulk_writes_leave_one_line_per_row() -> None:
    user = make_user()
    create_prospects([{"name": f"Firma {number}"} for number in range(3)], by=user)

    with recording("test.bulk", by=user):
        changed = Prospect.objects.filter(name__gte="Firma 1").update(city="Aarhus")

    changeset = Changeset.objects.latest("pk")
    assert (changed, changeset.change_count) == (2, 2)
    assert [change.values for change in changeset.changes.all()] == [{"city": ["", "Aarhus"]}] * 2


def test_doing_nothing_leaves_no_changeset() -> None:
    user = make_user()
    prospect = create_prospect({"name": "Ærø Bådværft"}, by=user)

    change_prospect(prospect, {"name": "Ærø Bådværft"}, by=user)

    assert Changeset.objects.count() == 1
    assert latest_changeset() is None


def test_the_same_key_gives_the_same_answer_once() -> None:
    user = make_user()

    first = create_prospect({"name": "Ærø Bådværft"}, by=user, key="k1")
    second = create_prospect({"name": "Ærø Bådværft"}, by=user, key="k1")

    assert first == second
    assert Prospect.objects.count() == 1


def test_one_users_key_is_not_anothers() -> None:
    create_prospect({"name": "Ærø Bådværft"}, by=make_user(), key="k1")
    create_prospect({"name": "Ærø Bådværft"}, by=make_user(), key="k1")

    assert Prospect.objects.count() == 2


def test_a_key_cannot_be_used_for_another_request() -> None:
    user = make_user()
    with recording("test", by=user, key="k1", payload={"a": 1}) as record:
        record.returns(user)

    with pytest.raises(KeyReused), recording("test", by=user, key="k1", payload={"a": 2}):
        pass


def test_a_failed_operation_leaves_neither_rows_nor_key() -> None:
    user = make_user()

    def fail() -> None:
        with recording("test", by=user, key="k1"):
            InterestType(code="x", name="x").save()
            raise RuntimeError

    with pytest.raises(RuntimeError):
        fail()

    assert (Changeset.objects.count(), InterestType.objects.filter(code="x").count()) == (0, 0)


def test_an_operation_inside_another_joins_its_changeset() -> None:
    user = make_user()

    with recording("test.outer", by=user):
        create_prospect({"name": "A"}, by=user)
        create_prospect({"name": "B"}, by=user)

    assert list(Changeset.objects.values_list("operation", "change_count")) == [("test.outer", 2)]


def test_the_door_is_kept() -> None:
    with through(Door.COMMAND):
        create_prospect({"name": "A"}, by=make_user())

    assert Changeset.objects.get().door == Door.COMMAND


def test_a_row_read_before_someone_elses_change_is_not_saved_over_it() -> None:
    user = make_user()
    prospect = create_prospect({"name": "A"}, by=user)
    stale = Prospect.objects.get(pk=prospect.pk)
    change_prospect(prospect, {"name": "B"}, by=user)

    stale.name = "C"
    with pytest.raises(StaleWrite), recording("test", by=user):
        stale.save()

    assert Prospect.objects.get().name == "B"


def test_versions_count_the_changes() -> None:
    user = make_user()
    interest = make_interest("energi")
    prospect = create_prospect({"name": "A", "interest_types": [interest]}, by=user)
    change_prospect(prospect, {"name": "B", "interest_types": []}, by=user)

    stored = Prospect.objects.get()

    changes = Change.objects.filter(object_id=stored.pk, content_type__model="prospect")
    assert (stored.version, changes.count()) == (4, 4)
