"""What every reader gives: rows of text that know where they stand."""

from typing import NamedTuple

from django.utils.translation import gettext as _


class Unreadable(Exception):
    """The file cannot be read; the text says why and what to do about it."""


class SourceRow(NamedTuple):
    """One row of the list: its number as a spreadsheet shows it, its line in the file, its cells."""

    number: int
    line: int
    cells: list[str]


def is_empty(cells: list[str]) -> bool:
    """Whether no cell holds more than blanks."""
    return not any(map(str.strip, cells))


def damaged() -> str:
    """The sentence for a file that breaks off or contradicts itself."""
    return _("The file is damaged. Open it in the program it comes from, save it again and try once more.")
