from datetime import date
from typing import Any

from django import forms
from django.utils import timezone

from kundebro.core.dates import day_named
from kundebro.core.formats import parse_date
from kundebro.core.forms import DateInput, PickerMultiple, PickerSelect


class DayField(forms.DateField):
    """A day in any usual Danish writing: `22-11`, `fredag`, `+14`, `uge 34`."""

    widget = DateInput

    def to_python(self, value: Any) -> date | None:
        """Read the day as seen from today."""
        if value in self.empty_values or isinstance(value, date):
            return super().to_python(value)
        return parse_date(str(value), today=timezone.localdate())

    def has_changed(self, initial: Any, data: Any) -> bool:
        """Whether another day is meant, however it is written."""
        named = day_named(str(data), today=timezone.localdate()) if data else None
        return bool(data) if named is None and not initial else initial != named


class LongPicker(PickerSelect):
    """A picker with hundreds of choices: Django's own way, a template for each of them, would take 50 ms."""

    template_name = "prospects/long_picker.html"


class LongPickerMultiple(PickerMultiple):
    """The same for any number of them."""

    template_name = "prospects/long_picker.html"
