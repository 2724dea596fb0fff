"""Planned → done → what is next; nobody is forgotten, and everything can be taken back."""

from datetime import date, time

import pytest
import time_machine
from django.core.exceptions import ValidationError

from kundebro.activities.models import Activity
from kundebro.activities.operations import (
    NextStep,
    NotOpen,
    cancel_activity,
    change_activity,
    create_activity,
    delete_activity,
    finish_activity,
    follow_up_prospects,
    move_activities,
    reopen_activity,
)
from kundebro.activities.queries import Span, forgotten_prospects, todo_of
from kundebro.history.operations import undo as undoing
from kundebro.history.recorder import latest_changeset, recording
from kundebro.history.tracked import StaleWrite
from kundebro.pipeline.operations import change_project
from kundebro.prospects.models import Prospect
from kundebro.prospects.operations.belonging import BelongsElsewhere
from kundebro.users.choices import Role, Scope
from kundebro.users.models import User
from tests.factories.activities import activity_type, make_activity
from tests.factories.contacts import make_contact
from tests.factories.pipeline import make_project
from tests.factories.prospects import make_prospect
from tests.factories.users import make_user

pytestmark = pytest.mark.django_db
TODAY = date(2026, 11, 26)


@pytest.fixture(autouse=True)
def _now() -> object:
    with time_machine.travel("2026-11-26T10:00:00+01:00", tick=False):
        yield


@pytest.fixture
def seller() -> User:
    return make_user(name="Søren Sælger", role=Role.SELLER, scope=Scope.OWN)


def figures(prospect: Prospect) -> tuple[date | None, date | None]:
    prospect.refresh_from_db()
    return prospect.latest_activity_on, prospect.next_follow_up_on


def test_a_done_call_says_when_there_was_contact_and_a_planned_one_what_is_next(seller: User) -> None:
    prospect = make_prospect(responsible=seller)
    make_activity(prospect=prospect, by=seller, is_done=True)
    make_activity(prospect=prospect, by=seller, kind="NOTAT", is_done=True, date=date(2026, 11, 25))
    make_activity(prospect=prospect, by=seller, date=date(2026, 12, 3))
    make_activity(prospect=prospect, by=seller, date=date(2026, 12, 1), follow_up_on=date(2026, 12, 8))

    assert figures(prospect) == (TODAY, date(2026, 12, 3))
    done = Activity.objects.done().get(activity_type=activity_type("OPKALD"))
    assert (done.date, done.time, done.due_on) == (TODAY, time(10), None)


def test_finishing_plans_what_is_next_in_the_same_breath_and_both_are_taken_back_together(seller: User) -> None:
    prospect = make_prospect(responsible=seller)
    contact = make_contact(prospect=prospect)
    call = make_activity(prospect=prospect, by=seller, date=TODAY, contacts=[contact], subject="Tilbud")

    step = NextStep({"activity_type": activity_type("MØDE"), "date": date(2026, 12, 4), "time": time(9, 30)})
    done = finish_activity(call, by=seller, values={"result": "Vil mødes"}, next_step=step)

    following = Activity.objects.get(follows=done)
    assert (done.is_open, done.result) == (False, "Vil mødes")
    assert (following.subject, following.due_on, list(following.contacts.all())) == (
        "Tilbud",
        date(2026, 12, 4),
        [contact],
    )
    assert figures(prospect) == (TODAY, date(2026, 12, 4))
    with pytest.raises(NotOpen):
        finish_activity(call, by=seller)

    undoing.undo(latest_changeset(), by=seller)
    assert Activity.objects.get().is_open
    assert figures(prospect) == (None, TODAY)


def test_what_repeats_stands_ready_again(seller: User) -> None:
    weekly = make_activity(
        by=seller, date=date(2026, 11, 23), time=time(8), repeats="FREQ=WEEKLY;BYDAY=MO", subject="Status"
    )

    finish_activity(weekly, by=seller)

    again = Activity.objects.open().get()
    assert (again.subject, again.date, again.time) == ("Status", date(2026, 11, 30), time(8))
    assert (again.repeats, again.repeats_since, again.uid != weekly.uid) == (weekly.repeats, date(2026, 11, 23), True)


def test_given_up_opened_again_and_deleted(seller: User) -> None:
    prospect = make_prospect(responsible=seller)
    call = make_activity(prospect=prospect, by=seller, date=TODAY)

    assert cancel_activity(call, by=seller, reason="Lukket").due_on is None
    assert figures(prospect) == (None, None)
    reopen_activity(call, by=seller)
    assert figures(prospect) == (None, TODAY)
    delete_activity(call, by=seller)
    assert (figures(prospect), Activity.objects.count()) == ((None, None), 0)
    undoing.undo(latest_changeset(), by=seller)
    assert (figures(prospect), Activity.objects.count()) == ((None, TODAY), 1)


