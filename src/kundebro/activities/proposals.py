"""Days that lie near: when to go on, and how a repeated activity is put into words."""

from dataclasses import dataclass
from datetime import date, timedelta
from typing import Final

from django.utils.dates import WEEKDAYS
from django.utils.text import capfirst
from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from kundebro.activities.models import ActivityType
from kundebro.core.dates import next_working_day

WEEK: Final = 7
WORKDAYS: Final = "FREQ=WEEKLY;BYDAY=MO,TU,WE,TH,FR"
RULES: Final = (
    WORKDAYS,
    "FREQ=WEEKLY",
    "FREQ=WEEKLY;INTERVAL=2",
    "FREQ=MONTHLY",
    "FREQ=MONTHLY;INTERVAL=3",
    "FREQ=MONTHLY;INTERVAL=6",
    "FREQ=YEARLY",
)
"""The rules one chooses between; others come from the quick line and from imports."""
_DAYS: Final = ("MO", "TU", "WE", "TH", "FR", "SA", "SU")


@dataclass(frozen=True)
class Proposal:
    """A day near at hand, and what one calls it."""

    title: str
    day: date


def proposed_day(kind: ActivityType, *, today: date) -> date:
    """When an activity of the type would be due: its days from today, never on a day off."""
    return next_working_day(today + timedelta(days=kind.default_follow_up_days or 0))


def next_step_day(kind: ActivityType, *, today: date) -> date:
    """When the step after one that is done today would be due: as an activity of the type, but never on the same day."""
    return max(proposed_day(kind, today=today), next_working_day(today + timedelta(days=1)))


def days_near(today: date) -> list[Proposal]:
    """Tomorrow, next Monday, in a week, in a month; never a day off, and each day once."""
    monday = today + timedelta(days=WEEK - today.weekday())
    named = (
        (_("Tomorrow"), today + timedelta(days=1)),
        (_("Next Monday"), monday),
        (_("In a week"), today + timedelta(days=WEEK)),
        (_("In two weeks"), today + timedelta(days=2 * WEEK)),
        (_("In four weeks"), today + timedelta(days=4 * WEEK)),
    )
    found: dict[date, Proposal] = {}
    for title, day in named:
        working = next_working_day(day)
        found.setdefault(working, Proposal(title, working))
    return list(found.values())


def rule_in_words(rule: str) -> str:
    """How often the rule comes: `every 2 weeks, Monday`."""
    if not rule:
        return ""
    if rule == WORKDAYS:
        return _("every working day")
    parts = dict(part.split("=", 1) for part in rule.split(";") if "=" in part)
    every = int(parts.get("INTERVAL", "1"))
    counted = {
        "DAILY": ngettext("every day", "every %(count)d days", every),
        "WEEKLY": ngettext("every week", "every %(count)d weeks", every),
        "MONTHLY": ngettext("every month", "every %(count)d months", every),
        "YEARLY": ngettext("every year", "every %(count)d years", every),
    }
    words = [counted.get(parts.get("FREQ", ""), rule) % {"count": every}]
    words += [str(WEEKDAYS[_DAYS.index(day)]) for day in parts.get("BYDAY", "").split(",") if day in _DAYS]
    if "BYMONTHDAY" in parts:
        words.append(_("on day %(day)s of the month") % {"day": parts["BYMONTHDAY"]})
    return ", ".join(words)


def rule_choices(kept: str) -> list[tuple[str, str]]:
    """The rules to choose between, and the one that is there already."""
    rules = [*RULES, *([kept] if kept and kept not in RULES else [])]
    return [("", _("no, once only")), *((rule, capfirst(rule_in_words(rule))) for rule in rules)]
