"""What people fill in about activities, calendars and documents."""

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
