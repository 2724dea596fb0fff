"""What people fill in about calendars, documents and notes."""

from kundebro.activities.forms.calendar import FeedForm, MoveForm
from kundebro.activities.forms.documents import DocumentForm, FilesForm, VersionForm
from kundebro.activities.forms.notes import NoteForm, TimelineForm

__all__ = ["DocumentForm", "FeedForm", "FilesForm", "MoveForm", "NoteForm", "TimelineForm", "VersionForm"]
