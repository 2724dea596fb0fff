"""The follow-up of a sales project is an activity, whichever of the two one changes."""

from datetime import date, time

import pytest

from kundebro.activities.models import Activity
from kundebro.activities.operations import (
    cancel_activity,
    change_activity,
    delete_activity,
    finish_activity,
    reopen_activity,
)
from kundebro.history.operations import undo as undoing
from kundebro.history.recorder import latest_changeset
from kundebro.pipeline.choices import Outcome
from kundebro.pipeline.models import SalesProject
from kundebro.pipeline.operations import change_project, close_project, move_project
from kundebro.prospects.invariants import figures_kept
from kundebro.users.models import User
from tests.factories.activities import make_activity
from tests.factories.contacts import make_contact
from tests.factories.pipeline import make_project, stage
from tests.factories.prospects import make_prospect
from tests.factories.users import make_user

pytestmark = pytest.mark.django_db

FRIDAY, MONDAY, LATER = date(2026, 12, 4), date(2026, 12, 7), date(2027, 1, 11)


@pytest.fixture
def seller() -> User:
    return make_user(name="Søren Sælger")


def planned(project: SalesProject) -> list[tuple[str, date | None]]:
    """What is open for the project."""
    return list(Activity.objects.open().filter(sales_project=project).order_by("pk").values_list("subject", "due_on"))


def day_of(project: SalesProject) -> date | None:
    project.refresh_from_db()
    return project.follow_up_on


def test_a_day_on_a_new_project_is_a_task_for_its_seller(seller: User) -> None:
    project = make_project(by=seller, description="Ny port", follow_up_on=MONDAY)

    activity = Activity.objects.get()

    assert (activity.subject, activity.due_on, activity.responsible) == ("Følg op: Ny port", MONDAY, seller)
    assert (activity.sales_project, activity.prospect) == (project, project.prospect)
    undoing.undo(latest_changeset(), by=seller)
    assert (Activity.objects.count(), SalesProject.objects.count()) == (0, 0)


def test_another_day_moves_the_task_and_none_gives_it_up(seller: User) -> None:
    project = make_project(by=seller, description="Ny port", follow_up_on=MONDAY)

    change_project(project, {"follow_up_on": LATER}, by=seller)
    assert planned(project) == [("Følg op: Ny port", LATER)]

    change_project(project, {"follow_up_on": None}, by=seller)
    assert (planned(project), day_of(project)) == ([], None)

    undoing.undo(latest_changeset(), by=seller)
    assert (planned(project), day_of(project)) == ([("Følg op: Ny port", LATER)], LATER)


def test_a_project_says_the_day_of_what_is_planned_first(seller: User) -> None:
    project = make_project(by=seller)
    first = make_activity(prospect=project.prospect, by=seller, sales_project=project, date=MONDAY)
    make_activity(prospect=project.prospect, by=seller, sales_project=project, date=LATER)
    assert day_of(project) == MONDAY

    finish_activity(first, by=seller)
    assert day_of(project) == LATER

    undoing.undo(latest_changeset(), by=seller)
    assert day_of(project) == MONDAY


def test_an_activity_that_is_moved_given_up_deleted_or_taken_off_tells_the_project(seller: User) -> None:
    project = make_project(by=seller, follow_up_on=MONDAY)
    change_activity(Activity.objects.get(), {"date": FRIDAY}, by=seller)
    assert day_of(project) == FRIDAY
    change_activity(Activity.objects.get(), {"sales_project": None}, by=seller)
    assert day_of(project) is None
    for ended in (cancel_activity, delete_activity):
        activity = make_activity(prospect=project.prospect, by=seller, sales_project=project, date=LATER)
        assert day_of(project) == LATER
        ended(activity, by=seller)
        assert day_of(project) is None


def test_an_appointment_is_left_alone(seller: User) -> None:
    project = make_project(by=seller)
    meeting = make_activity(prospect=project.prospect, by=seller, sales_project=project, date=FRIDAY, time=time(10))

    change_project(project, {"follow_up_on": MONDAY}, by=seller)
    change_project(project, {"follow_up_on": None}, by=seller)

    assert planned(project) == [(meeting.subject, FRIDAY)]


def test_a_closed_project_is_not_followed_up_but_what_a_person_planned_stays(seller: User) -> None:
    project = make_project(by=seller, description="Ny port", follow_up_on=MONDAY)
    make_activity(prospect=project.prospect, by=seller, sales_project=project, subject="Send tegning", date=LATER)

    close_project(project, Outcome.WON, on=FRIDAY, by=seller)
    assert planned(project) == [("Send tegning", LATER)]

    undoing.undo(latest_changeset(), by=seller)
    assert planned(project) == [("Følg op: Ny port", MONDAY), ("Send tegning", LATER)]
    assert list(figures_kept()) == []


def test_a_project_that_is_open_again_is_followed_up_again(seller: User) -> None:
    project = make_project(by=seller, description="Ny port", follow_up_on=MONDAY)
    close_project(project, Outcome.DROPPED, on=FRIDAY, by=seller)

    move_project(project, stage("TILBUD"), on=FRIDAY, by=seller)

    assert planned(project) == [("Følg op: Ny port", MONDAY)]


def test_what_is_planned_goes_along_to_another_customer(seller: User) -> None:
    project, other = make_project(by=seller, follow_up_on=MONDAY), make_prospect()
    before = project.prospect
    activity = Activity.objects.get()
    change_activity(activity, {"contacts": [make_contact(prospect=before)]}, by=seller)

    change_project(project, {"prospect": other}, by=seller)

    activity.refresh_from_db()
    assert (activity.prospect, list(activity.contacts.all())) == (other, [])
    before.refresh_from_db()
    other.refresh_from_db()
    assert (before.next_follow_up_on, other.next_follow_up_on) == (None, MONDAY)
    assert list(figures_kept()) == []


def test_an_appointment_at_the_customer_the_project_has_left_tells_the_new_one_its_day(seller: User) -> None:
    project, other = make_project(by=seller), make_prospect()
    meeting = make_activity(prospect=project.prospect, sales_project=project, by=seller, date=LATER, time=time(10))
    change_project(project, {"prospect": other}, by=seller)

    reopen_activity(finish_activity(meeting, by=seller), by=seller)  # it was done today, at no time of the day

    today = Activity.objects.get(pk=meeting.pk).due_on
    other.refresh_from_db()
    assert (other.next_follow_up_on, day_of(project)) == (today, today)
    assert list(figures_kept()) == []
