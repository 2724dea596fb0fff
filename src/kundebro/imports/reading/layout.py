"""Where the table stands in a list: the heading row, the rows above it, totals and blank rows among the others."""

import re
from collections.abc import Collection, Iterator, Sequence
from dataclasses import dataclass, field
from enum import StrEnum
from typing import Final

from django.utils.translation import pgettext

from kundebro.imports.reading.headings import heading_key
from kundebro.imports.reading.rows import SourceRow, is_empty

LOOKED_AT: Final = 30
MAX_HEADING: Final = 60
MAX_TOTAL_CELLS: Final = 4
MAX_LISTED: Final = 1_000
TOTAL: Final = re.compile(
    r"\s*(?:i\s*alt|(?:grand |sub)?totalt?|sum|antal)\s*:?\s*(?P<number>[\d.,]*)\s*$", re.IGNORECASE
)
DOUBTFUL: Final = " \t\u00a0iItTgGsSaA"  # so a total or blank row may begin; the empty text is part of any


class Reason(StrEnum):
    """Why a row of the file is not a row of the list."""

    TITLE = "title"
    HEADING = "heading"
    TOTAL = "total"
    EMPTY = "empty"

    @property
    def told(self) -> str:
        """The reason as a word for the user."""
        words = {
            Reason.TITLE: pgettext("row left out", "title"),
            Reason.HEADING: pgettext("row left out", "headings again"),
            Reason.TOTAL: pgettext("row left out", "total"),
            Reason.EMPTY: pgettext("row left out", "blank"),
        }
        return words[self]


@dataclass(frozen=True)
class Skipped:
    """Rows that were left out, from `first` to `last`, with the reason and what stood in the first of them."""

    first: int
    last: int
    reason: Reason
    text: str

    @property
    def told(self) -> str:
        """Why, as a word for the user."""
        return self.reason.told


@dataclass
class SkippedRows:
    """Everything left out: every row counted, the first thousand runs of rows listed."""

    count: int = 0
    runs: list[Skipped] = field(default_factory=list)

    def add(self, row: SourceRow, reason: Reason) -> None:
        """Note the row; it joins the run before it when both are left out for the same reason."""
        self.count += 1
        before = self.runs[-1] if self.runs else None
        if before and before.last == row.number - 1 and before.reason is reason is Reason.EMPTY:
            self.runs[-1] = Skipped(before.first, row.number, reason, "")
        elif len(self.runs) < MAX_LISTED:
            self.runs.append(Skipped(row.number, row.number, reason, _excerpt(row.cells)))


def heading_row(rows: Sequence[SourceRow], known: Collection[str]) -> int:
    """The number of the row with the headings, 0 when the list has none.

    The row with most known headings (`known` holds their keys), the first of equals; when no heading is known, the
    first row whose cells are all short texts without digits, if the rows below are wider or hold digits.
    """
    candidates = [row for row in rows[:LOOKED_AT] if not is_empty(row.cells)]
    hits = {row.number: len({heading_key(cell) for cell in row.cells} & set(known)) for row in candidates}
    best = max(candidates, key=lambda row: (hits[row.number], -row.number), default=None)
    if best is None:
        return 0
    if hits[best.number] > 1 or (hits[best.number] == 1 and _looks_like_headings(best.cells)):
        return best.number
    width = max(_filled(row.cells) for row in candidates)
    return next(
        (row.number for row in candidates if _filled(row.cells) == width and _looks_like_headings(row.cells)), 0
    )


def headings_of(cells: Sequence[str]) -> list[str]:
    """The headings, each different from the others; a column without one is named for its letter."""
    headings: list[str] = []
    for index, cell in enumerate(cells):
        heading = first = " ".join(cell.split()) or column_letter(index)
        again = 1
        while heading in headings:
            again += 1
            heading = f"{first} ({again})"
        headings.append(heading)
    return headings[: last_filled(cells)]


def last_filled(cells: Sequence[str]) -> int:
    """How many cells there are up to the last one that holds something."""
    return max((index for index, cell in enumerate(cells, 1) if cell.strip()), default=0)


def column_letter(index: int) -> str:
    """A, B … Z, AA … as spreadsheets name their columns."""
    letters = ""
    index += 1
    while index:
        index, letter = divmod(index - 1, 26)
        letters = chr(65 + letter) + letters
    return letters


def table_rows(rows: Iterator[SourceRow], *, heading: int, skipped: SkippedRows) -> Iterator[SourceRow]:
    """The rows below the heading row that hold something of their own; the others go to `skipped`."""
    headings: list[str] = []
    doubtful = DOUBTFUL
    for row in rows:
        number, _line, cells = row
        if number > heading and cells and cells[0][:1] not in doubtful:
            yield row  # most rows, and a million of them have to be quick
        elif number == heading:
            headings = cells
            doubtful += "".join(cells[:1])[:1]
        elif reason := _reason_to_skip(row, heading, headings):
            skipped.add(row, reason)
        else:
            yield row


def _reason_to_skip(row: SourceRow, heading: int, headings: list[str]) -> Reason | None:
    if is_empty(row.cells):
        return Reason.EMPTY
    if row.number < heading:
        return Reason.TITLE
    if row.cells == headings:
        return Reason.HEADING
    return Reason.TOTAL if is_total(row.cells) else None


def is_total(cells: Sequence[str]) -> bool:
    """Whether the row sums up the others: “I alt” and then hardly anything but numbers."""
    total = TOTAL.match(next(filter(None, cells), ""))
    if not total:
        return False
    numbers = [cell for cell in cells if cell.strip()][1:]
    return bool(numbers or total["number"]) and len(numbers) < MAX_TOTAL_CELLS and all(map(_is_number, numbers))


def _is_number(cell: str) -> bool:
    return any(letter.isdigit() for letter in cell) and not any(letter.isalpha() for letter in cell)


def _looks_like_headings(cells: Sequence[str]) -> bool:
    filled = [cell.strip() for cell in cells if cell.strip()]
    return len(filled) > 1 and all(_is_heading(cell) for cell in filled) and len(set(filled)) == len(filled)


def _is_heading(cell: str) -> bool:
    return len(cell) <= MAX_HEADING and "@" not in cell and not cell[0].isdigit() and cell[0] not in "=+-"


def _filled(cells: Sequence[str]) -> int:
    return sum(1 for cell in cells if cell.strip())


def _excerpt(cells: Sequence[str]) -> str:
    return " · ".join(cell.strip() for cell in cells if cell.strip())[:MAX_HEADING]
