"""Turns a workbook's sheets into CSV files of text, in a process of its own with limits on memory and time.

Runs as a script, isolated from the rest of Kundebro: `python -I workbook_child.py WORKBOOK TARGET`. Writes
`TARGET.1.csv`, `TARGET.2.csv` … and prints what it found as JSON. Formulas are never worked out: the result that the
last program stored is the value, and a formula without one is named.
"""

import csv
import json
import re
import resource
import sys
import zipfile
import zlib
from collections.abc import Iterator
from datetime import date, datetime, time, timedelta
from decimal import Decimal
from itertools import islice
from pathlib import Path
from typing import Any, Final
from xml.etree.ElementTree import Element, ParseError

from defusedxml import DefusedXmlException
from defusedxml.ElementTree import iterparse

MEMORY: Final = 400 * 1024**2
MARGIN: Final = 48 * 1024**2  # the interpreter and the reader themselves
SECONDS: Final = 120
MAX_OUTPUT: Final = 1024**3
MAX_SHEETS: Final = 50
CARRIAGE_RETURN: Final = "_x000D_"  # as Excel writes it inside a text
WORKBOOK: Final = "xl/workbook.xml"
WORKBOOK_PARTS: Final = "xl/_rels/workbook.xml.rels"
SHEET_PART: Final = "{http://schemas.openxmlformats.org/officeDocument/2006/relationships}id"
SIGN_OF_LOSS: Final = re.compile(rb't="e"|(?:</f>|<f[^<>]*/>)(?:<v\s*/>|<v></v>)?</c>')
CHUNK: Final = 1024**2
MAX_LOST: Final = 20
LOCKED: Final = "locked"
DAMAGED: Final = "damaged"
DEFINITIONS: Final = "definitions"
TOO_LARGE: Final = "too large"


def main(workbook: str, target: str) -> None:
    """Convert every sheet; what goes wrong is told by one word in the JSON."""
    limit_process()
    from python_calamine import CalamineError, PasswordError  # noqa: PLC0415  only inside the limits

    try:
        answer: dict[str, Any] = {"sheets": list(convert(Path(workbook), target))}
    except MemoryError:
        answer = {"error": TOO_LARGE}
    except PasswordError:
        answer = {"error": LOCKED}
    except DefusedXmlException:
        answer = {"error": DEFINITIONS}
    except (CalamineError, ParseError, zipfile.BadZipFile, zlib.error, LookupError, OSError, ValueError):
        answer = {"error": DAMAGED}
    json.dump(answer, sys.stdout)


def limit_process() -> None:
    """Nothing in the workbook can take more than this from the machine."""
    for what, limit in (
        (resource.RLIMIT_AS, MEMORY + MARGIN),
        (resource.RLIMIT_CPU, SECONDS),
        (resource.RLIMIT_FSIZE, MAX_OUTPUT),
        (resource.RLIMIT_CORE, 0),
    ):
        resource.setrlimit(what, (limit, limit))


def convert(workbook: Path, target: str) -> Iterator[dict[str, Any]]:
    """Write each sheet that holds cells; row n of the sheet is record n of its CSV."""
    from python_calamine import CalamineWorkbook, SheetTypeEnum, SheetVisibleEnum  # noqa: PLC0415

    lost = cells_without_value(workbook) if zipfile.is_zipfile(workbook) else {}
    with CalamineWorkbook.from_path(workbook) as book:
        sheets = [sheet for sheet in book.sheets_metadata if sheet.typ is SheetTypeEnum.WorkSheet]
        for index, found in enumerate(sheets[:MAX_SHEETS], 1):
            sheet = book.get_sheet_by_name(found.name)
            if sheet.start is None or sheet.end is None:
                continue
            path = Path(f"{target}.{index}.csv")
            first_columns = [""] * sheet.start[1]
            with path.open("w", encoding="utf-8", errors="replace", newline="") as file:
                writer = csv.writer(file)
                writer.writerows([*first_columns, *map(text_of, row)] for row in sheet.iter_rows())
            yield {
                "name": found.name,
                "file": path.name,
                "rows": sheet.end[0] + 1,
                "is_hidden": found.visible is not SheetVisibleEnum.Visible,
                "lost": lost.get(found.name, []),
            }


def text_of(value: object) -> str:
    """The cell as text without loss: 7730, 56,516 with decimal comma, 2026-11-22, 1 for true."""
    if type(value) is str:
        return value.replace(CARRIAGE_RETURN, "")
    if isinstance(value, bool):
        return "1" if value else "0"
    if isinstance(value, float):
        return f"{int(value)}" if value.is_integer() else f"{Decimal(repr(value)):f}".replace(".", ",")
    return text_of_time(value)


def text_of_time(value: object) -> str:
    """A date as 2026-11-22, a moment as 2026-11-22 14:30:00, a duration as 36:00:05."""
    if isinstance(value, datetime):
        return value.isoformat(sep=" ", timespec="seconds")
    if isinstance(value, (date, time)):
        return value.isoformat()
    if isinstance(value, timedelta):
        minutes, seconds = divmod(round(value.total_seconds()), 60)
        return f"{minutes // 60}:{minutes % 60:02}:{seconds:02}"
    return str(value)


def cells_without_value(workbook: Path) -> dict[str, list[str]]:
    """For each sheet of an XLSX, the cells that show an error or whose formula has no stored result."""
    with zipfile.ZipFile(workbook) as archive:
        if WORKBOOK not in archive.namelist():
            return {}
        targets = {part.get("Id", ""): part.get("Target", "") for part in elements(archive, WORKBOOK_PARTS)}
        found = {}
        for sheet in elements(archive, WORKBOOK):
            member = targets.get(sheet.get(SHEET_PART, ""), "").removeprefix("/xl/")
            if member and may_lack_values(archive, f"xl/{member}"):
                found[sheet.get("name", "")] = [*islice(lost_cells(archive, f"xl/{member}"), MAX_LOST)]
        return found


def may_lack_values(archive: zipfile.ZipFile, member: str) -> bool:
    """Whether a quick look at the sheet's bytes finds signs of a cell without a value."""
    before = b""
    with archive.open(member) as file:
        while chunk := file.read(CHUNK):
            if SIGN_OF_LOSS.search(before + chunk):
                return True
            before = chunk[-32:]
    return False


def lost_cells(archive: zipfile.ZipFile, member: str) -> Iterator[str]:
    """The cells' names with what they show, like C12 (#REF!)."""
    for cell in elements(archive, member):
        tag = cell.tag.rpartition("}")[2]
        if tag == "row":
            cell.clear()
        if tag != "c":
            continue
        parts = {part.tag.rpartition("}")[2]: part.text or "" for part in cell}
        if cell.get("t") == "e":
            yield f"{cell.get('r')} ({parts.get('v', '')})"
        elif "f" in parts and not parts.get("v") and cell.get("t") != "str":
            yield f"{cell.get('r')} (={parts['f'][:20]})"


def elements(archive: zipfile.ZipFile, member: str) -> Iterator[Element]:
    """The elements of an XML member as they end, read with defusedxml."""
    with archive.open(member) as file:
        for _event, element in iterparse(file, forbid_dtd=True):
            yield element


if __name__ == "__main__":
    main(*sys.argv[1:])
