"""Processes that apps above want kept alive beside web, worker and scheduler."""

from dataclasses import dataclass

from kundebro.core.registry import Registry


@dataclass(frozen=True)
class Companion:
    """One such process: how it is called, and the command of `kundebro` that it runs."""

    name: str
    command: str


companions = Registry[Companion](key=lambda companion: companion.name)
