"""Everything one does with activities."""

from kundebro.activities.operations.change import change_activity, delete_activity, move_activities
from kundebro.activities.operations.create import (
    ActivityElsewhere,
    create_activities,
    create_activity,
    follow_up_prospects,
)
from kundebro.activities.operations.feeds import note_fetch, renew_feed, revoke_feed
from kundebro.activities.operations.finish import (
    NextStep,
    NotOpen,
    cancel_activity,
    finish_activity,
    reopen_activity,
)

__all__ = [
    "ActivityElsewhere",
    "NextStep",
    "NotOpen",
    "cancel_activity",
    "change_activity",
    "create_activities",
    "create_activity",
    "delete_activity",
    "finish_activity",
    "follow_up_prospects",
    "move_activities",
    "note_fetch",
    "renew_feed",
    "reopen_activity",
    "revoke_feed",
]
