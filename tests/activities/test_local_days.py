"""The clocks' change, the leap day, the turn of the year and week 53: everything falls on its day in Copenhagen."""

from datetime import date, time, timedelta

import pytest
import time_machine
from django.utils import timezone

from kundebro.activities.models import Activity
from kundebro.activities.operations import NextStep, finish_activity
from kundebro.activities.queries import Span, todo_of
from kundebro.activities.recurrence import next_day
from kundebro.core.formats import parse_date
from kundebro.prospects.models import Prospect
from kundebro.prospects.operations import change_prospect
from kundebro.users.models import User
from tests.factories.activities import make_activity
from tests.factories.prospects import make_prospect
from tests.factories.users import make_user

pytestmark = pytest.mark.django_db
SPRING, AUTUMN = date(2027, 3, 28), date(2027, 10, 31)
"""Sundays on which the clock goes from 2 to 3, and from 3 back to 2."""


@pytest.fixture
def seller() -> User:
    return make_user(name="Søren Sælger")


@pytest.mark.parametrize(
    ("moment", "today"),
    [
        ("2026-12-31T22:59:59Z", date(2026, 12, 31)),
        ("2026-12-31T23:30:00Z", date(2027, 1, 1)),
        ("2027-03-27T22:59:59Z", SPRING - timedelta(days=1)),
        ("2027-03-27T23:00:00Z", SPRING),
        ("2027-03-28T21:59:59Z", SPRING),
        ("2027-03-28T22:00:00Z", SPRING + timedelta(days=1)),
        ("2027-10-30T22:00:00Z", AUTUMN),
        ("2027-10-31T22:59:59Z", AUTUMN),
        ("2027-10-31T23:00:00Z", AUTUMN + timedelta(days=1)),
        ("2028-02-28T23:30:00Z", date(2028, 2, 29)),
        ("2028-02-29T23:00:00Z", date(2028, 3, 1)),
    ],
)
def test_what_is_done_now_is_done_on_the_day_of_copenhagen(moment: str, today: date, seller: User) -> None:
    with time_machine.travel(moment, tick=False):
        call = make_activity(by=seller, is_done=True)
        planned = make_activity(by=seller, date=today)
        late = make_activity(by=seller, date=today - timedelta(days=1))

        done = finish_activity(make_activity(by=seller), by=seller)

    assert (call.date, done.date, timezone.localdate(done.done_at)) == (today, today, today)
    spans = {span: list(todo_of(seller, seen_by=seller, span=span, today=today)) for span in Span}
    assert (spans[Span.TODAY], spans[Span.OVERDUE]) == ([planned], [late])


@pytest.mark.parametrize(("sunday", "next_day_at_work"), [(SPRING, date(2027, 3, 30)), (AUTUMN, date(2027, 11, 1))])
def test_what_repeats_keeps_its_time_of_day_when_the_clock_is_changed(
    sunday: date, next_day_at_work: date, seller: User
) -> None:
    friday = sunday - timedelta(days=2)
    with time_machine.travel(f"{friday}T10:00:00Z", tick=False):
        daily = make_activity(by=seller, date=friday, time=time(8), repeats="FREQ=DAILY")
        finish_activity(daily, by=seller)

    again = Activity.objects.open().get()
    assert (again.date, again.time) == (next_day_at_work, time(8))  # 29 March 2027 is Easter Monday


@pytest.mark.parametrize("at", [time(2), time(2, 30), time(2, 59)])
def test_an_hour_that_the_clock_leaps_over_or_has_twice_stays_on_its_day(at: time, seller: User) -> None:
    for sunday in (SPRING, AUTUMN):
        night_shift = make_activity(by=seller, date=sunday, time=at)
        with time_machine.travel(f"{sunday}T05:00:00Z", tick=False):
            done = finish_activity(night_shift, by=seller)

        assert (done.date, done.time) == (sunday, at)


