"""Guesses which field each column of a list belongs to, by Danish and English headings."""

import hashlib
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from enum import StrEnum
from typing import Final, Protocol

from rapidfuzz import fuzz

from kundebro.imports.reading.headings import heading_key

THE_SAME: Final = 100
SIMILAR_ENOUGH: Final = 86  # of 100; “Bogholderi-mail” is still “Bogholderi e-mail”, “Adresse 2” is not “Adresse 1”
SHORTEST_SIMILAR: Final = 5


class Certainty(StrEnum):
    """How sure a guess is."""

    SAME = "same"
    SIMILAR = "similar"
    NONE = "none"


class HasHeadings(Protocol):
    """A field that knows under which headings it is found in lists."""

    @property
    def name(self) -> str:
        """The field's own name."""

    @property
    def headings(self) -> Sequence[str]:
        """Its titles and aliases, Danish and English."""


@dataclass(frozen=True)
class Match:
    """A column and the field it was given, empty when there is none."""

    column: int
    heading: str
    field: str
    certainty: Certainty


def known_headings(fields: Iterable[HasHeadings]) -> frozenset[str]:
    """The keys of every heading that some field is found under."""
    return frozenset(heading_key(heading) for field in fields for heading in field.headings)


def headings_key(headings: Iterable[str]) -> str:
    """One short text for a set of headings, whatever their order and spelling."""
    return hashlib.sha256("\n".join(sorted(map(heading_key, headings))).encode()).hexdigest()


def match_columns(headings: Sequence[str], fields: Sequence[HasHeadings]) -> list[Match]:
    """One match for each column; a field is given once, to the column that fits best, the leftmost of equals."""
    keys = [heading_key(heading) for heading in headings]
    offers = [
        (-score, column, order)
        for order, field in enumerate(fields)
        for column, score in _scores(keys, [heading_key(heading) for heading in field.headings])
    ]
    given: dict[int, Match] = {}
    taken: set[int] = set()
    for score, column, order in sorted(offers):
        if column not in given and order not in taken:
            certainty = Certainty.SAME if score == -THE_SAME else Certainty.SIMILAR
            given[column] = Match(column, headings[column], fields[order].name, certainty)
            taken.add(order)
    return [given.get(column, Match(column, heading, "", Certainty.NONE)) for column, heading in enumerate(headings)]


def _scores(keys: Sequence[str], names: Sequence[str]) -> Iterable[tuple[int, float]]:
    """The columns whose heading is one of the names or nearly so, best when it is the same word."""
    for column, key in enumerate(keys):
        if key in names:
            yield column, THE_SAME
            continue
        similar = max((_similarity(key, name) for name in names), default=0)
        if similar >= SIMILAR_ENOUGH:
            yield column, min(similar, THE_SAME - 1)


def _similarity(key: str, name: str) -> float:
    """0–100; different digits make different fields (Bemærk 1, Bemærk 2)."""
    digits_differ = [letter for letter in key if letter.isdigit()] != [letter for letter in name if letter.isdigit()]
    if digits_differ or min(len(key), len(name)) < SHORTEST_SIMILAR:
        return 0
    return fuzz.ratio(key, name)
