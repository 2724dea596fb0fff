"""What people fill in about calendars and documents."""

from kundebro.activities.forms.calendar import FeedForm, MoveForm
from kundebro.activities.forms.documents import DocumentForm, FilesForm, VersionForm

__all__ = ["DocumentForm", "FeedForm", "FilesForm", "MoveForm", "VersionForm"]
