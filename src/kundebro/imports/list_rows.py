"""Reads the rows of an import by field, as its columns were matched, and has the target check them."""

import re
from typing import Final

from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from kundebro.imports.choices import Policy
from kundebro.imports.escaping import unescaped
from kundebro.imports.models import ImportRun
from kundebro.imports.reading.rows import SourceRow
from kundebro.imports.reading.texts import REPLACEMENT
from kundebro.imports.targets import CheckedRow, ImportContext, Importer, ListRow

SHORTENED: Final = re.compile(r"\d(?:[.,]\d+)?E\+\d+", re.IGNORECASE)


def context_of(import_run: ImportRun) -> ImportContext:
    """What the importer of this import is told."""
    return ImportContext(
        by=import_run.started_by,
        source=import_run.upload.name,
        match_key=import_run.match_key,
        fields=frozenset(import_run.columns),
        policies={name: Policy(policy) for name, policy in import_run.policies.items()},
    )


class RowReader:
    """Knows which cell goes into which field."""

    def __init__(self, import_run: ImportRun) -> None:
        self._columns: list[tuple[str, int]] = sorted(import_run.columns.items(), key=lambda pair: pair[1])
        self._width = len(import_run.upload.headings)

    def check(self, row: SourceRow, importer: Importer) -> CheckedRow:
        """The row as its target understands it, with remarks on cells that came to harm before we had them."""
        cells = row.cells
        too_many = sum(map(bool, map(str.strip, cells[self._width :])))
        if too_many:
            return self._too_wide(row, too_many)
        count = len(cells)
        values = {name: text for name, index in self._columns if index < count and (text := cleaned(cells[index]))}
        checked = importer.check(ListRow(row.number, row.line, values))
        for name, text in values.items():
            if REPLACEMENT in text:
                checked.warn(name, _("A character could not be read. Correct it, or choose another encoding."))
            elif "+" in text and SHORTENED.fullmatch(text):
                checked.warn(name, _("A spreadsheet has shortened the number. Look it up and type it in full."))
        return checked

    def _too_wide(self, row: SourceRow, too_many: int) -> CheckedRow:
        checked = CheckedRow(row.number, row.line)
        checked.refuse(
            "",
            ngettext(
                "The row has one more cell than there are headings. Is a separator inside a text?",
                "The row has %(count)d more cells than there are headings. Is a separator inside a text?",
                too_many,
            )
            % {"count": too_many},
        )
        return checked


def cleaned(cell: str) -> str:
    """The cell's text as it was meant: trimmed, with plain line ends, without the mark that spreadsheets need."""
    text = cell.strip()
    if "\r" in text:
        text = text.replace("\r\n", "\n").replace("\r", "\n")
    return unescaped(text) if text[:1] == "'" else text
