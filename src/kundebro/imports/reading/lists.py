"""Opens a list whatever it is: says how it reads it, so that the user can correct that, and gives its rows."""

from collections.abc import Collection, Iterator
from dataclasses import dataclass, replace
from itertools import islice
from pathlib import Path
from typing import Final

from django.utils.translation import gettext as _

from kundebro.imports.reading.delimited import checked_rows, rows_of_text, separator_of
from kundebro.imports.reading.encodings import encoding_of
from kundebro.imports.reading.kinds import Kind, recognise
from kundebro.imports.reading.layout import (
    SkippedRows,
    column_letter,
    heading_row,
    headings_of,
    last_filled,
    table_rows,
)
from kundebro.imports.reading.rows import SourceRow, Unreadable
from kundebro.imports.reading.texts import Damage
from kundebro.imports.reading.workbooks import SHEET_ENCODING, SHEET_SEPARATOR, Sheet, sheets_of

TOP: Final = 50
NO_HEADINGS: Final = 0


@dataclass(frozen=True)
class Reading:
    """How a list is read: found out first, then perhaps corrected by the user."""

    kind: Kind
    encoding: str = ""
    separator: str = ""
    sheet: str = ""
    heading: int = NO_HEADINGS


@dataclass(frozen=True)
class Inspection:
    """What a first walk through the whole list has shown."""

    reading: Reading
    sheets: list[Sheet]
    headings: list[str]
    top: list[SourceRow]
    row_count: int
    skipped: SkippedRows
    notices: list[str]


def inspect(path: Path, *, known: Collection[str]) -> Inspection:
    """Find out how the list is to be read and read it once; `known` holds the keys of known headings.

    Sheets of a workbook are written beside it as text. Raises Unreadable.
    """
    kind = recognise(path)
    if kind.is_workbook:
        sheets = sheets_of(path)
        return look_through(path, Reading(kind, sheet=sheets[0].name), sheets=sheets, known=known)
    encoding = encoding_of(path)
    separator = separator_of(path, encoding=encoding)
    return look_through(path, Reading(kind, encoding, separator), sheets=[], known=known)


def look_through(
    path: Path, reading: Reading, *, sheets: list[Sheet], known: Collection[str] | None = None
) -> Inspection:
    """Read the whole list once in the given way; the heading row is looked for when `known` headings are given."""
    damage, skipped = Damage(), SkippedRows()
    source, encoding, separator = _text_of(path, reading, sheets)
    if known is not None:
        rows = checked_rows(source, encoding=encoding, separator=separator, damage=Damage())
        reading = replace(reading, heading=heading_row(list(islice(rows, TOP)), known))
    top: list[SourceRow] = []
    below: list[SourceRow] = []
    count = 0
    rows = _noting(checked_rows(source, encoding=encoding, separator=separator, damage=damage), top)
    for row in table_rows(rows, heading=reading.heading, skipped=skipped):
        count += 1
        if count <= TOP:
            below.append(row)
    if not count:
        raise Unreadable(_("The list holds headings at most, but no rows."))
    return Inspection(
        reading=reading,
        sheets=sheets,
        headings=_headings(top, below, reading.heading),
        top=top,
        row_count=count,
        skipped=skipped,
        notices=[
            *damage.sentences(),
            *(told for sheet in sheets if sheet.name == reading.sheet for told in sheet.sentences()),
        ],
    )


def rows_of(
    path: Path, reading: Reading, *, sheets: list[Sheet], skipped: SkippedRows | None = None
) -> Iterator[SourceRow]:
    """The rows of a list that `look_through` has passed in the same way; constant memory."""
    source, encoding, separator = _text_of(path, reading, sheets)
    rows = rows_of_text(source, encoding=encoding, separator=separator)
    return table_rows(rows, heading=reading.heading, skipped=skipped or SkippedRows())


def _text_of(path: Path, reading: Reading, sheets: list[Sheet]) -> tuple[Path, str, str]:
    if not reading.kind.is_workbook:
        return path, reading.encoding, reading.separator
    for sheet in sheets:
        if sheet.name == reading.sheet:
            return path.with_name(sheet.file), SHEET_ENCODING, SHEET_SEPARATOR
    raise Unreadable(_("The workbook has no sheet called “%(sheet)s”.") % {"sheet": reading.sheet})


def _noting(rows: Iterator[SourceRow], top: list[SourceRow]) -> Iterator[SourceRow]:
    """The same rows; the first of them stay in `top`."""
    for row in islice(rows, TOP):
        top.append(row)
        yield row
    yield from rows


def _headings(top: list[SourceRow], below: list[SourceRow], heading: int) -> list[str]:
    for row in top:
        if row.number == heading:
            return headings_of(row.cells)
    width = max((last_filled(row.cells) for row in below), default=0)
    return [column_letter(index) for index in range(width)]
