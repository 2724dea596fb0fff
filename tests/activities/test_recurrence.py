"""What repeats lands on the right local day: month ends, leap days, week 53, holidays, and no drift."""

from calendar import monthrange
from datetime import date, datetime, time, timedelta

import pytest
from dateutil.rrule import rrulestr
from django.core.exceptions import ValidationError
from hypothesis import given, settings
from hypothesis import strategies as st

from kundebro.activities.recurrence import Series, check_rule, next_day, series_of
from kundebro.core.dates import next_working_day

DAYS = st.dates(date(2024, 1, 1), date(2031, 12, 31))
RULES = st.builds(
    lambda often, interval, end: f"FREQ={often};INTERVAL={interval}{end}",
    st.sampled_from(["DAILY", "WEEKLY", "MONTHLY", "YEARLY", "WEEKLY;BYDAY=MO,FR", "MONTHLY;BYDAY=-1FR"]),
    st.integers(1, 3),
    st.sampled_from(["", "", ";COUNT=1", ";COUNT=7"]),
)


def days_after(rule: str, *, since: date, after: date, last: date) -> list[date]:
    """The days on which it is done, when it is done each time on its day."""
    days: list[date] = []
    day = next_day(rule, since=since, after=after)
    while day is not None and day <= last:
        days.append(day)
        day = next_day(rule, since=since, after=day)
    return days


def unfolded(series: Series) -> list[date]:
    """The days that a calendar program shows, by the rule, without those skipped and with those moved."""
    rule = f"{series.rule};UNTIL={series.until:%Y%m%d}"
    days = [day.date() for day in rrulestr(rule, dtstart=datetime.combine(series.first, time(0)))]
    return [series.moved.get(day, day) for day in days if day not in series.skipped]


@pytest.mark.parametrize(
    ("rule", "since", "after", "day"),
    [
        ("FREQ=DAILY", date(2026, 11, 26), date(2026, 11, 26), date(2026, 11, 27)),
        ("FREQ=DAILY", date(2026, 11, 26), date(2026, 11, 27), date(2026, 11, 30)),
        ("FREQ=WEEKLY;BYDAY=MO", date(2026, 11, 30), date(2026, 11, 30), date(2026, 12, 7)),
        ("FREQ=WEEKLY;INTERVAL=2;BYDAY=TU", date(2026, 12, 1), date(2026, 12, 1), date(2026, 12, 15)),
        ("FREQ=WEEKLY", date(2026, 12, 25), date(2026, 12, 25), date(2027, 1, 4)),
        ("FREQ=MONTHLY", date(2027, 1, 31), date(2027, 1, 31), date(2027, 3, 1)),
        ("FREQ=MONTHLY", date(2028, 1, 31), date(2028, 1, 31), date(2028, 2, 29)),
        ("FREQ=MONTHLY;BYMONTHDAY=1", date(2026, 12, 1), date(2026, 12, 1), date(2027, 1, 4)),
        ("FREQ=MONTHLY;BYMONTHDAY=1", date(2026, 12, 1), date(2027, 1, 4), date(2027, 2, 1)),
        ("FREQ=YEARLY", date(2028, 2, 29), date(2028, 2, 29), date(2029, 2, 28)),
        ("FREQ=YEARLY", date(2026, 12, 28), date(2026, 12, 28), date(2027, 12, 28)),
        ("FREQ=WEEKLY", date(2026, 12, 30), date(2026, 12, 30), date(2027, 1, 6)),
        ("FREQ=WEEKLY;BYDAY=MO,TU,WE,TH,FR", date(2026, 12, 23), date(2026, 12, 23), date(2026, 12, 28)),
    ],
)
def test_the_next_day(rule: str, since: date, after: date, day: date) -> None:
    assert next_day(rule, since=since, after=after) == day


def test_a_rule_that_ends_ends() -> None:
    assert next_day("FREQ=DAILY;COUNT=2", since=date(2026, 11, 26), after=date(2026, 11, 27)) is None


def test_a_month_end_does_not_drift_over_a_year() -> None:
    day, days = date(2027, 1, 29), []
    for _month in range(12):
        found = next_day("FREQ=MONTHLY", since=date(2026, 12, 31), after=day)
        assert found is not None
        days.append(found)
        day = found

    # 28-02-2027 is a Sunday, 31-07 a Saturday, 31-10 a Sunday, 31-12 a day offices are closed
    assert days[:3] == [date(2027, 2, 1), date(2027, 3, 1), date(2027, 3, 31)]
    assert all(found.weekday() < 5 for found in days)


@pytest.mark.parametrize("rule", ["", "FREQ=HOURLY", "NOGET", "FREQ=DAILY;BYHOUR=x", "FREQ=OFTE"])
def test_nonsense_is_refused(rule: str) -> None:
    with pytest.raises(ValidationError):
        check_rule(rule)


@settings(max_examples=150, deadline=None)
@given(rule=RULES, since=DAYS, late=st.integers(0, 40), moved=st.integers(-3, 9))
def test_a_calendar_program_shows_the_days_on_which_it_will_be_done_each_once(
    rule: str, since: date, late: int, moved: int
) -> None:
    day = since + timedelta(days=moved)
    after = max(day, since + timedelta(days=late))
    last = after + timedelta(days=400)

    expected = days_after(rule, since=since, after=after, last=last)
    series = series_of(rule, since=since, day=day, after=after, last=last)

    if series is None:
        begins = rrulestr(rule, dtstart=datetime.combine(since, time(0)))[0].date()
        assert expected == [] or day < begins
    else:
        assert unfolded(series) == [day, *expected]


@settings(max_examples=60, deadline=None)
@given(since=DAYS)
def test_each_month_has_its_day_however_many_gave_way_before(since: date) -> None:
    months = [since.year * 12 + since.month - 1 + count for count in range(1, 25)]
    days = [date(month // 12, month % 12 + 1, 1) for month in months]
    expected = [
        next_working_day(first.replace(day=min(since.day, monthrange(first.year, first.month)[1]))) for first in days
    ]

    found = days_after("FREQ=MONTHLY", since=since, after=next_working_day(since), last=expected[-1])

    assert found == expected


@settings(max_examples=60, deadline=None)
@given(since=DAYS, weeks=st.integers(1, 4))
def test_each_week_keeps_its_weekday_but_for_days_offices_are_closed(since: date, weeks: int) -> None:
    found = days_after(
        f"FREQ=WEEKLY;INTERVAL={weeks}", since=since, after=next_working_day(since), last=since + timedelta(days=500)
    )

    rule_days = [since + timedelta(weeks=weeks * count) for count in range(1, 500 // 7 // weeks + 1)]
    expected = [next_working_day(day) for day in rule_days if day > next_working_day(since)]
    assert found == [day for day in dict.fromkeys(expected) if day <= since + timedelta(days=500)]
