"""What calendar programs read at the secret address, through parsers that are not ours."""

from collections.abc import Iterator
from datetime import UTC, date, datetime, time, timedelta
from typing import Any
from zoneinfo import ZoneInfo

import icalendar
import pytest
import recurring_ical_events
import time_machine
import vobject
from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext
from django.urls import reverse
from django.utils import timezone

from kundebro.activities.models import Activity, CalendarFeed
from kundebro.activities.operations import (
    cancel_activity,
    change_activity,
    finish_activity,
    renew_feed,
    revoke_feed,
)
from kundebro.activities.views.feed import MOST_A_MINUTE
from kundebro.users.choices import Role, Scope
from kundebro.users.models import SecurityEvent, User
from tests.factories.activities import make_activity
from tests.factories.contacts import make_contact
from tests.factories.pipeline import make_project
from tests.factories.prospects import make_prospect
from tests.factories.users import make_team, make_user

pytestmark = pytest.mark.django_db
NOW = "2026-10-20T10:00:00+02:00"
COPENHAGEN = ZoneInfo("Europe/Copenhagen")


@pytest.fixture(autouse=True)
def clock() -> Iterator[time_machine.Traveller]:
    with time_machine.travel(NOW, tick=False) as travelled:
        yield travelled


@pytest.fixture
def seller() -> User:
    return make_user(name="Søren Sælger", role=Role.SELLER, scope=Scope.OWN)


def address(user: User, **team: Any) -> str:
    return reverse("activities:feed", args=[renew_feed(by=user, now=timezone.now(), **team)])


def read(url: str) -> icalendar.Calendar:
    answer = Client().get(url)
    assert (answer.status_code, answer["Content-Type"]) == (200, "text/calendar; charset=utf-8")
    return icalendar.Calendar.from_ical(answer.content)  # type: ignore[return-value]


def starts(url: str) -> dict[str, Any]:
    """By subject, what the icalendar library takes for the beginning; vobject has to say the same."""
    answer = Client().get(url)
    calendar: Any = icalendar.Calendar.from_ical(answer.content)
    found = {str(event["SUMMARY"]).split(" – ")[0]: event["DTSTART"].dt for event in calendar.walk("VEVENT")}
    other = vobject.readOne(answer.content.decode())
    assert {str(event.summary.value).split(" – ")[0]: instant(event.dtstart.value) for event in other.vevent_list} == {
        subject: instant(start) for subject, start in found.items()
    }
    return found


def instant(start: Any) -> Any:
    return start.astimezone(UTC) if isinstance(start, datetime) else start


def days_seen(url: str, first: date, last: date) -> list[date]:
    """The days on which a calendar program shows something."""
    answer = Client().get(url)
    calendar = icalendar.Calendar.from_ical(answer.content)
    shown = recurring_ical_events.of(calendar).between(first, last + timedelta(days=1))
    return sorted(
        timezone.localdate(day) if isinstance(day := event["DTSTART"].dt, datetime) else day for event in shown
    )


def test_a_meeting_keeps_its_local_time_when_the_clocks_change(seller: User) -> None:
    days = [date(2026, 10, 24), date(2026, 10, 26), date(2027, 3, 27), date(2027, 3, 29)]
    for day in days:
        make_activity(by=seller, kind="MØDE", subject=f"Møde {day}", date=day, time=time(9, 30), duration_minutes=90)

    found = starts(address(seller))

    assert [instant(found[f"Møde {day}"]).time() for day in days] == [
        time(7, 30),
        time(8, 30),
        time(8, 30),
        time(7, 30),
    ]


def test_times_on_the_day_of_the_change_are_read_the_same_by_both(seller: User) -> None:
    make_activity(by=seller, subject="Efterår", date=date(2026, 10, 25), time=time(4))
    make_activity(by=seller, subject="Forår", date=date(2027, 3, 28), time=time(4))

    found = starts(address(seller))

    assert instant(found["Efterår"]) == datetime(2026, 10, 25, 3, tzinfo=UTC)
    assert instant(found["Forår"]) == datetime(2027, 3, 28, 2, tzinfo=UTC)


