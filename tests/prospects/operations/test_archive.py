"""Put away and brought back."""

import pytest

from kundebro.history.models import Changeset
from kundebro.prospects.models import Prospect
from kundebro.prospects.operations import archive_prospects, unarchive_prospects
from tests.factories.prospects import make_archived, make_prospect
from tests.factories.users import make_user

pytestmark = pytest.mark.django_db


def test_an_archived_prospect_leaves_the_standard_lists_and_keeps_the_reason() -> None:
    prospect = make_prospect()

    count = archive_prospects(Prospect.objects.filter(pk=prospect.pk), by=make_user(), reason="Lukket")

    prospect.refresh_from_db()
    assert (count, prospect.is_archived, prospect.archived_reason) == (1, True, "Lukket")
    assert (list(Prospect.objects.active()), list(Prospect.objects.archived())) == ([], [prospect])


def test_those_archived_already_stay_as_they_are() -> None:
    make_archived(reason="Lukket")
    make_prospect()

    assert archive_prospects(Prospect.objects.all(), by=make_user(), reason="Flyttet") == 1
    assert set(Prospect.objects.values_list("archived_reason", flat=True)) == {"Lukket", "Flyttet"}


def test_bringing_back_takes_the_reason_away() -> None:
    prospect = make_archived(reason="Lukket")

    assert unarchive_prospects(Prospect.objects.all(), by=make_user()) == 1

    prospect.refresh_from_db()
    assert (prospect.archived_at, prospect.archived_reason) == (None, "")


def test_the_changeset_gives_the_reason_and_names_a_single_prospect() -> None:
    prospect = make_archived(reason="Lukket")

    changeset = Changeset.objects.get(operation="prospects.archive")
    assert (changeset.reason, changeset.about_id) == ("Lukket", prospect.pk)


def test_the_same_request_twice_counts_once() -> None:
    prospect, by = make_prospect(), make_user()
    chosen = Prospect.objects.filter(pk=prospect.pk)

    counts = [archive_prospects(chosen, by=by, key="abc") for _time in range(2)]

    assert (counts, Changeset.objects.filter(operation="prospects.archive").count()) == ([1, 1], 1)
