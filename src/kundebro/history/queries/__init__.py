"""Questions to the history: who changed what, and what the tracked tables hold."""

from kundebro.history.queries.fingerprint import fingerprint
from kundebro.history.queries.story import Episode, Line, episodes_of, history_of, story_of
from kundebro.history.queries.touched import columns_changed

__all__ = ["Episode", "Line", "columns_changed", "episodes_of", "fingerprint", "history_of", "story_of"]