def test_a_night_over_the_change_lasts_as_long_as_it_was_said_to(seller: User) -> None:
    make_activity(by=seller, kind="MØDE", date=date(2026, 10, 24), time=time(23), duration_minutes=480)

    (event,) = read(address(seller)).walk("VEVENT")

    assert event["DURATION"].dt == timedelta(hours=8)


@pytest.mark.parametrize("day", [date(2026, 12, 31), date(2027, 1, 1), date(2027, 1, 3)])
def test_all_day_lasts_one_day_at_the_turn_of_the_year_and_in_week_53(seller: User, day: date) -> None:
    make_activity(by=seller, kind="OPGAVE", subject="Ring", date=day)

    url = address(seller)
    (event,) = read(url).walk("VEVENT")

    assert (event["DTSTART"].dt, event["DTEND"].dt) == (day, day + timedelta(days=1))
    assert starts(url) == {"Ring": day}


def test_a_leap_day_is_there(seller: User, clock: time_machine.Traveller) -> None:
    clock.move_to("2028-02-01T10:00:00+01:00")
    make_activity(by=seller, date=date(2028, 2, 29), subject="Skuddag")

    assert starts(address(seller)) == {"Skuddag": date(2028, 2, 29)}


def test_a_follow_up_stands_on_its_day_without_the_time_of_the_call(seller: User) -> None:
    make_activity(by=seller, subject="Kald", date=date(2026, 10, 20), time=time(10), follow_up_on=date(2026, 10, 27))

    assert starts(address(seller)) == {"Kald": date(2026, 10, 27)}


def test_what_repeats_moves_for_holidays_and_is_nowhere_twice(seller: User) -> None:
    make_activity(by=seller, kind="OPGAVE", date=date(2026, 12, 18), repeats="FREQ=WEEKLY")

    # 25 December and 1 January are Fridays and holidays
    assert days_seen(address(seller), date(2026, 12, 1), date(2027, 1, 15)) == [
        date(2026, 12, 18),
        date(2026, 12, 28),
        date(2027, 1, 4),
        date(2027, 1, 8),
        date(2027, 1, 15),
    ]


def test_each_day_means_each_working_day(seller: User) -> None:
    make_activity(by=seller, kind="OPGAVE", date=date(2026, 10, 22), time=time(8), repeats="FREQ=DAILY")

    assert days_seen(address(seller), date(2026, 10, 20), date(2026, 10, 28)) == [
        date(2026, 10, 22),
        date(2026, 10, 23),
        date(2026, 10, 26),
        date(2026, 10, 27),
        date(2026, 10, 28),
    ]


def test_a_repeated_time_is_the_local_one_after_the_change(seller: User) -> None:
    make_activity(by=seller, kind="MØDE", date=date(2026, 10, 20), time=time(9), repeats="FREQ=WEEKLY")

    calendar = read(address(seller))
    shown = recurring_ical_events.of(calendar).between(date(2026, 10, 20), date(2026, 11, 4))

    assert [event["DTSTART"].dt.astimezone(UTC).hour for event in shown] == [7, 8, 8]


def test_a_moved_time_of_what_repeats_stands_where_it_was_moved(seller: User) -> None:
    activity = make_activity(by=seller, kind="OPGAVE", date=date(2026, 10, 21), repeats="FREQ=WEEKLY")
    change_activity(activity, {"date": date(2026, 10, 23)}, by=seller)

    assert days_seen(address(seller), date(2026, 10, 19), date(2026, 11, 4)) == [
        date(2026, 10, 23),
        date(2026, 10, 28),
        date(2026, 11, 4),
    ]


def test_the_last_of_each_month_and_the_leap_day_do_not_drift(seller: User, clock: time_machine.Traveller) -> None:
    clock.move_to("2028-01-10T10:00:00+01:00")
    make_activity(by=seller, kind="OPGAVE", date=date(2028, 1, 31), repeats="FREQ=MONTHLY")

    assert days_seen(address(seller), date(2028, 1, 1), date(2028, 5, 31)) == [
        date(2028, 1, 31),
        date(2028, 2, 29),
        date(2028, 3, 31),
        date(2028, 5, 1),
        date(2028, 5, 31),
    ]


