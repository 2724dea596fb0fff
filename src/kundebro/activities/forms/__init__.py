"""What people fill in about activities, calendars and documents."""
"""What people fill in about calendars, documents and notes."""

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
    "SnoozeForm",
    "TogetherForm",
    "VersionForm",
    "activity_form",
    "seen_prospect",
]
__all__ = ["DocumentForm", "FeedForm", "FilesForm", "MoveForm", "NoteForm", "TimelineForm", "VersionForm"]
