"""What apps above want to know of the signed-in user at every request; asked for together with the user."""

from collections.abc import Callable
from dataclasses import dataclass

from django.db.models import Expression

from kundebro.core.registry import Registry


@dataclass(frozen=True)
class AtHand:
    """A value that `request.user` brings along under the name; `expression` is a subquery over OuterRef("pk")."""

    name: str
    expression: Callable[[], Expression]


at_hand = Registry[AtHand](key=lambda value: value.name)
