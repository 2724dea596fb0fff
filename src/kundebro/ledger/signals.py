"""What the sub-ledgers tell apps above; the sender is the class, Debtor or Creditor."""

from django.dispatch import Signal

account_opened = Signal()
"""An account was opened: `account`. Sent inside the transaction."""

locking = Signal()
"""Accounts are about to be locked: `accounts`, their keys; receivers lock first what comes first (CORE-6)."""


bringing_back = Signal()
"""An archived account is about to be brought back: `account`. Sent inside the transaction, before it is locked (CORE-6)."""

details_changed = Signal()
"""Some accounts have changed: `changes`, by key the columns with what they held before and hold now. Sent inside the
transaction."""
