"""Maintains the chart, VAT codes, posting groups and profiles."""

from kundebro.company.operations import refuse_used
from kundebro.history.recorder import recording
from kundebro.history.tracked import Tracked
from kundebro.users.models import User


def save_setup(row: Tracked, *, by: User) -> Tracked:
    """Store a new or changed row of the set-up; retiring is a change of `is_active`."""
    with recording("ledger.save-setup", by=by, about=None if row.pk is None else row):
        row.save()
        return row


def delete_setup(row: Tracked, *, by: User) -> None:
    """Delete a row nothing uses; raises StillUsed when something does."""
    with recording("ledger.delete-setup", by=by):
        refuse_used(row)
        row.delete()
