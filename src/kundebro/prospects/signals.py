"""What prospects tell apps above."""

from django.dispatch import Signal

details_changed = Signal()
"""Some prospects have changed: `changes`, by key the columns with what they held before and hold now. Sent inside the
transaction; what came of a change by synchronisation is announced too."""

follow_up_wanted = Signal()
"""Some prospects are to be followed up: `days`, by key the day or None for no day, and `by`. Sent inside the transaction;
the figure `next_follow_up_on` is worked out from what receivers plan."""
