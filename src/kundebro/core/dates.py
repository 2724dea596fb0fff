"""Days as Danish people name them, and the days they do not work."""

import re
from datetime import date, timedelta
from functools import cache
from typing import TYPE_CHECKING, Final

if TYPE_CHECKING:
    from holidays import HolidayBase

FIRST_YEAR: Final = 1900
LAST_YEAR: Final = 2199
YEARS_AHEAD: Final = 20
"""A year of two digits lies at most so far in the future."""
_SATURDAY: Final = 5
_SHORT_YEAR: Final = 2
_WORKERS_DAY: Final = (5, 1)

_DAYS_FROM_TODAY: Final = {
    word: days
    for days, words in (
        (-2, ("i forgårs", "forgårs")),
        (-1, ("i går", "igår", "yesterday")),
        (0, ("i dag", "idag", "today")),
        (1, ("i morgen", "imorgen", "tomorrow")),
        (2, ("i overmorgen", "overmorgen")),
    )
    for word in words
}
_WEEKDAYS: Final = {
    word: weekday
    for weekday, words in enumerate(
        (
            "mandag man ma monday mon",
            "tirsdag tirs tir ti tuesday tue",
            "onsdag ons on wednesday wed",
            "torsdag tors tor to thursday thu",
            "fredag fre fr friday fri",
            "lørdag lør lø saturday sat",
            "søndag søn sø sunday sun",
        )
    )
    for word in words.split()
}
_MONTHS: Final = {
    word: month
    for month, words in enumerate(
        (
            "januar january jan",
            "februar february feb",
            "marts march mar",
            "april apr",
            "maj may",
            "juni june jun",
            "juli july jul",
            "august aug",
            "september sept sep",
            "oktober october okt oct",
            "november nov",
            "december dec",
        ),
        start=1,
    )
    for word in words.split()
}
_STEP: Final = re.compile(r"(?P<sign>[+-]) ?(?P<count>[0-9]{1,4}) ?(?:d|dage?|days?|(?P<weeks>u|uger?|w|weeks?))?")
_WEEK: Final = re.compile(r"(?:uge|u|week|w)\.? ?(?P<week>[0-9]{1,2})(?:[ ,/-]+(?P<year>[0-9]{4}))?")
_DATES: Final = (
    re.compile(
        r"(?P<day>[0-9]{1,2})[-./ ]+(?P<month>[0-9]{1,2}|[a-z]{3,9})(?:[-./ ]+(?P<year>[0-9]{4}|[0-9]{2}))?\.?"
    ),
    re.compile(r"(?P<day>[0-9]{2})(?P<month>[0-9]{2})(?P<year>[0-9]{4}|[0-9]{2})"),
    re.compile(r"(?P<year>[0-9]{4})-(?P<month>[0-9]{2})-(?P<day>[0-9]{2})"),
)


def day_named(text: str, *, today: date) -> date | None:
    """Read a day as people write it, seen from ``today``; None where it names no day of 1900–2199.

    A weekday is the next one after today, ``uge 34`` the Monday of the next such week, this week among them; ``22/11``
    is the one nearest to today; ``+14`` and ``+2 uger`` count from today.
    """
    words = " ".join(text.casefold().split())
    try:
        day = _word(words, today) or _step(words, today) or _week(words, today) or _date(words, today)
    except (KeyError, ValueError, OverflowError):
        return None
    return day if day and FIRST_YEAR <= day.year <= LAST_YEAR else None


def _word(words: str, today: date) -> date | None:
    if words in _DAYS_FROM_TODAY:
        return today + timedelta(days=_DAYS_FROM_TODAY[words])
    weekday = _WEEKDAYS.get(words.removeprefix("på ").removesuffix("."))
    if weekday is None:
        return None
    return today + timedelta(days=(weekday - today.weekday() - 1) % 7 + 1)


def _step(words: str, today: date) -> date | None:
    step = _STEP.fullmatch(words)
    if not step:
        return None
    days = int(step["sign"] + step["count"])
    return today + timedelta(days=days * 7 if step["weeks"] else days)


def _week(words: str, today: date) -> date | None:
    found = _WEEK.fullmatch(words)
    if not found:
        return None
    week = int(found["week"])
    if found["year"]:
        return date.fromisocalendar(int(found["year"]), week, 1)
    monday = today - timedelta(days=today.weekday())
    while monday.isocalendar().week != week:
        monday += timedelta(days=7)
        if monday.year > today.year + 7:
            return None
    return monday


def _date(words: str, today: date) -> date | None:
    found = next((match for pattern in _DATES if (match := pattern.fullmatch(words))), None)
    if not found:
        return None
    day = int(found["day"])
    month = int(found["month"]) if found["month"].isdigit() else _MONTHS[found["month"]]
    if found["year"] is None:
        return _nearest(day, month, today)
    year = int(found["year"])
    if len(found["year"]) == _SHORT_YEAR:
        year += 2000 if 2000 + year <= today.year + YEARS_AHEAD else 1900
    return date(year, month, day)


def _nearest(day: int, month: int, today: date) -> date | None:
    days = [found for year in (today.year - 1, today.year, today.year + 1) if (found := _day_of(year, month, day))]
    return min(days, key=lambda found: (abs(found - today), found < today), default=None)


def _day_of(year: int, month: int, day: int) -> date | None:
    try:
        return date(year, month, day)
    except ValueError:
        return None


def holiday_name(day: date) -> str:
    """Give the Danish name of the holiday, or nothing.

    Beside public holidays these are the days on which offices close by custom: 5 June, 24 and 31 December.
    """
    public, customary = _danish_holidays()
    return public.get(day) or (customary.get(day, "") if (day.month, day.day) != _WORKERS_DAY else "")


@cache
def _danish_holidays() -> "tuple[HolidayBase, HolidayBase]":
    import holidays  # noqa: PLC0415  40 MB that few processes need

    return (
        holidays.country_holidays("DK", categories=holidays.PUBLIC, language="da"),
        holidays.country_holidays("DK", categories=holidays.OPTIONAL, language="da"),
    )


def is_holiday(day: date) -> bool:
    """Whether Danish offices are closed that day, be it a weekday or not."""
    return bool(holiday_name(day))


def days_between(first: date, last: date) -> list[date]:
    """Give the days from the first to the last, both included."""
    return [first + timedelta(days=count) for count in range((last - first).days + 1)]


def next_working_day(day: date) -> date:
    """Give the day itself, or the first one after it that is neither weekend nor holiday."""
    while day.weekday() >= _SATURDAY or is_holiday(day):
        day += timedelta(days=1)
    return day
