"""What apps above read from the same row: a contact, later a follow-up."""

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass
from typing import Protocol

from kundebro.core.registry import Registry
from kundebro.imports.targets import CheckedRow, ImportContext, PlannedRow, TargetField


class CompanionSession(Protocol):
    """One import under way, as the companion sees it."""

    def plan(self, rows: Sequence[CheckedRow], planned: Sequence[PlannedRow]) -> None:
        """Add what becomes of the companion's records; may turn an unchanged row into an updated one."""

    def apply(self, planned: Sequence[PlannedRow]) -> None:
        """Write the companion's records of created and updated rows, whose keys are known by now."""


@dataclass(frozen=True)
class Companion:
    """An app's part of a row of prospects."""

    name: str
    fields: Sequence[TargetField]
    read: Callable[[Mapping[str, str], CheckedRow], None]
    search_texts: Callable[[CheckedRow], list[str]]
    begin: Callable[[ImportContext], CompanionSession]


companions: Registry[Companion] = Registry(key=lambda companion: companion.name)
