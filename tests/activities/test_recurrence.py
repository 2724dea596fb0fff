"""What repeats lands on the right local day: month ends, leap days, week 53, holidays, and no drift."""

from datetime import date

import pytest
from django.core.exceptions import ValidationError

from kundebro.activities.recurrence import check_rule, next_day


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
