"""Puts prospects away and takes them out again; nothing is lost by it."""

from kundebro.history.recorder import recording
from kundebro.history.tracked import save_many
from kundebro.prospects.models import ProspectQuerySet
from kundebro.users.models import User


def archive_prospects(prospects: ProspectQuerySet, *, by: User, reason: str = "", key: str | None = None) -> int:
    """Hide the prospects from the standard lists; returns how many were not hidden already."""
    return _set_archived(prospects.active(), by=by, operation="prospects.archive", reason=reason, key=key)


def unarchive_prospects(prospects: ProspectQuerySet, *, by: User, key: str | None = None) -> int:
    """Bring archived prospects back; returns how many."""
    return _set_archived(prospects.archived(), by=by, operation="prospects.unarchive", key=key)


def _set_archived(
    prospects: ProspectQuerySet, *, by: User, operation: str, reason: str = "", key: str | None = None
) -> int:
    rows = list(prospects[:2])
    about = rows[0] if len(rows) == 1 else None
    with recording(operation, by=by, about=about, key=key, reason=reason) as record:
        if record.is_repeat:
            return record.changeset.change_count
        locked = list(prospects.select_for_update())
        for row in locked:
            row.archived_at = record.at if operation == "prospects.archive" else None
            row.archived_reason = reason[:200]
        return save_many(locked)
