"""Reads XLSX, XLS and ODS: a child process with limits turns each sheet into a CSV file of text."""

import json
import subprocess
import sys
from dataclasses import dataclass
from pathlib import Path
from typing import Final

from django.utils.translation import gettext as _

from kundebro.imports.reading import workbook_child
from kundebro.imports.reading.archives import too_large
from kundebro.imports.reading.kinds import definitions, locked
from kundebro.imports.reading.rows import Unreadable, damaged

PATIENCE: Final = 300  # seconds on the clock, when the machine is so busy that the limit on its own time does not bite
SHEET_ENCODING: Final = "utf-8"
SHEET_SEPARATOR: Final = ","


@dataclass(frozen=True)
class Sheet:
    """One sheet of a workbook and the file that holds its cells as text."""

    name: str
    file: str
    rows: int
    is_hidden: bool
    lost: tuple[str, ...]  # cells that show an error, or a formula nobody has worked out

    def sentences(self) -> list[str]:
        """What to tell the user about the sheet."""
        if not self.lost:
            return []
        return [
            _(
                "Cells without a value: %(cells)s. They show an error, or a formula without a stored result. "
                "Open the workbook in Excel, save it and upload it again."
            )
            % {"cells": ", ".join(self.lost)}
        ]


def sheets_of(path: Path) -> list[Sheet]:
    """Convert the workbook's sheets into files beside it, the one with most rows first.

    Raises Unreadable when the workbook is locked, damaged, empty or larger than the limits of `workbook_child`.
    """
    command = [sys.executable, "-I", workbook_child.__file__, str(path), str(path)]
    try:
        child = subprocess.run(  # noqa: S603  our own script
            command, capture_output=True, stdin=subprocess.DEVNULL, env={}, timeout=PATIENCE, check=False
        )
    except subprocess.TimeoutExpired as error:
        raise Unreadable(too_large()) from error
    if child.returncode:
        raise Unreadable(too_large() if child.returncode < 0 else damaged())  # a signal ended it, or a fault
    answer = json.loads(child.stdout)
    if "error" in answer:
        raise Unreadable(_sentence(answer["error"]))
    sheets = [Sheet(**{**sheet, "lost": tuple(sheet["lost"])}) for sheet in answer["sheets"]]
    if not sheets:
        raise Unreadable(_("The workbook holds no cells."))
    return sorted(sheets, key=lambda sheet: (sheet.is_hidden, -sheet.rows))


def _sentence(error: str) -> str:
    sentences = {
        workbook_child.LOCKED: locked,
        workbook_child.TOO_LARGE: too_large,
        workbook_child.DEFINITIONS: definitions,
    }
    return sentences.get(error, damaged)()
