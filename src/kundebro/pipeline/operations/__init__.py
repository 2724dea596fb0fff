"""Everything a seller does with sales projects."""

from kundebro.pipeline.operations.change import change_project
from kundebro.pipeline.operations.create import ProjectNumberTaken, create_project
from kundebro.pipeline.operations.follow_ups import note_follow_ups
from kundebro.pipeline.operations.move import LostReasonMissing, OutcomeMissing, close_project, move_project
from kundebro.pipeline.operations.snapshot import take_snapshot
from kundebro.pipeline.operations.targets import save_targets

__all__ = [
    "LostReasonMissing",
    "OutcomeMissing",
    "ProjectNumberTaken",
    "change_project",
    "close_project",
    "create_project",
    "move_project",
    "note_follow_ups",
    "save_targets",
    "take_snapshot",
]
