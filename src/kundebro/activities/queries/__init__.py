"""Questions over activities."""

from kundebro.activities.queries.calendar import Calendar, Entry, calendar_of, people_to_show
from kundebro.activities.queries.documents import documents_of, versions_latest_first
from kundebro.activities.queries.feeds import (
    appointments,
    appointments_of_feed,
    closings_of_feed,
    feed_behind,
    feeds_of,
    teams_to_follow,
)
from kundebro.activities.queries.figures import last_contact_of, next_step_of
from kundebro.activities.queries.timeline import (
    Happening,
    Source,
    Timeline,
    activities_of,
    changesets_on,
    count_of_pinned,
    next_steps_of,
    pinned_notes,
    timeline_of,
)
from kundebro.activities.queries.todo import (
    Place,
    Span,
    ToDo,
    ToDoPage,
    count_of,
    forgotten_prospects,
    has_next_step,
    lacks_next_step,
    team_of,
    todo_of,
    todo_page,
)

__all__ = [
    "Calendar",
    "Entry",
    "Happening",
    "Place",
    "Source",
    "Span",
    "Timeline",
    "ToDo",
    "ToDoPage",
    "activities_of",
    "appointments",
    "appointments_of_feed",
    "calendar_of",
    "changesets_on",
    "closings_of_feed",
    "count_of",
    "count_of_pinned",
    "documents_of",
    "feed_behind",
    "feeds_of",
    "forgotten_prospects",
    "has_next_step",
    "lacks_next_step",
    "last_contact_of",
    "next_step_of",
    "next_steps_of",
    "people_to_show",
    "pinned_notes",
    "team_of",
    "teams_to_follow",
    "timeline_of",
    "todo_of",
    "todo_page",
    "versions_latest_first",
]
