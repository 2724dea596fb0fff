"""The morning digest: apps register sections, each says what one person should know today."""

from collections.abc import Callable, Sequence
from dataclasses import dataclass
from datetime import date
from typing import Final

from django.utils.functional import Promise

from kundebro.core.registry import Registry
from kundebro.users.models import User

LINES_SHOWN: Final = 10


@dataclass(frozen=True)
class DigestLine:
    """One thing to know, and the page (a path) where it is."""

    text: str
    url: str = ""


@dataclass(frozen=True)
class DigestPart:
    """What a section has to say to one person: its first lines, how many there are, and the page with all of them."""

    lines: Sequence[DigestLine]
    count: int
    url: str = ""

    @property
    def more(self) -> int:
        """How many lines are not shown."""
        return self.count - len(self.lines)


@dataclass(frozen=True, kw_only=True)
class DigestSection:
    """A heading of the digest; `told_to` is given the person and today, and returns None when there is nothing to say.

    It is called in the person's language, and shows nothing the person may not see.
    """

    name: str
    title: str | Promise
    told_to: Callable[[User, date], DigestPart | None]
    position: int = 100


digest_sections = Registry[DigestSection](key=lambda section: section.name, order=lambda section: section.position)
