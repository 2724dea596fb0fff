"""The sheets of the calendar page: a day, a week, a month or a list, with ISO weeks and Danish holidays."""

from calendar import monthrange
from collections.abc import Callable, Collection, Iterable
from dataclasses import dataclass, field
from datetime import date, time, timedelta
from typing import Final

from django.db.models import TextChoices
from django.utils.dates import MONTHS, WEEKDAYS
from django.utils.functional import cached_property
from django.utils.html import format_html_join
from django.utils.text import capfirst
from django.utils.translation import gettext as _
from django.utils.translation import pgettext_lazy

from kundebro.activities.queries import COUNTED, Calendar, Entry
from kundebro.core.dates import days_between, holiday_name
from kundebro.core.formats import show_date

WEEK: Final = 7
LISTED: Final = 30
FIRST_HOUR: Final = 8
LAST_HOUR: Final = 16


class Sheet(TextChoices):
    """The ways to look at the calendar."""

    DAY = "day", pgettext_lazy("calendar", "Day")
    WEEK = "week", pgettext_lazy("calendar", "Week")
    MONTH = "month", pgettext_lazy("calendar", "Month")
    LIST = "list", pgettext_lazy("calendar", "List")

    @property
    def most(self) -> int:
        """How many entries of a day are shown; the rest are counted."""
        return {Sheet.MONTH: 3, Sheet.WEEK: 40}.get(self, 200)


@dataclass(frozen=True)
class Shown:
    """An entry as it stands on the sheet, written out."""

    at: time | None
    html: str


def together(entries: Iterable[Shown]) -> str:
    """The entries one after the other."""
    return format_html_join("", "{}", ((entry.html,) for entry in entries))


@dataclass
class Day:
    """One day on a sheet."""

    date: date
    entries: list[Shown]
    more: int
    is_today: bool
    is_outside: bool = False
    holiday: str = field(init=False)

    def __post_init__(self) -> None:
        self.holiday = holiday_name(self.date)

    @cached_property
    def name(self) -> str:
        """The weekday."""
        return capfirst(str(WEEKDAYS[self.date.weekday()]))

    @property
    def says_more(self) -> str:
        """How many more there are than shown: `+12 more`, `100+ more`; nothing when that is all."""
        if not self.more:
            return ""
        return (
            _("%(count)d+ more") % {"count": COUNTED}
            if self.more > COUNTED
            else _("+%(count)d more") % {"count": self.more}
        )

    @property
    def short(self) -> str:
        """27/11."""
        return f"{self.date.day}/{self.date.month}"

    @property
    def is_weekend(self) -> bool:
        """Whether it is a Saturday or Sunday."""
        return self.date.isoweekday() > WEEK - 2

    @property
    def css(self) -> str:
        """How the day looks, after other classes."""
        looks = {" is-today": self.is_today, " is-outside": self.is_outside}
        looks[" is-free"] = bool(self.is_weekend or self.holiday)
        return "".join(look for look, applies in looks.items() if applies)

    @property
    def written(self) -> str:
        """All that is shown."""
        return together(self.entries)

    @property
    def all_day(self) -> str:
        """What has no time."""
        return together(entry for entry in self.entries if entry.at is None)

    def within(self, hour: int) -> str:
        """What begins within the hour."""
        return together(entry for entry in self.entries if entry.at is not None and entry.at.hour == hour)


@dataclass(frozen=True)
class Week:
    """Seven days with their ISO number."""

    number: int
    days: list[Day]


@dataclass(frozen=True)
class Cell:
    """What begins within one hour of one day."""

    day: Day
    written: str


@dataclass(frozen=True)
class Hour:
    """One hour across the days of a sheet."""

    hour: int
    cells: list[Cell]


def span_of(sheet: Sheet, day: date) -> tuple[date, date]:
    """The first and the last day on the sheet that the day lies on; a month comes in whole weeks."""
    if sheet == Sheet.DAY:
        return day, day
    if sheet == Sheet.LIST:
        return day, day + timedelta(days=LISTED - 1)
    first, last = (day, day) if sheet == Sheet.WEEK else _month_of(day)
    return first - timedelta(days=first.weekday()), last + timedelta(days=WEEK - 1 - last.weekday())


def beside(sheet: Sheet, day: date, step: int) -> date:
    """A day on the sheet before (-1) or after (1); from a month always its first."""
    if sheet == Sheet.MONTH:
        first, last = _month_of(day)
        return (first - timedelta(days=1)).replace(day=1) if step < 0 else last + timedelta(days=1)
    return day + step * timedelta(days={Sheet.DAY: 1, Sheet.WEEK: WEEK}.get(sheet, LISTED))


def title_of(sheet: Sheet, day: date) -> str:
    """What the sheet is called: `November 2026`, `Uge 48, 2026`, `Torsdag 26-11-2026`."""
    if sheet == Sheet.MONTH:
        return f"{capfirst(str(MONTHS[day.month]))} {day.year}"
    if sheet == Sheet.WEEK:
        year, week, _weekday = day.isocalendar()
        return _("Week %(week)d, %(year)d") % {"week": week, "year": year}
    if sheet == Sheet.DAY:
        return f"{capfirst(str(WEEKDAYS[day.weekday()]))} {show_date(day)}"
    first, last = span_of(sheet, day)
    return f"{show_date(first)} – {show_date(last)}"


def days_of(calendar: Calendar, *, sheet: Sheet, day: date, today: date, write: Callable[[Entry], str]) -> list[Day]:
    """The days of the sheet, one after the other."""
    first, last = span_of(sheet, day)
    return [
        Day(
            each,
            [Shown(entry.at, write(entry)) for entry in calendar.entries.get(each, [])],
            calendar.more.get(each, 0),
            each == today,
            sheet == Sheet.MONTH and each.month != day.month,
        )
        for each in days_between(first, last)
    ]


def weeks_of(days: Collection[Day]) -> list[Week]:
    """The days in rows of seven."""
    row = list(days)
    return [Week(row[at].date.isocalendar().week, row[at : at + WEEK]) for at in range(0, len(row), WEEK)]


def hours_of(days: Collection[Day]) -> list[Hour]:
    """The hours of an office day, and any others in which something begins."""
    busy = {entry.at.hour for day in days for entry in day.entries if entry.at is not None}
    first, last = min({FIRST_HOUR, *busy}), max({LAST_HOUR, *busy})
    return [Hour(hour, [Cell(day, day.within(hour)) for day in days]) for hour in range(first, last + 1)]


def _month_of(day: date) -> tuple[date, date]:
    return day.replace(day=1), day.replace(day=monthrange(day.year, day.month)[1])