def test_a_count_ends_where_it_would_have(seller: User) -> None:
    make_activity(by=seller, kind="OPGAVE", date=date(2026, 10, 21), repeats="FREQ=DAILY;COUNT=3")

    assert days_seen(address(seller), date(2026, 10, 19), date(2026, 11, 30)) == [
        date(2026, 10, 21),
        date(2026, 10, 22),
        date(2026, 10, 23),
    ]


def test_an_entry_stays_the_same_one_over_changes_and_when_it_is_done(seller: User) -> None:
    activity = make_activity(by=seller, kind="MØDE", date=date(2026, 10, 21), time=time(9))
    url, seen = address(seller), []
    steps = [
        lambda: None,
        lambda: change_activity(activity, {"date": date(2026, 10, 19), "subject": "Andet"}, by=seller),
        lambda: finish_activity(Activity.objects.get(pk=activity.pk), by=seller),
    ]
    for step in steps:
        step()
        (event,) = read(url).walk("VEVENT")
        seen.append((str(event["UID"]), int(event["SEQUENCE"])))

    uids, numbers = zip(*seen, strict=True)
    assert set(uids) == {f"{activity.uid}@kundebro"}
    assert sorted(set(numbers)) == list(numbers)


def test_what_was_given_up_is_told_for_thirty_days(seller: User, clock: time_machine.Traveller) -> None:
    activity = make_activity(by=seller, kind="MØDE", date=date(2026, 10, 22))
    cancel_activity(activity, by=seller)
    url = address(seller)

    (event,) = read(url).walk("VEVENT")
    clock.shift(timedelta(days=31))

    assert str(event["STATUS"]) == "CANCELLED"
    assert read(url).walk("VEVENT") == []


def test_an_expected_close_is_an_entry_of_its_own_that_stays_the_same(seller: User) -> None:
    prospect = make_prospect(responsible=seller)
    project = make_project(prospect=prospect, by=seller, description="Ny hal", expected_close_on=date(2026, 11, 30))
    url = address(seller)

    (event,), (again,) = read(url).walk("VEVENT"), read(address(seller)).walk("VEVENT")

    assert (event["DTSTART"].dt, event["UID"]) == (date(2026, 11, 30), again["UID"])
    assert "Ny hal" in str(event["SUMMARY"])
    assert str(project.pk) != str(event["UID"])


def test_a_feed_says_who_and_where_and_never_what_was_noted(seller: User) -> None:
    prospect = make_prospect(
        name="Ærø; Smedje, A/S", responsible=seller, street="Havnegade", house_no="1", city="Ribe"
    )
    contact = make_contact(prospect=prospect, name="Åse Kjær")
    make_activity(
        by=seller, kind="MØDE", prospect=prospect, subject="Besøg\r\nBEGIN:VALARM", note="<p>Hemmeligt</p>",
        date=date(2026, 10, 22), contacts=[contact],
    )  # fmt: skip

    answer = Client().get(address(seller))
    (event,) = icalendar.Calendar.from_ical(answer.content).walk("VEVENT")

    assert str(event["SUMMARY"]).endswith("Ærø; Smedje, A/S")
    assert "Åse Kjær" in str(event["DESCRIPTION"])
    assert "Havnegade 1" in str(event["LOCATION"])
    assert event.subcomponents == []
    assert b"Hemmeligt" not in answer.content
    assert all(len(line) <= 75 for line in answer.content.split(b"\r\n"))


def test_a_team_is_seen_with_its_owners_eyes() -> None:
    team = make_team()
    anna, bo = (make_user(role=Role.SELLER, scope=Scope.TEAM, team=team, name=name) for name in ("Anna", "Bo"))
    make_activity(by=bo, prospect=make_prospect(responsible=bo), subject="Bos", date=date(2026, 10, 22))
    make_activity(by=make_user(), subject="Fremmed", date=date(2026, 10, 22))
    url = address(anna, team=team)

    assert set(starts(url)) == {"Bos"}
    User.objects.filter(pk=anna.pk).update(scope=Scope.OWN)
    assert read(url).walk("VEVENT") == []


