"""Days that come again: rules as RFC 5545 writes them, days as a Danish office keeps them."""

import re
from calendar import monthrange
from dataclasses import dataclass
from datetime import date, datetime, time
from typing import Final

from dateutil.rrule import rrulestr
from django.core.exceptions import ValidationError
from django.utils.translation import gettext as _

from kundebro.core.dates import next_working_day

LAST_SURE_DAY: Final = 28
FEBRUARY: Final = 2
MIDNIGHT: Final = time(0)
_ENDS: Final = re.compile(r";?(?:COUNT|UNTIL)=[^;]*")


@dataclass(frozen=True)
class Series:
    """What repeats, for calendar programs: they count days by the rule alone and know no Danish holidays.

    `first` and `until` are days of the rule; on those of `skipped` nothing happens, on those of `moved` it happens on
    another day instead.
    """

    rule: str
    first: date
    until: date
    skipped: list[date]
    moved: dict[date, date]


def check_rule(rule: str) -> None:
    """Raise ValidationError for a rule that is none, or that comes oftener than each day."""
    try:
        rrulestr(rule, dtstart=datetime(2024, 1, 1))  # noqa: DTZ001  local days have no zone
    except (ValueError, KeyError, TypeError) as error:
        raise ValidationError(_("That is no rule for repeating."), code="rule") from error
    if any(word in rule for word in ("HOURLY", "MINUTELY", "SECONDLY")):
        raise ValidationError(_("An activity repeats at most once a day."), code="rule")


def next_day(rule: str, *, since: date, after: date) -> date | None:
    """The first working day after `after` on which the rule falls, counted from `since`; None when it has ended.

    A day that is a weekend or a holiday gives way to the next working day, and the one after it is counted from the
    rule all the same: nothing drifts. What repeats on the 29th to 31st falls on the last day of shorter months, what
    repeats on 29 February on the 28th of other years.
    """
    days = rrulestr(_kept_in_month(rule, since), dtstart=datetime.combine(since, MIDNIGHT))
    found = days.after(datetime.combine(after, MIDNIGHT))
    while found is not None:
        day = next_working_day(found.date())
        if day > after:
            return day
        found = days.after(found)
    return None


def series_of(rule: str, *, since: date, day: date, after: date, last: date) -> Series | None:
    """The open time of `day` and the times that follow it after `after`, no later than `last`.

    They are the days that `next_day` gives one after the other, each once. None when nothing follows, or when `day` lies
    before the rule begins.
    """
    kept = _kept_in_month(rule, since)
    days = rrulestr(kept, dtstart=datetime.combine(since, MIDNIGHT))
    begun = days.before(datetime.combine(day, MIDNIGHT), inc=True)
    if begun is None:
        return None
    first = begun.date()
    found = days.between(begun, datetime.combine(last, MIDNIGHT), inc=True)
    following = [each.date() for each in found if each.date() > first]
    stands_for: dict[date, date] = {}
    for each in following:
        working = next_working_day(each)
        if each > after and working <= last and (working == each or working not in stands_for):
            stands_for[working] = each
    if not stands_for:
        return None
    until = max(stands_for.values())
    kept_days = set(stands_for.values())
    moved = {each: working for working, each in stands_for.items() if working != each}
    if first != day:
        moved[first] = day
    skipped = [each for each in following if each <= until and each not in kept_days]
    return Series(_ENDS.sub("", kept).strip(";"), first, until, skipped, dict(sorted(moved.items())))


def _kept_in_month(rule: str, since: date) -> str:
    if "BYMONTHDAY" in rule or "BYDAY" in rule or since.day <= LAST_SURE_DAY:
        return rule
    if "FREQ=MONTHLY" in rule:
        return f"{rule};BYMONTHDAY={_up_to(since.day)};BYSETPOS=-1"
    if "FREQ=YEARLY" in rule and since.month == FEBRUARY and since.day == monthrange(since.year, FEBRUARY)[1]:
        return f"{rule};BYMONTH=2;BYMONTHDAY={_up_to(since.day)};BYSETPOS=-1"
    return rule


def _up_to(day: int) -> str:
    return ",".join(str(each) for each in range(LAST_SURE_DAY, day + 1))
