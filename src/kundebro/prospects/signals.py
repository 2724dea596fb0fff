"""What prospects tell apps above."""

from django.dispatch import Signal

details_changed = Signal()
"""Some prospects have changed: `changes`, by key the columns with what they held before and hold now. Sent inside the
transaction; what came of a change by synchronisation is announced too."""
