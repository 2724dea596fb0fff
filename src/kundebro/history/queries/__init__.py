"""Questions to the history: who changed what, and what the tracked tables hold."""

from kundebro.history.queries.fingerprint import fingerprint
from kundebro.history.queries.story import Episode, Line, history_of, story_of

__all__ = ["Episode", "Line", "fingerprint", "history_of", "story_of"]
