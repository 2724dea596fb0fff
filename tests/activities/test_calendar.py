"""CRM → Kalender: days, weeks, holidays, whose it is, and moving what is on it."""

from collections.abc import Iterator
from datetime import date, time

import pytest
import time_machine
from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext
from django.urls import reverse

from kundebro.activities import agenda
from kundebro.activities.agenda import Sheet, beside, days_of, hours_of, span_of, title_of, weeks_of
from kundebro.activities.models import Activity
from kundebro.activities.operations import finish_activity
from kundebro.activities.queries import Calendar, calendar, calendar_of, people_to_show
from kundebro.history.operations import undo as undoing
from kundebro.history.recorder import latest_changeset
from kundebro.users.choices import Role, Scope
from kundebro.users.models import User
from tests.factories.activities import make_activity
from tests.factories.pipeline import make_project
from tests.factories.prospects import make_prospect
from tests.factories.users import make_team, make_user

pytestmark = pytest.mark.django_db
TODAY = date(2026, 11, 26)
EMPTY = Calendar()


@pytest.fixture(autouse=True)
def _now() -> Iterator[None]:
    with time_machine.travel("2026-11-26T10:00:00+01:00", tick=False):
        yield


@pytest.fixture
def seller() -> User:
    return make_user(name="Søren Sælger", role=Role.SELLER, scope=Scope.OWN)


@pytest.fixture
def browser(seller: User, client: Client) -> Client:
    client.force_login(seller)
    return client


def month(seller: User, most: int = 3) -> Calendar:
    first, last = span_of(Sheet.MONTH, TODAY)
    return calendar_of([seller.pk], seen_by=seller, first=first, last=last, most=most)


@pytest.mark.parametrize(
    ("sheet", "day", "first", "last", "title"),
    [
        (Sheet.DAY, date(2028, 2, 29), date(2028, 2, 29), date(2028, 2, 29), "Tirsdag 29-02-2028"),
        (Sheet.WEEK, date(2027, 1, 3), date(2026, 12, 28), date(2027, 1, 3), "Uge 53, 2026"),
        (Sheet.WEEK, date(2027, 1, 4), date(2027, 1, 4), date(2027, 1, 10), "Uge 1, 2027"),
        (Sheet.MONTH, date(2026, 12, 31), date(2026, 11, 30), date(2027, 1, 3), "December 2026"),
        (Sheet.LIST, date(2026, 11, 26), date(2026, 11, 26), date(2026, 12, 25), "26-11-2026 – 25-12-2026"),
    ],
)
def test_a_sheet_has_whole_weeks_and_its_name(sheet: Sheet, day: date, first: date, last: date, title: str) -> None:
    assert (span_of(sheet, day), title_of(sheet, day)) == ((first, last), title)


def test_the_sheets_follow_each_other_over_the_turn_of_the_year() -> None:
    assert beside(Sheet.MONTH, date(2027, 1, 31), -1) == date(2026, 12, 1)
    assert beside(Sheet.MONTH, date(2026, 12, 31), 1) == date(2027, 1, 1)
    assert beside(Sheet.WEEK, date(2026, 12, 31), 1) == date(2027, 1, 7)


def test_weeks_have_their_iso_numbers_and_holidays_their_names() -> None:
    days = days_of(EMPTY, sheet=Sheet.MONTH, day=date(2026, 12, 1), today=TODAY, write=str)

    assert [week.number for week in weeks_of(days)] == [49, 50, 51, 52, 53]
    named = {day.date: day.holiday for day in days if day.holiday}
    assert named[date(2026, 12, 25)] == "Juledag"
    assert [day.date for day in days if day.is_outside] == [
        date(2026, 11, 30), date(2027, 1, 1), date(2027, 1, 2), date(2027, 1, 3)
    ]  # fmt: skip


def test_a_day_shows_its_first_three_and_counts_the_rest(seller: User) -> None:
    for at in (time(14), time(9), None, time(11)):
        make_activity(by=seller, date=TODAY, time=at, subject=str(at))

    found = month(seller)

    assert [entry.subject for entry in found.entries[TODAY]] == ["None", "09:00:00", "11:00:00"]
    assert found.more == {TODAY: 1}


def test_a_very_full_day_is_counted_so_far_only(
    seller: User, browser: Client, monkeypatch: pytest.MonkeyPatch
) -> None:
    for module in (agenda, calendar):
        monkeypatch.setattr(module, "COUNTED", 2)
    make_activity(by=seller, date=TODAY, is_done=True)
    for _number in range(3):
        make_activity(by=seller, date=TODAY)
    assert ">+1 mere<" in browser.get(reverse("activities:calendar")).content.decode()

    for _number in range(2):
        make_activity(by=seller, date=TODAY)
    assert ">2+ mere<" in browser.get(reverse("activities:calendar")).content.decode()


def test_follow_ups_done_meetings_and_closings_stand_on_their_days_and_notes_do_not(seller: User) -> None:
    prospect = make_prospect(responsible=seller)
    make_activity(by=seller, subject="Kald", date=TODAY, time=time(9), follow_up_on=date(2026, 11, 27))
    finish_activity(make_activity(by=seller, subject="Færdig", date=date(2026, 11, 25)), by=seller)
    make_activity(by=seller, kind="NOTAT", subject="Note", date=date(2026, 11, 25), is_done=True)
    make_project(prospect=prospect, by=seller, description="Ny hal", expected_close_on=date(2026, 11, 30))

    found = month(seller).entries

    said = {day: [entry.subject for entry in each] for day, each in found.items()}
    assert said == {date(2026, 11, 27): ["Kald"], date(2026, 11, 25): ["Færdig"], date(2026, 11, 30): ["Ny hal"]}
    assert found[date(2026, 11, 27)][0].at is None


