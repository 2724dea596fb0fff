"""The next follow-up typed on a prospect is an activity, whichever door it comes through."""

from datetime import date, time

import pytest
import time_machine

from kundebro.activities.models import Activity
from kundebro.core.verify import breached, verify
from kundebro.history.operations.undo import undo
from kundebro.history.recorder import latest_changeset
from kundebro.history.tracked import StaleWrite
from kundebro.prospects.models import Prospect
from kundebro.prospects.operations import (
    change_prospect,
    change_prospects,
    copy_prospect,
    create_prospect,
    create_prospects,
)
from kundebro.users.choices import Role, Scope
from kundebro.users.models import User
from tests.factories.activities import activity_type, make_activity
from tests.factories.pipeline import make_project
from tests.factories.prospects import make_prospect
from tests.factories.users import make_user

pytestmark = pytest.mark.django_db
LOOKED_AT = ("I-13", "I-20", "I-25", "I-25 chain")
MONDAY, TUESDAY, FRIDAY = date(2026, 11, 30), date(2026, 12, 1), date(2026, 12, 4)


@pytest.fixture(autouse=True)
def _now() -> object:
    with time_machine.travel("2026-11-26T10:00:00+01:00", tick=False):
        yield


@pytest.fixture
def seller() -> User:
    return make_user(name="Søren Sælger", role=Role.SELLER, scope=Scope.ALL)


def planned(prospect: Prospect) -> list[tuple[str, date | None]]:
    return list(prospect.activities.filter(cancelled_at=None).order_by("due_on").values_list("subject", "due_on"))


def next_of(prospect: Prospect) -> date | None:
    return Prospect.objects.values_list("next_follow_up_on", flat=True).get(pk=prospect.pk)


def all_is_well() -> bool:
    return breached(verdict for verdict in verify() if verdict.invariant.id in LOOKED_AT) == []


def test_a_day_on_a_new_prospect_is_a_task_for_the_responsible_and_undone_with_it(seller: User) -> None:
    mette = make_user(name="Mette")

    prospect = create_prospect({"name": "A", "responsible": mette, "next_follow_up_on": MONDAY}, by=seller)

    task = Activity.objects.get()
    assert (task.prospect, task.responsible, task.due_on) == (prospect, mette, MONDAY)
    assert task.activity_type == activity_type("OPGAVE")
    assert (prospect.next_follow_up_on, next_of(prospect), all_is_well()) == (MONDAY, MONDAY, True)
    undo(latest_changeset(), by=seller)
    assert (Prospect.objects.count(), Activity.objects.count()) == (0, 0)
    undo(latest_changeset(), by=seller)
    assert (next_of(prospect), all_is_well()) == (MONDAY, True)


def test_another_day_moves_the_follow_up_none_gives_it_up_and_undo_restores_both(seller: User) -> None:
    prospect = make_prospect(responsible=seller, next_follow_up_on=MONDAY)

    changed = change_prospect(prospect, {"city": "Ribe", "next_follow_up_on": FRIDAY}, by=seller)
    moved = latest_changeset()
    assert (changed.next_follow_up_on, planned(prospect)) == (FRIDAY, [("Følg op", FRIDAY)])
    emptied = change_prospect(prospect, {"next_follow_up_on": None}, by=seller)
    assert (emptied.next_follow_up_on, planned(prospect)) == (None, [])

    undo(latest_changeset(), by=seller)
    assert (next_of(prospect), planned(prospect)) == (FRIDAY, [("Følg op", FRIDAY)])
    undo(moved, by=seller)
    prospect.refresh_from_db()
    assert (prospect.city, prospect.next_follow_up_on, planned(prospect)) == ("", MONDAY, [("Følg op", MONDAY)])
    assert all_is_well()


def test_the_same_day_again_changes_nothing(seller: User) -> None:
    prospect = make_prospect(responsible=seller, next_follow_up_on=MONDAY)
    before = latest_changeset()

    change_prospect(prospect, {"next_follow_up_on": MONDAY}, by=seller)

    assert (latest_changeset(), planned(prospect)) == (None, [("Følg op", MONDAY)])
    assert before is not None


