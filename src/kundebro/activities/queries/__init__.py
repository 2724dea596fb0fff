"""Questions over activities."""

from kundebro.activities.queries.figures import last_contact_of, next_step_of
from kundebro.activities.queries.timeline import Happening, timeline_of
from kundebro.activities.queries.todo import Span, ToDo, forgotten_prospects, todo_of

__all__ = [
    "Happening",
    "Span",
    "ToDo",
    "forgotten_prospects",
    "last_contact_of",
    "next_step_of",
    "timeline_of",
    "todo_of",
]
