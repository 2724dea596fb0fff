"""Maintains the code tables of CRM-opsætning."""

from kundebro.company.operations import refuse_used
from kundebro.history.recorder import recording
from kundebro.prospects.models import CrmCode
from kundebro.users.models import User


def save_code(row: CrmCode, *, by: User) -> CrmCode:
    """Store a new or changed row of a code table; retiring is a change of `is_active`."""
    with recording("prospects.save-code", by=by, about=None if row.pk is None else row):
        row.save()
        return row


def delete_code(row: CrmCode, *, by: User) -> None:
    """Delete a row nothing uses; raises StillUsed when something does, also through a list of target groups."""
    with recording("prospects.delete-code", by=by):
        refuse_used(row)
        row.delete()
