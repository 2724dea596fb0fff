"""The field for a note: typed with marks, kept as the little HTML that notes may hold."""

from functools import cached_property
from typing import Any

from django import forms

from kundebro.activities.marks import as_typed, formed, says_the_same
from kundebro.activities.rich_text import cleaned
from kundebro.core.forms import BoundField


class TypedNote(BoundField):
    """Shows a stored note as it is typed."""

    @cached_property
    def initial(self) -> str:
        """The stored note with marks."""
        return as_typed(self.form.get_initial_for_field(self.field, self.name) or "")


class NoteField(forms.CharField):
    """A note; one that was not touched stays exactly as it is stored, whatever wrote it."""

    def __init__(self, **options: Any) -> None:
        super().__init__(**{"widget": forms.Textarea, **options, "strip": False})
        self.stored = ""

    def get_bound_field(self, form: forms.BaseForm, field_name: str) -> TypedNote:
        """The field in a form."""
        self.stored = form.get_initial_for_field(self, field_name) or ""
        return TypedNote(form, self, field_name)

    def clean(self, value: Any) -> str:
        """The note as it will be kept; raises ValidationError for one that is too long."""
        text: str = super().clean(value) or ""
        if says_the_same(text, self.stored):
            return self.stored
        cleaned(text)
        return cleaned(formed(text))
