"""What was done and what is to be done."""

from kundebro.activities.models.activity import Activity, ActivityQuerySet
from kundebro.activities.models.activity_type import ActivityType
from kundebro.activities.models.calendar_feed import CalendarFeed

__all__ = ["Activity", "ActivityQuerySet", "ActivityType", "CalendarFeed"]
