"""What the history panel tells, and what it costs to ask."""

import pytest
from pytest_django import DjangoAssertNumQueries

from kundebro.history.models import Changeset
from kundebro.history.operations.undo import undo
from kundebro.history.queries import story_of
from kundebro.history.queries.story import LINES, episode_of
from kundebro.prospects.models import Prospect
from kundebro.prospects.operations import change_prospect, create_prospects
from tests.factories.prospects import make_prospect
from tests.factories.users import make_user

pytestmark = pytest.mark.django_db


@pytest.mark.parametrize("changes", [1, 6])
def test_the_story_costs_the_same_however_long_it_is(
    changes: int, django_assert_num_queries: DjangoAssertNumQueries
) -> None:
    prospect, user = make_prospect(), make_user()
    for number in range(changes):
        change_prospect(prospect, {"city": f"By {number}"}, by=user)

    with django_assert_num_queries(6):  # changesets, their changes, and names from four tables
        told = story_of(prospect)

    assert [episode.refusal for episode in told] == [""] * (changes + 1)


def test_an_undone_episode_says_so_and_by_what() -> None:
    prospect, user = make_prospect(city="Ribe"), make_user()
    change_prospect(prospect, {"city": "Tønder"}, by=user)
    changed = Changeset.objects.latest("pk")
    undone_by, _conflicts = undo(changed, by=user)

    latest, before, _made = story_of(prospect)

    assert (latest.changeset, latest.refusal, latest.undone_by) == (undone_by, "", None)
    assert (before.changeset, before.undone_by) == (changed, undone_by)
    assert before.refusal == "Er allerede fortrudt."
    assert [(line.old, line.new) for line in before.lines] == [("Ribe", "Tønder")]


def test_of_a_large_changeset_the_story_tells_what_it_did_to_the_record() -> None:
    user = make_user()
    pks = create_prospects([{"name": f"Nummer {place}"} for place in range(LINES + 5)], by=user)
    made = Changeset.objects.latest("pk")

    (of_one,) = story_of(Prospect.objects.get(pk=pks[-1]))
    of_all = episode_of(made)

    assert of_one.more == LINES + 4
    assert {line.new for line in of_one.lines} >= {f"Nummer {LINES + 4}"}
    assert (of_all.more, len(of_all.lines)) == (5, LINES)
