"""Questions over activities."""

from kundebro.activities.queries.calendar import Calendar, Entry, calendar_of, people_to_show
from kundebro.activities.queries.documents import documents_of, versions_latest_first
from kundebro.activities.queries.feeds import (
    activities_of_feed,
    closings_of_feed,
    feed_behind,
    feeds_of,
    teams_to_follow,
)
from kundebro.activities.queries.figures import last_contact_of, next_step_of
from kundebro.activities.queries.timeline import Happening, timeline_of
from kundebro.activities.queries.todo import (
    Place,
    Span,
    ToDo,
    ToDoPage,
    count_of,
    forgotten_prospects,
    team_of,
    todo_of,
    todo_page,
)

__all__ = [
    "Calendar",
    "Entry",
    "Happening",
    "Place",
    "Span",
    "ToDo",
    "ToDoPage",
    "activities_of_feed",
    "calendar_of",
    "closings_of_feed",
    "count_of",
    "documents_of",
    "feed_behind",
    "feeds_of",
    "forgotten_prospects",
    "last_contact_of",
    "next_step_of",
    "people_to_show",
    "team_of",
    "teams_to_follow",
    "timeline_of",
    "todo_of",
    "todo_page",
    "versions_latest_first",
]
