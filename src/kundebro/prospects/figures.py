"""Columns of a prospect that apps above work out: what it is worth, when it was last spoken to, what comes next."""

from collections.abc import Callable
from dataclasses import dataclass
from typing import Any

from kundebro.core.registry import Registry


@dataclass(frozen=True)
class Figure:
    """A stored column, and the expression over the outer query's prospect that it must always equal."""

    name: str
    value: Callable[[], Any]


figures: Registry[Figure] = Registry(key=lambda figure: figure.name)
