"""Reads delimited text (CSV, TXT) record by record, and finds out what separates its cells."""

import csv
from collections import Counter
from collections.abc import Iterable, Iterator
from itertools import chain, count, islice, repeat
from operator import attrgetter
from pathlib import Path
from typing import Final

from django.utils.translation import gettext as _

from kundebro.imports.reading.rows import SourceRow, Unreadable
from kundebro.imports.reading.texts import Damage, lines_of

SEPARATORS: Final = (";", "\t", ",", "|")
HINT: Final = "sep="
MAX_COLUMNS: Final = 400
SAMPLE_LINES: Final = 1_000
SAMPLE_RECORDS: Final = 200
NARROW: Final = 3
PROOF_IN_NARROW_LIST: Final = 4
PROOF_IN_WIDE_LIST: Final = 2
END: Final = "\0end of the list"  # lines never hold NUL, so no cell looks like it


def separator_of(path: Path, *, encoding: str) -> str:
    """The separator under which most records have the same number of cells, quotation marks obeyed."""
    with path.open("rb") as file:
        lines = list(islice(lines_of(file, encoding, Damage()), SAMPLE_LINES))
    if lines and lines[0].lower().startswith(HINT):
        hinted = lines[0][len(HINT) : len(HINT) + 1]
        if hinted in SEPARATORS:
            return hinted
    return max(SEPARATORS, key=lambda separator: _consistency(lines, separator))


def _consistency(lines: Iterable[str], separator: str) -> tuple[float, int]:
    """How well the separator fits: the share of records with the commonest width, and that width."""
    try:
        widths = [len(cells) for cells in islice(csv.reader(lines, delimiter=separator), SAMPLE_RECORDS) if cells]
    except csv.Error:
        return 0.0, 0
    common = Counter(width for width in widths if width > 1).most_common(1)
    return (common[0][1] / len(widths), common[0][0]) if common else (0.0, 0)


def rows_of_text(path: Path, *, encoding: str, separator: str) -> Iterator[SourceRow]:
    """Every record of a text file that `checked_rows` has passed, empty ones too, in constant memory."""
    return _records(path, encoding, separator, Damage(), ())


def checked_rows(path: Path, *, encoding: str, separator: str, damage: Damage) -> Iterator[SourceRow]:
    """As `rows_of_text`, but with a look at the quotation marks: a missing one swallows records in silence.

    Raises Unreadable for that, and for a cell or row larger than any list's.
    """
    usual = 0
    pending: SourceRow | None = None
    for row in _records(path, encoding, separator, damage, (END,)):
        if pending:
            is_one_line = row.line - pending.line <= 1
            if not is_one_line and _swallows(pending.cells, usual, separator):
                raise Unreadable(_unclosed(pending.line))
            if is_one_line and pending.cells:
                usual = len(pending.cells)
            if usual > MAX_COLUMNS:
                raise Unreadable(
                    _("Line %(line)d has %(columns)d columns; a list has at most %(limit)d.")
                    % {"line": pending.line, "columns": usual, "limit": MAX_COLUMNS}
                )
            yield pending
        pending = row
    if pending and pending.cells != [END]:
        raise Unreadable(_unclosed(pending.line))


def _records(path: Path, encoding: str, separator: str, damage: Damage, tail: Iterable[str]) -> Iterator[SourceRow]:
    with path.open("rb") as file:
        reader = csv.reader(chain(["\n"], lines_of(file, encoding, damage), tail), delimiter=separator)
        next(reader)  # from here on, the reader's line is the one on which the next record begins
        begins = map(attrgetter("line_num"), repeat(reader))
        try:
            yield from map(SourceRow._make, zip(count(1), begins, reader, strict=False))  # noqa: SLF001  public
        except csv.Error as error:
            raise Unreadable(
                _(
                    "Near line %(line)d a cell is longer than any cell in a list. A quotation mark may be missing before."
                )
                % {"line": reader.line_num - 1}
            ) from error


def _swallows(cells: list[str], usual: int, separator: str) -> bool:
    """Whether a record over many lines holds other records, as it does when a quotation mark is missing.

    One line that looks like a record is proof when this one has the wrong width; else it takes several, for a text may
    well hold commas.
    """
    inner = [line for cell in cells for line in cell.splitlines()[1:-1] or cell.splitlines()[1:]]
    records = sum(len(next(csv.reader([line], delimiter=separator), [])) == usual for line in inner)
    enough = PROOF_IN_NARROW_LIST if usual <= NARROW else PROOF_IN_WIDE_LIST
    return usual > 1 and records >= (1 if len(cells) != usual else enough)


def _unclosed(line: int) -> str:
    return _(
        "On line %(line)d a quotation mark opens and does not close. "
        "Put in the missing mark, or save the list as .xlsx, and try again."
    ) % {"line": line}