def test_appointments_and_what_belongs_to_a_sales_project_stay_where_they_are(seller: User) -> None:
    prospect = make_prospect(responsible=seller)
    make_activity(prospect=prospect, by=seller, kind="MØDE", subject="Møde", date=TUESDAY, time=time(10))
    project = make_project(prospect=prospect, follow_up_on=None)
    make_activity(prospect=prospect, by=seller, subject="Tilbud", date=TUESDAY, sales_project=project)

    change_prospect(prospect, {"next_follow_up_on": FRIDAY}, by=seller)
    assert sorted(planned(prospect)) == [("Følg op", FRIDAY), ("Møde", TUESDAY), ("Tilbud", TUESDAY)]
    assert next_of(prospect) == TUESDAY
    change_prospect(prospect, {"next_follow_up_on": MONDAY}, by=seller)
    assert next_of(prospect) == MONDAY
    change_prospect(prospect, {"next_follow_up_on": None}, by=seller)
    assert sorted(planned(prospect)) == [("Møde", TUESDAY), ("Tilbud", TUESDAY)]
    assert (next_of(prospect), all_is_well()) == (TUESDAY, True)


def test_the_first_of_several_is_moved(seller: User) -> None:
    prospect = make_prospect(responsible=seller)
    make_activity(prospect=prospect, by=seller, subject="B", date=FRIDAY)
    make_activity(prospect=prospect, by=seller, subject="A", date=MONDAY)

    change_prospect(prospect, {"next_follow_up_on": TUESDAY}, by=seller)

    assert planned(prospect) == [("A", TUESDAY), ("B", FRIDAY)]


def test_a_figure_that_is_another_than_was_shown_is_not_written_over(seller: User) -> None:
    prospect = make_prospect(responsible=seller, next_follow_up_on=TUESDAY)

    with pytest.raises(StaleWrite):
        change_prospect(prospect, {"next_follow_up_on": FRIDAY}, by=seller, figures={"next_follow_up_on": MONDAY})

    change_prospect(prospect, {"city": "Ribe"}, by=seller, figures={"next_follow_up_on": MONDAY})
    assert planned(prospect) == [("Følg op", TUESDAY)]


def test_a_copy_is_not_followed_up_and_has_nobodys_figures(seller: User) -> None:
    prospect = make_prospect(responsible=seller, next_follow_up_on=MONDAY)
    make_activity(prospect=prospect, by=seller, is_done=True)
    make_project(prospect=prospect, by=seller)
    prospect.refresh_from_db()

    copy = copy_prospect(prospect, by=seller)

    copy.refresh_from_db()
    assert (copy.next_follow_up_on, copy.latest_activity_on, copy.quotes_total_ore) == (None, None, 0)
    assert all_is_well()


def test_many_at_once_take_a_few_queries_and_are_counted_once(
    seller: User, django_assert_max_num_queries: pytest.FixtureRequest
) -> None:
    rows = [{"name": f"Firma {place}", "next_follow_up_on": MONDAY} for place in range(60)]
    rows += [{"name": f"Uden {place}"} for place in range(60)]

    with django_assert_max_num_queries(45):  # type: ignore[operator]
        keys = create_prospects(rows, by=seller, key="k")
    assert create_prospects(rows, by=seller, key="k") == keys
    with django_assert_max_num_queries(45):  # type: ignore[operator]
        changed = change_prospects(Prospect.objects.all(), {"next_follow_up_on": FRIDAY}, by=seller, key="l")
    assert changed == 120
    together = latest_changeset()
    assert change_prospects(Prospect.objects.all(), {"next_follow_up_on": FRIDAY}, by=seller, key="l") == 120
    assert (Activity.objects.filter(due_on=FRIDAY).count(), all_is_well()) == (120, True)

    undo(together, by=seller)

    assert (Activity.objects.filter(due_on=MONDAY).count(), Activity.objects.count()) == (60, 60)
    assert all_is_well()
