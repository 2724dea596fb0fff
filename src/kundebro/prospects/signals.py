"""What prospects tell apps above."""

from django.dispatch import Signal

details_changed = Signal()
"""The account number or name of some prospects has changed: `prospects`, their keys. Sent inside the transaction."""
