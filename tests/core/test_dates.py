from datetime import date, timedelta

import pytest
from hypothesis import given
from hypothesis import strategies as st

from kundebro.core.dates import day_named, holiday_name, is_holiday, next_working_day

SUNDAY = date(2026, 11, 22)


@pytest.mark.parametrize(
    ("text", "day"),
    [
        ("22-11-2026", date(2026, 11, 22)),
        ("22.11.26", date(2026, 11, 22)),
        ("22/11", date(2026, 11, 22)),
        ("221126", date(2026, 11, 22)),
        ("22112026", date(2026, 11, 22)),
        ("2026-11-22", date(2026, 11, 22)),
        ("1.2.", date(2027, 2, 1)),
        ("22. november", date(2026, 11, 22)),
        ("1. maj 2027", date(2027, 5, 1)),
        ("1/1/98", date(1998, 1, 1)),
        ("1/1/46", date(2046, 1, 1)),
        ("1/1/47", date(1947, 1, 1)),
        ("29-02-2028", date(2028, 2, 29)),
        ("  I  DAG ", SUNDAY),
        ("i morgen", date(2026, 11, 23)),
        ("i overmorgen", date(2026, 11, 24)),
        ("i går", date(2026, 11, 21)),
        ("tomorrow", date(2026, 11, 23)),
        ("mandag", date(2026, 11, 23)),
        ("fredag", date(2026, 11, 27)),
        ("på fredag", date(2026, 11, 27)),
        ("søndag", date(2026, 11, 29)),
        ("tors.", date(2026, 11, 26)),
        ("+14", date(2026, 12, 6)),
        ("+ 2 uger", date(2026, 12, 6)),
        ("+1u", date(2026, 11, 29)),
        ("-3", date(2026, 11, 19)),
        ("uge 47", date(2026, 11, 16)),
        ("uge 48", date(2026, 11, 23)),
        ("Uge 53", date(2026, 12, 28)),
        ("uge 34", date(2027, 8, 23)),
        ("uge 34 2026", date(2026, 8, 17)),
    ],
)
def test_a_day_is_read_as_danes_write_it(text: str, day: date) -> None:
    assert day_named(text, today=SUNDAY) == day


@pytest.mark.parametrize(
    ("today", "text", "day"),
    [
        (date(2026, 12, 20), "5/1", date(2027, 1, 5)),
        (date(2027, 1, 5), "20/12", date(2026, 12, 20)),
        (date(2026, 11, 22), "20/11", date(2026, 11, 20)),
    ],
)
def test_a_day_without_a_year_is_the_nearest_one(today: date, text: str, day: date) -> None:
    assert day_named(text, today=today) == day


def test_week_1_in_the_last_days_of_december_is_this_week() -> None:
    assert day_named("uge 1", today=date(2026, 1, 1)) == date(2025, 12, 29)


@pytest.mark.parametrize(
    "text",
    [
        "",
        "31/2",
        "32-01-2026",
        "22-13-2026",
        "22-11-226",
        "29/2",
        "uge 54",
        "uge 0",
        "uge 53 2027",
        "snart",
        "22",
        "01-01-1899",
        "01-01-2200",
        "+99999",
        "2026-22-11",
        "٢٢-١١-٢٠٢٦",
        "22 xyz 2026",
        "1-1-0000",
    ],
)
def test_what_is_no_day_is_none(text: str) -> None:
    assert day_named(text, today=SUNDAY) is None


@given(st.text(max_size=20))
def test_no_text_breaks_the_reader(text: str) -> None:
    day_named(text, today=SUNDAY)


@given(st.dates(date(1990, 1, 1), date(2045, 12, 31)), st.dates(date(2026, 1, 1), date(2028, 12, 31)))
def test_a_full_date_means_the_same_on_every_day(day: date, today: date) -> None:
    assert day_named(f"{day:%d-%m-%Y}", today=today) == day
    assert day_named(f"{day:%d%m%Y}", today=today) == day
    assert day_named(day.isoformat(), today=today) == day


@given(st.dates(date(2020, 1, 1), date(2040, 12, 31)))
def test_a_weekday_is_always_within_the_coming_week(today: date) -> None:
    day = day_named("onsdag", today=today)

    assert day is not None
    assert timedelta(0) < day - today <= timedelta(7)
    assert day.weekday() == 2


@pytest.mark.parametrize(
    ("day", "is_free"),
    [
        (date(2026, 4, 2), True),
        (date(2026, 5, 14), True),
        (date(2008, 5, 1), True),
        (date(2026, 5, 1), False),
        (date(2023, 5, 5), True),
        (date(2024, 4, 26), False),
        (date(2026, 6, 5), True),
        (date(2026, 12, 24), True),
        (date(2026, 12, 31), True),
        (date(2026, 12, 30), False),
    ],
)
def test_danish_holidays(day: date, is_free: bool) -> None:
    assert is_holiday(day) is is_free


def test_a_holiday_has_its_danish_name() -> None:
    assert holiday_name(date(2026, 12, 25)) == "Juledag"
    assert holiday_name(date(2026, 11, 23)) == ""


@pytest.mark.parametrize(
    ("day", "working_day"),
    [
        (date(2026, 11, 23), date(2026, 11, 23)),
        (date(2026, 11, 21), date(2026, 11, 23)),
        (date(2026, 12, 24), date(2026, 12, 28)),
        (date(2026, 4, 2), date(2026, 4, 7)),
    ],
)
def test_work_goes_on_the_next_working_day(day: date, working_day: date) -> None:
    assert next_working_day(day) == working_day