@pytest.mark.parametrize(
    ("rule", "since", "days"),
    [
        ("FREQ=WEEKLY", date(2028, 2, 22), [date(2028, 2, 29), date(2028, 3, 7)]),
        ("FREQ=DAILY", date(2028, 2, 28), [date(2028, 2, 29), date(2028, 3, 1)]),
        ("FREQ=MONTHLY", date(2027, 12, 29), [date(2028, 1, 31), date(2028, 2, 29), date(2028, 3, 29)]),
        ("FREQ=MONTHLY", date(2028, 2, 29), [date(2028, 3, 29), date(2028, 5, 1), date(2028, 5, 29)]),
        (
            "FREQ=YEARLY",
            date(2028, 2, 29),
            [date(2029, 2, 28), date(2030, 2, 28), date(2031, 2, 28), date(2032, 3, 1)],
        ),
        ("FREQ=WEEKLY", date(2026, 12, 21), [date(2026, 12, 28), date(2027, 1, 4), date(2027, 1, 11)]),
        ("FREQ=WEEKLY", date(2026, 12, 30), [date(2027, 1, 6), date(2027, 1, 13)]),
        ("FREQ=DAILY", date(2026, 12, 30), [date(2027, 1, 4), date(2027, 1, 5)]),
        ("FREQ=YEARLY;BYWEEKNO=53;BYDAY=TU", date(2026, 12, 29), [date(2032, 12, 28)]),
    ],
)
def test_leap_day_turn_of_the_year_and_week_53(rule: str, since: date, days: list[date]) -> None:
    found, day = [], since
    for _each in days:
        day = next_day(rule, since=since, after=day) or since
        found.append(day)

    assert found == days


def test_the_week_of_a_todo_goes_over_the_turn_of_the_year_in_week_53(seller: User) -> None:
    today, sunday = date(2026, 12, 29), date(2027, 1, 3)
    last, next_week = (make_activity(by=seller, date=day) for day in (sunday, sunday + timedelta(days=1)))

    weeks = [day.isocalendar().week for day in (today, sunday, sunday + timedelta(days=1))]
    assert weeks == [53, 53, 1]
    assert list(todo_of(seller, seen_by=seller, span=Span.WEEK, today=today)) == [last]
    assert list(todo_of(seller, seen_by=seller, span=Span.LATER, today=today)) == [next_week]


@pytest.mark.parametrize(
    ("text", "today", "day"),
    [
        ("i morgen", date(2026, 12, 31), date(2027, 1, 1)),
        ("i morgen", date(2028, 2, 28), date(2028, 2, 29)),
        ("i morgen", date(2028, 2, 29), date(2028, 3, 1)),
        ("uge 53", date(2026, 12, 1), date(2026, 12, 28)),
        ("29-02-2028", date(2026, 12, 1), date(2028, 2, 29)),
        ("28-03-2027", date(2027, 3, 27), SPRING),
    ],
)
def test_a_follow_up_typed_in_words_lands_on_its_day(text: str, today: date, day: date, seller: User) -> None:
    with time_machine.travel(f"{today}T12:00:00Z", tick=False):
        prospect = make_prospect(responsible=seller)
        change_prospect(prospect, {"next_follow_up_on": parse_date(text, today=timezone.localdate())}, by=seller)

    assert Prospect.objects.get(pk=prospect.pk).next_follow_up_on == day
    assert Activity.objects.get().due_on == day


def test_the_next_step_after_a_call_on_new_years_night_is_counted_from_the_new_year(seller: User) -> None:
    with time_machine.travel("2026-12-31T23:30:00Z", tick=False):
        call = make_activity(by=seller, date=date(2026, 12, 31))
        step = NextStep({"date": parse_date("i morgen", today=timezone.localdate())})
        done = finish_activity(call, by=seller, next_step=step)

    assert (done.date, Activity.objects.open().get().date) == (date(2026, 12, 31), date(2027, 1, 2))
