"""Who is meant by @ in a note."""

import re
from collections import defaultdict
from dataclasses import dataclass
from typing import Final

from kundebro.activities.marks import as_typed
from kundebro.prospects.models import Prospect
from kundebro.users.models import User

_AT: Final = re.compile(r"(?<![\w.@/])@(?=\w)")
_LONGEST: Final = 100
MOST: Final = 20


@dataclass(frozen=True)
class Unclear:
    """A name that more than one person goes by."""

    name: str
    people: tuple[User, ...]


def mentioned_in(note: str) -> list[User | Unclear]:
    """The people named with @ in a note, each once: by full name, first name, initials, or the beginning of the e-mail.

    The longest name counts: of “@Bo Hansen ringer” it is Bo Hansen, not Bo. At most twenty.
    """
    places = list(_AT.finditer(text := as_typed(note)))[: MOST * 5] if "@" in note else []
    if not places:
        return []
    names = _names()
    found: dict[str, User | Unclear] = {}
    for place in places:
        said = text[place.end() : place.end() + _LONGEST]
        if who := _meant(said, names):
            found.setdefault(str(who.pk) if isinstance(who, User) else who.name.casefold(), who)
    return list(found.values())[:MOST]


def people_to_mention() -> "list[User]":
    """Everyone who can be told something, in Danish name order."""
    return list(User.objects.with_access().order_by("sort_name", "pk"))


def may_see(who: User, prospect: Prospect) -> bool:
    """Whether the person may see what the note is about."""
    return Prospect.objects.visible_to(who).filter(pk=prospect.pk).exists()


def _names() -> dict[str, list[User]]:
    """By name in small letters: who goes by it. A full name and initials beat a first name and an address."""
    exact: dict[str, list[User]] = defaultdict(list)
    loose: dict[str, list[User]] = defaultdict(list)
    for person in people_to_mention():
        for name in {person.name.casefold(), person.initials.casefold()}:
            exact[name].append(person)
        for name in {person.name.casefold().partition(" ")[0], person.email.casefold().partition("@")[0]}:
            loose[name].append(person)
    return {name: people for name, people in {**loose, **exact}.items() if name}


def _meant(said: str, names: dict[str, list[User]]) -> User | Unclear | None:
    folded = said.casefold()
    for end in range(len(folded), 0, -1):
        if (end < len(folded) and folded[end].isalnum()) or folded[:end] not in names:
            continue
        people = names[folded[:end]]
        return people[0] if len(people) == 1 else Unclear(said[:end], tuple(people))
    return None
