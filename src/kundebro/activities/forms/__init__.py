"""What people fill in about activities, calendars, documents and notes."""

from kundebro.activities.forms.activity import (
    ActivityForm,
    DeleteForm,
    FinishForm,
    GiveUpForm,
    LaterForm,
    SnoozeForm,
    TogetherForm,
    activity_form,
    seen_prospect,
)
from kundebro.activities.forms.calendar import FeedForm, MoveForm
from kundebro.activities.forms.documents import DocumentForm, FilesForm, VersionForm
from kundebro.activities.forms.notes import NoteForm, TimelineForm

__all__ = [
    "ActivityForm",
    "DeleteForm",
    "DocumentForm",
    "FeedForm",
    "FilesForm",
    "FinishForm",
    "GiveUpForm",
    "LaterForm",
    "MoveForm",
    "NoteForm",
    "SnoozeForm",
    "TimelineForm",
    "TogetherForm",
    "VersionForm",
    "activity_form",
    "seen_prospect",
]
