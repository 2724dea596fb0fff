"""Lists as people send them: workbooks of every kind, sound and hostile."""

import struct
import zipfile
from collections.abc import Mapping, Sequence
from pathlib import Path

import xlsxwriter

from kundebro.imports.choices import Policy
from kundebro.imports.models import ImportRun, Upload
from kundebro.imports.operations.start import begin
from kundebro.imports.operations.upload import receive_upload
from kundebro.imports.queries import guess_for
from kundebro.imports.targets import targets
from kundebro.users.models import User

Cell = str | float | bool

SECTOR = 512
CHAIN_END = 0xFFFFFFFE
FREE = 0xFFFFFFFF
FAT_SECTOR = 0xFFFFFFFD
SMALLEST_STREAM = 4096

CONTENT_TYPES = (
    '<Types xmlns="http://schemas.openxmlformats.org/package/2006/content-types">'
    '<Override PartName="/xl/workbook.xml" '
    'ContentType="application/vnd.openxmlformats-officedocument.spreadsheetml.sheet.main+xml"/></Types>'
)
WORKBOOK = (
    '<workbook xmlns="http://schemas.openxmlformats.org/spreadsheetml/2006/main" '
    'xmlns:r="http://schemas.openxmlformats.org/officeDocument/2006/relationships">'
    '<sheets><sheet name="Ark1" sheetId="1" r:id="rId1"/></sheets></workbook>'
)
RELATIONS = (
    '<Relationships xmlns="http://schemas.openxmlformats.org/package/2006/relationships"><Relationship Id="rId1" '
    'Type="http://schemas.openxmlformats.org/officeDocument/2006/relationships/worksheet" '
    'Target="worksheets/sheet1.xml"/></Relationships>'
)
PACKAGE_RELATIONS = (
    '<Relationships xmlns="http://schemas.openxmlformats.org/package/2006/relationships"><Relationship Id="rId1" '
    'Type="http://schemas.openxmlformats.org/officeDocument/2006/relationships/officeDocument" '
    'Target="xl/workbook.xml"/></Relationships>'
)
SHEET = '<worksheet xmlns="http://schemas.openxmlformats.org/spreadsheetml/2006/main"><sheetData>{}</sheetData></worksheet>'


def make_text(path: Path, text: str, *, encoding: str = "utf-8") -> Path:
    """A text file with exactly these characters, line ends as given."""
    path.write_bytes(text.encode(encoding))
    return path


def make_xlsx(
    path: Path, rows: Sequence[Sequence[Cell]], *, sheet: str = "Ark1", more: Mapping[str, int] | None = None
) -> Path:
    """A workbook with one sheet of cells, and further sheets with as many one-cell rows as `more` says."""
    with xlsxwriter.Workbook(str(path)) as book:
        write_sheet(book.add_worksheet(sheet), rows)
        for name, count in (more or {}).items():
            write_sheet(book.add_worksheet(name), [["x"]] * count)
    return path


def write_sheet(sheet: xlsxwriter.worksheet.Worksheet, rows: Sequence[Sequence[Cell]]) -> None:
    """Texts stay texts, whatever they begin with."""
    for number, row in enumerate(rows):
        for column, cell in enumerate(row):
            if isinstance(cell, str):
                sheet.write_string(number, column, cell)
            else:
                sheet.write(number, column, cell)


def make_bare_xlsx(path: Path, rows_xml: str, *, parts: Mapping[str, str | bytes] | None = None) -> Path:
    """The least that is an XLSX, with the sheet's rows and any other part as written."""
    return make_zip(
        path,
        {
            "[Content_Types].xml": CONTENT_TYPES,
            "_rels/.rels": PACKAGE_RELATIONS,
            "xl/workbook.xml": WORKBOOK,
            "xl/_rels/workbook.xml.rels": RELATIONS,
            "xl/worksheets/sheet1.xml": SHEET.format(rows_xml),
            **(parts or {}),
        },
    )


def make_zip(path: Path, members: Mapping[str, str | bytes]) -> Path:
    """A zip archive with these members."""
    with zipfile.ZipFile(path, "w", zipfile.ZIP_DEFLATED) as archive:
        for name, content in members.items():
            archive.writestr(name, content)
    return path


