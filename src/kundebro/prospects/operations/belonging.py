"""What belongs to a prospect belongs together: contacts, sales projects, activities, documents."""

from kundebro.history.tracked import TooLate


class BelongsElsewhere(TooLate):
    """A contact, a sales project or an activity is another prospect's: forms offer the prospect's own, so it has gone there since."""
