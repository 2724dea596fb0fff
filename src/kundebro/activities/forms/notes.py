"""The forms of the timeline: a note, and what one looks for."""

from typing import Any

from django import forms
from django.core.exceptions import ValidationError
from django.urls import reverse_lazy
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from kundebro.activities.choices import Kind
from kundebro.activities.marks import as_typed, formed
from kundebro.activities.models import Activity
from kundebro.activities.queries.mentions import Unclear, may_see, mentioned_in
from kundebro.activities.rich_text import cleaned
from kundebro.prospects.forms import RepeatableForm
from kundebro.prospects.models import Prospect

KINDS = [
    ("", gettext_lazy("Everything")),
    *Kind.choices,
    ("document", gettext_lazy("Documents")),
    ("stage", gettext_lazy("Stages of sales projects")),
    ("event", gettext_lazy("Events")),
    ("changes", gettext_lazy("Changes of fields")),
]


class NoteForm(RepeatableForm):
    """A note as it is typed. Whom it names must be clear, and able to see what it is about."""

    text = forms.CharField(
        label=gettext_lazy("Note"),
        strip=False,
        widget=forms.Textarea(attrs={"rows": 3, "data-mentions": reverse_lazy("activities:note-people")}),
        help_text=gettext_lazy("**bold**, _italic_, lines with - or 1., links. @name tells a colleague."),
    )
    is_pinned = forms.BooleanField(label=gettext_lazy("Keep on top of the card"), required=False)
    version = forms.IntegerField(widget=forms.HiddenInput, required=False)

    def __init__(self, *args: Any, prospect: Prospect, note: Activity | None = None, **kwargs: Any) -> None:
        if note is not None:
            kwargs |= {"auto_id": "edited_%s"}  # the field for a new note may stand behind the dialog
            kwargs["initial"] = {"text": as_typed(note.note), "version": note.version}
        super().__init__(*args, **kwargs)
        self.prospect = prospect
        if note is not None:
            del self.fields["is_pinned"]
            self.fields["text"].widget.attrs["rows"] = 12

    def clean_text(self) -> str:
        """What was typed, if it can be kept and everyone named in it be told."""
        text: str = self.cleaned_data["text"]
        cleaned(text)
        note = cleaned(formed(text))
        if not note:
            raise ValidationError(self.fields["text"].error_messages["required"], code="required")
        for who in mentioned_in(note):
            if isinstance(who, Unclear):
                said = _("@%(name)s may be %(people)s. Write the whole name or the initials.")
                people = ", ".join(str(person) for person in who.people)
                raise ValidationError(said % {"name": who.name, "people": people}, code="unclear")
            if not may_see(who, self.prospect):
                said = _("%(name)s cannot see %(company)s, and is not told. Write the name without @.")
                raise ValidationError(said % {"name": who, "company": self.prospect.name}, code="unseen")
        return text


class TimelineForm(forms.Form):
    """What one looks for in a timeline."""

    kind = forms.ChoiceField(label=gettext_lazy("Show"), required=False, choices=KINDS)
    text = forms.CharField(
        label=gettext_lazy("Search the timeline"), required=False, max_length=100, widget=forms.SearchInput
    )

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **{**kwargs, "auto_id": "find_%s"})

    def wanted(self) -> dict[str, str]:
        """The kind and the text; what makes no sense is left out."""
        self.is_valid()
        return {name: self.cleaned_data.get(name, "") for name in ("kind", "text")}
