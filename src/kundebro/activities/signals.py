"""What activities tell apps above."""

from django.dispatch import Signal

activity_changed = Signal()
"""Some activities are new, have changed or are gone: `activities`, their keys. Sent inside the transaction."""