def test_only_the_hash_of_the_secret_is_kept_and_an_old_one_is_no_good(seller: User) -> None:
    first = address(seller)
    second = address(seller)

    feed = CalendarFeed.objects.get(owner=seller)
    assert (Client().get(first).status_code, Client().get(second).status_code) == (404, 200)
    assert second.split("/")[-1].removesuffix(".ics") not in str(CalendarFeed.objects.values().get(pk=feed.pk))

    revoke_feed(feed, by=seller)

    assert Client().get(second).status_code == 404
    assert SecurityEvent.objects.filter(user=seller).count() == 3


def test_whoever_has_left_is_read_no_more(seller: User) -> None:
    url = address(seller)
    User.objects.filter(pk=seller.pk).update(is_active=False)

    assert Client().get(url).status_code == 404


def test_nothing_new_is_sent_twice_and_what_changed_is(seller: User) -> None:
    activity = make_activity(by=seller, date=date(2026, 10, 22))
    url = address(seller)
    first = Client().get(url)

    again = Client().get(url, headers={"if-none-match": first["ETag"]})
    change_activity(activity, {"subject": "Andet"}, by=seller)
    changed = Client().get(url, headers={"if-none-match": first["ETag"]})

    assert (again.status_code, again.content, changed.status_code) == (304, b"", 200)
    assert (first["Cache-Control"], first["Last-Modified"]) == ("private, no-cache", "Tue, 20 Oct 2026 08:00:00 GMT")
    assert CalendarFeed.objects.get().fetched_at == timezone.now()


def test_who_asks_too_often_is_asked_to_wait_a_minute(seller: User, clock: time_machine.Traveller) -> None:
    url = address(seller)

    answers = [Client().get(url).status_code for _time in range(MOST_A_MINUTE + 1)]
    clock.shift(timedelta(minutes=1))

    assert answers == [200] * MOST_A_MINUTE + [429]
    assert Client().get(url).status_code == 200


def test_an_address_is_made_on_the_page_shown_once_and_revoked(seller: User, client: Client) -> None:
    client.force_login(seller)

    made = client.post(reverse("activities:renew-feed"))
    listed = client.get(reverse("activities:feeds"))
    gone = client.post(reverse("activities:revoke-feed", args=[CalendarFeed.objects.get().pk]))

    assert ("/calendar/feed/" in made.text, "/calendar/feed/" in listed.text) == (True, False)
    assert (made["Cache-Control"].count("no-store"), gone.status_code) == (1, 303)
    assert not CalendarFeed.objects.exists()


def test_a_team_one_may_not_follow_cannot_be_chosen(seller: User, client: Client) -> None:
    client.force_login(seller)

    answer = client.post(reverse("activities:renew-feed"), {"team": make_team().pk})

    assert (answer.status_code, CalendarFeed.objects.count()) == (422, 0)


def test_a_meeting_comes_as_a_file_for_the_other_side(seller: User, client: Client) -> None:
    prospect = make_prospect(responsible=seller)
    meeting = make_activity(by=seller, kind="MØDE", prospect=prospect, date=date(2026, 10, 22), time=time(9))
    client.force_login(seller)

    page = client.get(meeting.get_absolute_url())
    answer = client.get(reverse("activities:calendar-file", args=[meeting.pk]))
    calendar: Any = icalendar.Calendar.from_ical(answer.content)

    assert "22-10-2026 kl. 09.00" in page.text
    assert str(calendar["METHOD"]) == "PUBLISH"
    assert [event["DTSTART"].dt for event in calendar.walk("VEVENT")] == [datetime(2026, 10, 22, 9, tzinfo=COPENHAGEN)]


def test_a_feed_asks_as_many_questions_for_three_entries_as_for_one(seller: User) -> None:
    url, asked = address(seller), []
    Client().get(url)
    for entries in (1, 2):
        for _entry in range(entries):
            make_activity(by=seller, date=date(2026, 10, 22), prospect=make_prospect(responsible=seller))
        with CaptureQueriesContext(connection) as queries:
            Client().get(url)
        asked.append(len(queries))

    assert asked[0] == asked[1]
