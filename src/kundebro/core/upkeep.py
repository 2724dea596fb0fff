"""What apps want done about once an hour and before each backup, wherever they stand on the ladder."""

from collections.abc import Callable
from dataclasses import dataclass

from kundebro.core.registry import Registry


@dataclass(frozen=True, kw_only=True)
class Upkeep:
    """One such piece of work: short, harmless to repeat, and in a transaction of its own."""

    name: str
    work: Callable[[], object]


upkeep = Registry[Upkeep](key=lambda piece: piece.name)


def register(*, name: str, work: Callable[[], object]) -> Upkeep:
    """Have the work done from now on."""
    return upkeep.register(Upkeep(name=name, work=work))


def carry_out() -> None:
    """Do all of it."""
    for piece in upkeep:
        piece.work()
