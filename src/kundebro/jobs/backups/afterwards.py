"""What apps above do to a database that was just restored, before anybody works on it."""

from collections.abc import Callable
from dataclasses import dataclass

from kundebro.core.registry import Registry


@dataclass(frozen=True)
class Afterwards:
    """One such piece of work: in a transaction of its own, and harmless to repeat."""

    name: str
    work: Callable[[], object]


afterwards = Registry[Afterwards](key=lambda piece: piece.name)
