"""What sales projects tell apps above."""

from django.dispatch import Signal

project_changed = Signal()
"""Some projects are new or have changed: `projects`, their keys, and `by`. Sent inside the transaction."""
