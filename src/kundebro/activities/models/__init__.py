"""What was done and what is to be done, and the papers that belong to it."""

from kundebro.activities.models.activity import Activity, ActivityQuerySet
from kundebro.activities.models.activity_type import ActivityType
from kundebro.activities.models.calendar_feed import CalendarFeed
from kundebro.activities.models.document import Document, DocumentQuerySet, DocumentVersion, StoredFile

__all__ = [
    "Activity",
    "ActivityQuerySet",
    "ActivityType",
    "CalendarFeed",
    "Document",
    "DocumentQuerySet",
    "DocumentVersion",
    "StoredFile",
]
