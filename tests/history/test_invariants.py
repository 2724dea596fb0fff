"""What verify finds when rows and their history part."""

import pytest
from django.contrib.contenttypes.models import ContentType
from django.db import models
from django.utils import timezone

from kundebro.history.invariants import derived_columns, keys, versions
from kundebro.history.models import Changeset
from kundebro.history.operations.undo import undo
from kundebro.prospects.models import LeadSource, Prospect
from kundebro.prospects.operations import change_prospect, create_prospect
from kundebro.users.choices import Role
from tests.factories.users import make_user
from tests.history.unguarded import unguarded

pytestmark = pytest.mark.django_db


def behind_historys_back(**values: object) -> None:
    models.QuerySet(Prospect).update(**values)


def test_a_row_changed_behind_historys_back_is_found_by_its_version() -> None:
    prospect = create_prospect({"name": "Ærø Bådværft"}, by=make_user())

    behind_historys_back(version=2)

    assert [str(breach) for breach in versions()] == [f"prospects.Prospect: {prospect.pk}"]


def test_a_row_made_behind_historys_back_is_found() -> None:
    now = timezone.now()
    made = Prospect(number="7", name="Sort", created_at=now, changed_at=now)
    made.__dict__.update(Prospect.derive(made.__dict__))
    made.save_base(force_insert=True)

    assert [str(breach) for breach in versions()] == [f"prospects.Prospect: {made.pk}"]


def test_a_row_that_vanished_is_found() -> None:
    prospect = create_prospect({"name": "Ærø Bådværft"}, by=make_user())
    pk = prospect.pk

    Prospect.objects.all()._raw_delete("default")

    assert [str(breach) for breach in versions()] == [f"prospects.Prospect −: {pk}"]


def test_rows_made_changed_removed_and_made_again_hold() -> None:
    user = make_user(role=Role.SELLER)
    change_prospect(create_prospect({"name": "Ærø Bådværft"}, by=user), {"city": "Ribe"}, by=user)
    undo(Changeset.objects.latest("pk"), by=user)
    gone, _conflicts = undo(Changeset.objects.get(operation="prospects.create"), by=user)
    undo(gone, by=user)

    assert LeadSource.objects.exists()
    assert list(versions()) == []


def test_a_text_that_no_longer_follows_from_its_record_is_found() -> None:
    prospect = create_prospect({"name": "Ærø Bådværft"}, by=make_user())
    create_prospect({"name": "Zebra"}, by=make_user())

    behind_historys_back(sort_name="zebra")

    assert [str(breach) for breach in derived_columns()] == [f"prospects.Prospect: {prospect.pk}"]


def test_a_key_whose_answer_never_was_is_found_and_one_that_is_gone_is_not() -> None:
    user = make_user(role=Role.SELLER)
    create_prospect({"name": "Borte"}, by=user, key="k1")
    undo(Changeset.objects.latest("pk"), by=user)
    create_prospect({"name": "Her"}, by=user, key="k2")
    assert list(keys()) == []

    never = Changeset.objects.filter(operation="prospects.create").latest("pk")
    with unguarded():
        Changeset.objects.filter(pk=never.pk).update(result_id=7_000_000)
    assert [str(breach) for breach in keys()] == [f"history.Changeset: {never.pk}"]

    with unguarded():
        Changeset.objects.filter(pk=never.pk).update(result_type=None)
    assert [str(breach) for breach in keys()] == [f"history.Changeset: {never.pk}"]


def test_a_key_may_answer_with_what_has_no_history() -> None:
    user = make_user(role=Role.SELLER)
    kind = ContentType.objects.get_for_model(user)
    create_prospect({"name": "Her"}, by=user, key="k1")
    with unguarded():
        Changeset.objects.update(result_type=kind, result_id=user.pk)

    assert list(keys()) == []