def make_ods(path: Path, rows: Sequence[Sequence[str]], *, manifest: str = "<manifest/>") -> Path:
    """A spreadsheet as LibreOffice writes it, cells as text."""
    table = "".join(
        "<table:table-row>"
        + "".join(
            f'<table:table-cell office:value-type="string"><text:p>{cell}</text:p></table:table-cell>' for cell in row
        )
        + "</table:table-row>"
        for row in rows
    )
    content = (
        '<office:document-content xmlns:office="urn:oasis:names:tc:opendocument:xmlns:office:1.0" '
        'xmlns:table="urn:oasis:names:tc:opendocument:xmlns:table:1.0" '
        'xmlns:text="urn:oasis:names:tc:opendocument:xmlns:text:1.0"><office:body><office:spreadsheet>'
        f'<table:table table:name="Ark1">{table}</table:table></office:spreadsheet></office:body></office:document-content>'
    )
    return make_zip(
        path,
        {
            "mimetype": "application/vnd.oasis.opendocument.spreadsheet",
            "content.xml": content,
            "META-INF/manifest.xml": manifest,
        },
    )


def make_xls(path: Path, rows: Sequence[Sequence[str | float]]) -> Path:
    """A workbook of Excel 97 ([MS-XLS]): one sheet, cells as LABEL and NUMBER records."""
    sheet = b"".join(
        _label(number, column, cell) if isinstance(cell, str) else _number(number, column, cell)
        for number, row in enumerate(rows)
        for column, cell in enumerate(row)
    )
    begin, end = _record(0x0809, struct.pack("<HH12x", 0x0600, 0x0005)), _record(0x000A, b"")
    name = b"\x04\x00Ark1"
    offset = len(begin) + 4 + 6 + len(name) + len(end)
    book = begin + _record(0x0085, struct.pack("<IH", offset, 0) + name) + end
    book += _record(0x0809, struct.pack("<HH12x", 0x0600, 0x0010)) + sheet + end
    return make_ole(path, {"Workbook": book})


def _label(row: int, column: int, text: str) -> bytes:
    return _record(0x0204, struct.pack("<HHHHB", row, column, 0, len(text), 1) + text.encode("utf-16-le"))


def _number(row: int, column: int, value: float) -> bytes:
    return _record(0x0203, struct.pack("<HHHd", row, column, 0, value))


def _record(kind: int, content: bytes) -> bytes:
    return struct.pack("<HH", kind, len(content)) + content


def make_ole(path: Path, streams: Mapping[str, bytes]) -> Path:
    """An OLE file ([MS-CFB]) with up to three streams."""
    contents = [content.ljust(SMALLEST_STREAM, b"\0") for content in streams.values()]
    sectors = [-(-len(content) // SECTOR) for content in contents]
    fat = [FAT_SECTOR, CHAIN_END]
    entries = [_ole_entry("Root Entry", kind=5, child=1, start=CHAIN_END, size=0)]
    for index, (name, content, count) in enumerate(zip(streams, contents, sectors, strict=True), 1):
        right = index + 1 if index < len(contents) else FREE
        entries.append(_ole_entry(name, kind=2, right=right, start=len(fat), size=len(content)))
        fat += [*range(len(fat) + 1, len(fat) + count), CHAIN_END]
    fat += [FREE] * (SECTOR // 4 - len(fat))
    header = struct.pack(
        "<8s16x5H6x9I",
        b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1",
        *(0x3E, 3, 0xFFFE, 9, 6),
        *(0, 1, 1, 0, SMALLEST_STREAM, CHAIN_END, 0, CHAIN_END, 0),
    )
    first_fat_sectors = struct.pack("<109I", 0, *[FREE] * 108)
    body = b"".join(content.ljust(count * SECTOR, b"\0") for content, count in zip(contents, sectors, strict=True))
    path.write_bytes(
        header + first_fat_sectors + struct.pack("<128I", *fat) + b"".join(entries).ljust(SECTOR, b"\0") + body
    )
    return path


def _ole_entry(name: str, *, kind: int, start: int, size: int, child: int = FREE, right: int = FREE) -> bytes:
    stored = name.encode("utf-16-le")
    return struct.pack("<64sHBB3I36xIQ", stored, len(stored) + 2, kind, 1, FREE, right, child, start, size)


def make_upload(
    text: str, *, by: User, name: str = "liste.csv", target: str = "groups", encoding: str = "utf-8"
) -> Upload:
    """A list that was uploaded, lying in the test's data folder."""
    return receive_upload([text.encode(encoding)], name=name, target=targets[target], by=by)


def make_import(
    upload: Upload,
    *,
    is_dry_run: bool = False,
    match_key: str | None = None,
    policies: Mapping[str, Policy] | None = None,
    by: User | None = None,
) -> ImportRun:
    """An import of the list with its columns matched by their headings, not begun yet."""
    guess = guess_for(upload, user=by or upload.uploaded_by)
    return begin(
        upload,
        columns={match.field: match.column for match in guess.matches if match.field},
        policies={**guess.policies, **(policies or {})},
        match_key=guess.match_key if match_key is None else match_key,
        by=by or upload.uploaded_by,
        is_dry_run=is_dry_run,
    )
