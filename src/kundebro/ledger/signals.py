"""What the sub-ledgers tell apps above; the sender is the class, Debtor or Creditor."""

from django.dispatch import Signal

account_opened = Signal()
"""An account was opened: `account`. Sent inside the transaction."""

bringing_back = Signal()
"""An archived account is about to be brought back: `account`. Sent inside the transaction, before it is locked (CORE-6)."""

details_changed = Signal()
"""Some fields of accounts have changed: `accounts`, their keys, and `fields`, the columns. Sent inside the transaction."""