def test_a_follow_up_date_moves_what_is_next_or_plans_a_task(seller: User) -> None:
    planned, empty = make_prospect(responsible=seller), make_prospect(responsible=seller)
    call = make_activity(prospect=planned, by=seller, date=date(2026, 11, 30))

    with recording("test.follow-up", by=seller):
        follow_up_prospects({planned.pk: date(2026, 12, 7), empty.pk: date(2026, 12, 8)}, by=seller)

    call.refresh_from_db()
    assert (call.date, figures(planned)) == (date(2026, 12, 7), (None, date(2026, 12, 7)))
    task = Activity.objects.get(prospect=empty)
    assert (task.activity_type, task.responsible, task.due_on) == (activity_type("OPGAVE"), seller, date(2026, 12, 8))


def test_many_are_moved_at_once_and_back(seller: User) -> None:
    first, second = (make_activity(by=seller, date=day) for day in (date(2026, 11, 20), date(2026, 11, 24)))
    make_activity(by=seller, is_done=True)

    assert move_activities(Activity.objects.all(), to=date(2026, 11, 30), by=seller) == 2
    assert set(Activity.objects.open().values_list("due_on", flat=True)) == {date(2026, 11, 30)}
    undoing.undo(latest_changeset(), by=seller)
    assert list(Activity.objects.open().order_by("pk").values_list("pk", "due_on")) == [
        (first.pk, date(2026, 11, 20)),
        (second.pk, date(2026, 11, 24)),
    ]


def test_contact_and_sales_project_are_the_prospects(seller: User) -> None:
    prospect = make_prospect(responsible=seller)

    for elsewhere in ({"contacts": [make_contact()]}, {"sales_project": make_project()}):
        with pytest.raises(BelongsElsewhere):
            create_activity(
                prospect, {"activity_type": activity_type(), "subject": "A", "date": TODAY, **elsewhere}, by=seller
            )
    assert not Activity.objects.exists()


def test_what_belongs_to_a_project_that_has_gone_to_another_customer_can_be_moved_and_finished(seller: User) -> None:
    here, there = (make_prospect(responsible=seller) for _number in range(2))
    project = make_project(prospect=here, by=seller)
    activity = make_activity(prospect=here, by=seller, kind="MØDE", date=TODAY, time=time(9), sales_project=project)
    change_project(project, {"prospect": there}, by=seller)
    activity.refresh_from_db()

    moved = change_activity(activity, {"date": date(2026, 11, 27)}, by=seller)
    finish_activity(moved, by=seller, next_step=NextStep({"date": date(2026, 12, 1)}))

    step = Activity.objects.get(follows=moved)
    assert (step.prospect, step.sales_project, step.due_on) == (here, None, date(2026, 12, 1))


def test_a_note_keeps_its_form_and_nothing_that_runs(seller: User) -> None:
    note = make_activity(
        by=seller, kind="NOTAT", note='<p onclick="x()">Hej <strong>Bo</strong><script>alert(1)</script></p>'
    )
    assert note.note == "<p>Hej <strong>Bo</strong></p>"

    with pytest.raises(ValidationError):
        change_activity(note, {"note": "x" * 70_000}, by=seller)
    with pytest.raises(ValidationError):
        change_activity(note, {"note": "<blockquote>" * 500}, by=seller)
    change_activity(note, {"note": "<p>Ny</p>"}, by=seller, version=note.version)
    with pytest.raises(StaleWrite):
        change_activity(note, {"note": "<p>Nyere</p>"}, by=seller, version=note.version)


def test_todo_is_overdue_today_this_week_later_and_undated(seller: User) -> None:
    days = {
        Span.OVERDUE: date(2026, 11, 25), Span.TODAY: TODAY, Span.WEEK: date(2026, 11, 29), Span.LATER: date(2026, 11, 30),
        Span.UNDATED: None,
    }  # fmt: skip
    planned = {span: make_activity(by=seller, date=day) for span, day in days.items()}
    make_activity(date=TODAY)

    assert {span: list(todo_of(seller, seen_by=seller, span=span, today=TODAY)) for span in Span} == {
        span: [activity] for span, activity in planned.items()
    }


def test_a_prospect_without_a_next_step_is_shown_until_it_has_one(seller: User) -> None:
    prospect = make_prospect(responsible=seller)
    make_prospect()
    assert list(forgotten_prospects(seen_by=seller)) == [prospect]

    make_activity(prospect=prospect, by=seller, date=date(2026, 12, 1))

    assert list(forgotten_prospects(seen_by=seller)) == []