def test_hours_reach_as_far_as_what_is_in_them(seller: User) -> None:
    make_activity(by=seller, date=TODAY, time=time(6, 30))
    make_activity(by=seller, date=TODAY, time=time(20))
    found = calendar_of([seller.pk], seen_by=seller, first=TODAY, last=TODAY, most=10)

    hours = hours_of(days_of(found, sheet=Sheet.DAY, day=TODAY, today=TODAY, write=str))

    assert (hours[0].hour, hours[-1].hour) == (6, 20)
    assert [bool(row.cells[0].written) for row in hours] == [True, *[False] * 13, True]


def test_one_sees_the_calendars_that_ones_scope_allows() -> None:
    team = make_team()
    anna, bo = (make_user(role=Role.SELLER, scope=Scope.TEAM, team=team) for _number in range(2))
    stranger, alone = make_user(role=Role.SELLER), make_user(role=Role.SELLER, scope=Scope.OWN, team=team)

    assert set(people_to_show("team", seen_by=anna) or ()) == {anna.pk, bo.pk, alone.pk}
    assert people_to_show(str(bo.pk), seen_by=anna) == [bo.pk]
    assert people_to_show(str(stranger.pk), seen_by=anna) == [anna.pk]
    assert people_to_show("team", seen_by=alone) == [alone.pk]
    assert people_to_show("all", seen_by=make_user(scope=Scope.ALL)) is None
    assert set(people_to_show("all", seen_by=anna) or ()) == {anna.pk, bo.pk, alone.pk}


@pytest.mark.parametrize("sheet", Sheet)
def test_each_sheet_shows_what_is_on_it(seller: User, browser: Client, sheet: Sheet) -> None:
    activity = make_activity(by=seller, date=TODAY, time=time(9, 30), subject="Besøg Åse")

    page = browser.get(reverse("activities:calendar"), {"sheet": sheet, "day": "2026-11-26"})

    assert "Besøg Åse" in page.text
    assert "09.30" in page.text
    assert reverse("activities:move", args=[activity.pk]) in page.text


@pytest.mark.parametrize(
    "query", ["day=noget", "day=0000-00-00", "day=2199-12-31", "sheet=år", "who=99999999999999999999"]
)
def test_an_odd_address_shows_a_calendar_all_the_same(browser: Client, query: str) -> None:
    assert browser.get(f"{reverse('activities:calendar')}?{query}").status_code == 200


def test_a_month_asks_as_many_questions_however_much_is_on_it(seller: User, browser: Client) -> None:
    url, asked = reverse("activities:calendar"), []
    browser.get(url)
    for entries in (1, 5):
        for number in range(entries):
            prospect = make_prospect(responsible=seller)
            make_activity(by=seller, prospect=prospect, date=date(2026, 11, 2 + number))
            make_project(prospect=prospect, by=seller, expected_close_on=date(2026, 11, 20))
        with CaptureQueriesContext(connection) as queries:
            browser.get(url)
        asked.append(len(queries))

    assert asked[0] == asked[1]


def test_an_entry_is_moved_to_another_day_and_hour_and_back(seller: User, browser: Client) -> None:
    activity = make_activity(by=seller, date=TODAY, time=time(9, 30))
    form = {"day": "2026-11-30", "time": "13.30", "version": activity.version, "idempotency_key": "k1"}

    moved = browser.post(reverse("activities:move", args=[activity.pk]), form)

    activity.refresh_from_db()
    assert (activity.date, activity.time, activity.due_on) == (date(2026, 11, 30), time(13, 30), date(2026, 11, 30))
    assert (moved.status_code, moved["Location"]) == (303, f"{reverse('activities:calendar')}?day=2026-11-30")
    changeset = latest_changeset()
    assert changeset is not None
    undoing.undo(changeset, by=seller)
    activity.refresh_from_db()
    assert (activity.date, activity.time) == (TODAY, time(9, 30))


def test_a_follow_up_that_is_moved_stays_a_follow_up(seller: User, browser: Client) -> None:
    activity = make_activity(by=seller, date=TODAY, time=time(9), follow_up_on=date(2026, 11, 27))
    form = {"day": "2026-12-01", "time": "", "version": activity.version, "idempotency_key": "k2"}

    browser.post(reverse("activities:move", args=[activity.pk]), form)

    activity.refresh_from_db()
    assert (activity.date, activity.time, activity.follow_up_on) == (TODAY, time(9), date(2026, 12, 1))


def test_what_somebody_changed_meanwhile_is_not_moved_unseen(seller: User, browser: Client) -> None:
    activity = make_activity(by=seller, date=TODAY)
    form = {"day": "2026-12-01", "time": "", "version": activity.version - 1, "idempotency_key": "k3"}

    answer = browser.post(reverse("activities:move", args=[activity.pk]), form)

    assert (answer.status_code, Activity.objects.get(pk=activity.pk).date) == (422, TODAY)


def test_what_is_done_stays_where_it_is(seller: User, browser: Client) -> None:
    activity = make_activity(by=seller, date=TODAY, is_done=True)

    assert browser.get(reverse("activities:move", args=[activity.pk])).status_code == 404
