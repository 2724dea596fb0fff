"""Everything one does with activities."""

from kundebro.activities.operations.change import change_activity, delete_activity, move_activities
from kundebro.activities.operations.create import (
    create_activities,
    create_activity,
)
from kundebro.activities.operations.documents import (
    FileRefused,
    SameContent,
    add_document,
    add_version,
    change_document,
    delete_document,
    take_out_attachment,
    too_large,
)
from kundebro.activities.operations.feeds import note_fetch, renew_feed, revoke_feed
from kundebro.activities.operations.finish import (
    NextStep,
    NotOpen,
    cancel_activity,
    finish_activity,
    reopen_activity,
)
from kundebro.activities.operations.follow_up import follow_up_prospects
from kundebro.activities.operations.notes import pin_note, rewrite_note, write_note

__all__ = [
    "FileRefused",
    "NextStep",
    "NotOpen",
    "SameContent",
    "add_document",
    "add_version",
    "cancel_activity",
    "change_activity",
    "change_document",
    "create_activities",
    "create_activity",
    "delete_activity",
    "delete_document",
    "finish_activity",
    "follow_up_prospects",
    "move_activities",
    "note_fetch",
    "pin_note",
    "renew_feed",
    "reopen_activity",
    "revoke_feed",
    "rewrite_note",
    "take_out_attachment",
    "too_large",
    "write_note",
]
