"""The European industry classification to begin with."""

from collections.abc import Iterator
from datetime import date
from typing import Any, NamedTuple

from stdnum import numdb

from kundebro.company.choices import IndustryLevel, IndustryScheme
from kundebro.company.data import read_csv

REVISION_21_FROM = date(2025, 1, 1)
REVISION_2_UNTIL = date(2024, 12, 31)


class Node(NamedTuple):
    """One entry of NACE; a section is known by its letter, the others by their digits."""

    code: str
    level: IndustryLevel
    parent: str
    title: str


def nodes_of(scheme: IndustryScheme) -> list[Node]:
    """The whole tree, parents before children, with the English titles python-stdnum ships."""
    name = {IndustryScheme.NACE21: "eu/nace21", IndustryScheme.NACE2: "eu/nace20"}[scheme]
    return sorted(_walk(numdb.get(name).prefixes, "", ""), key=lambda node: (node.level, node.code))


def danish_titles() -> dict[str, str]:
    """Danish titles of sections and divisions of NACE Rev. 2.1."""
    return {row["code"]: row["title"] for row in read_csv("nace21_da.csv")}


def level_of(code: str) -> IndustryLevel:
    """Where a code stands: one letter, or two to six digits."""
    if code.isalpha():
        return IndustryLevel.SECTION
    return {
        2: IndustryLevel.DIVISION,
        3: IndustryLevel.GROUP,
        4: IndustryLevel.CLASS,
        6: IndustryLevel.NATIONAL,
    }[len(code)]


def _walk(prefixes: list[tuple[int, str, str, dict[str, str], Any]], above: str, parent: str) -> Iterator[Node]:
    for _length, digits, _end, facts, below in prefixes:
        code = above + digits
        level = level_of(code)
        title = facts["label"].capitalize() if level == IndustryLevel.SECTION else facts["label"]
        yield Node(code, level, parent or facts.get("section", ""), title)
        yield from _walk(below, code, code)
