"""What the fields of an activity are called, and how their values are read."""

import datetime as dt
from typing import Any, Final

from django.db import models
from django.utils.functional import lazy
from django.utils.html import strip_tags
from django.utils.text import capfirst
from django.utils.translation import gettext_lazy as _
from django.utils.translation import pgettext_lazy

from kundebro.activities.choices import Direction, Priority
from kundebro.activities.models import Activity
from kundebro.activities.proposals import rule_in_words
from kundebro.core.formats import show_date, show_time
from kundebro.core.money import Money

LABELS: Final = {
    "duration_minutes": pgettext_lazy("duration", "Minutes"),
    "follow_up_on": _("Follow up on"),
    "repeats": _("Repeats"),
    "value_ore": _("Amount"),
}


def label_of(name: str) -> str:
    """What the field is called."""
    return capfirst(str(LABELS.get(name) or Activity._meta.get_field(name).verbose_name))  # type: ignore[union-attr]


label_later = lazy(label_of, str)
"""The same for what is said in the language of whoever reads it."""


def shown(name: str, value: Any) -> str:  # noqa: PLR0911  one line per kind of value
    """A field's value as people read it; empty text for nothing."""
    if value is None or value == "":
        return ""
    if isinstance(value, models.QuerySet):
        return ", ".join(str(each) for each in value)
    if isinstance(value, dt.time):
        return show_time(value)
    if isinstance(value, dt.date):
        return show_date(value)
    if name == "value_ore":
        return Money(value).format()
    if name == "repeats":
        return rule_in_words(value)
    if name in ("priority", "direction"):
        return str((Priority if name == "priority" else Direction)(value).label)
    return strip_tags(str(value)) if name == "note" else str(value)
