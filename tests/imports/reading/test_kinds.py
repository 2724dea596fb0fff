"""What a file is, whatever it is called."""

import zipfile
from collections.abc import Callable
from pathlib import Path

import pytest

from kundebro.imports.reading.kinds import Kind, recognise
from kundebro.imports.reading.rows import Unreadable
from tests.factories.imports import (
    CONTENT_TYPES,
    make_bare_xlsx,
    make_ods,
    make_ole,
    make_text,
    make_xls,
    make_xlsx,
    make_zip,
)

ROWS = [["Navn", "By"], ["Lund", "Vejle"]]


def make_csv(path: Path, rows: list[list[str]]) -> Path:
    return make_text(path, "\n".join(map(";".join, rows)))


@pytest.mark.parametrize("ending", ["csv", "xlsx", "xls", "ods", "txt", "pdf"])
@pytest.mark.parametrize(
    ("make", "kind"),
    [(make_csv, Kind.CSV), (make_xlsx, Kind.XLSX), (make_xls, Kind.XLS), (make_ods, Kind.ODS)],
)
def test_the_content_decides_not_the_name(
    tmp_path: Path, make: Callable[[Path, list[list[str]]], Path], kind: Kind, ending: str
) -> None:
    path = make(tmp_path / f"liste.{ending}", ROWS)

    assert recognise(path) is kind


@pytest.mark.parametrize(
    "content",
    [
        b"",
        b"%PDF-1.7 ...",
        b"{\\rtf1 ...",
        b"\x89PNG\r\n\x1a\n",
        b"  <html><table><tr><td>Navn",
        b'\xef\xbb\xbf<?xml version="1.0"?><?mso-application progid="Excel.Sheet"?>',
        b"\x1f\x8b\x08\x00",
        b"PK\x03\x04 and then nothing",
        b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1 and then nothing",
    ],
    ids=["empty", "pdf", "rtf", "png", "html", "xml", "gzip", "torn zip", "torn xls"],
)
def test_what_is_no_list_is_refused(tmp_path: Path, content: bytes) -> None:
    path = tmp_path / "liste.xlsx"
    path.write_bytes(content)

    with pytest.raises(Unreadable):
        recognise(path)


def test_an_ordinary_zip_archive_is_refused(tmp_path: Path) -> None:
    path = make_zip(tmp_path / "liste.xlsx", {"liste.csv": "Navn;By"})

    with pytest.raises(Unreadable):
        recognise(path)


def test_a_text_document_is_refused(tmp_path: Path) -> None:
    path = make_zip(
        tmp_path / "brev.xlsx", {"[Content_Types].xml": CONTENT_TYPES.replace("spreadsheetml", "wordprocessingml")}
    )

    with pytest.raises(Unreadable):
        recognise(path)


@pytest.mark.parametrize(
    "parts",
    [
        {"xl/vbaProject.bin": b"x"},
        {"[Content_Types].xml": CONTENT_TYPES.replace("openxmlformats-officedocument", "ms-excel.sheet.macroEnabled")},
        {"xl/workbook.bin": b"x"},
    ],
    ids=["macro part", "macro type", "xlsb"],
)
def test_workbooks_with_macros_and_binary_ones_are_refused(tmp_path: Path, parts: dict[str, str | bytes]) -> None:
    path = make_bare_xlsx(tmp_path / "liste.xlsx", "", parts=parts)

    with pytest.raises(Unreadable):
        recognise(path)


@pytest.mark.parametrize(
    "streams", [{"EncryptedPackage": b"x"}, {"Workbook": b"x", "_VBA_PROJECT_CUR": b"x"}, {"WordDocument": b"x"}]
)
def test_locked_workbooks_macros_and_letters_of_old_office_are_refused(
    tmp_path: Path, streams: dict[str, bytes]
) -> None:
    path = make_ole(tmp_path / "liste.xls", streams)

    with pytest.raises(Unreadable):
        recognise(path)


def test_a_locked_ods_is_refused(tmp_path: Path) -> None:
    manifest = '<m:manifest xmlns:m="urn:m"><m:encryption-data><m:algorithm m:algorithm-name="AES"/></m:encryption-data></m:manifest>'
    path = make_ods(tmp_path / "liste.ods", ROWS, manifest=manifest)

    with pytest.raises(Unreadable):
        recognise(path)


def test_a_locked_member_is_refused(tmp_path: Path) -> None:
    path = make_xlsx(tmp_path / "liste.xlsx", ROWS)
    content = bytearray(path.read_bytes())
    with zipfile.ZipFile(path) as archive:
        directory = archive.start_dir
    content[directory + 8] |= 1
    path.write_bytes(content)

    with pytest.raises(Unreadable):
        recognise(path)


BILLION_LAUGHS = (
    '<?xml version="1.0"?><!DOCTYPE t [<!ENTITY a "ha">'
    + "".join(f'<!ENTITY {chr(98 + n)} "{f"&{chr(97 + n)};" * 10}">' for n in range(12))
    + "]><Types>&m;</Types>"
)
EXTERNAL_ENTITY = '<!DOCTYPE t [<!ENTITY x SYSTEM "file:///etc/passwd">]><Types>&x;</Types>'


@pytest.mark.parametrize("bomb", [BILLION_LAUGHS, EXTERNAL_ENTITY], ids=["billion laughs", "external entity"])
def test_xml_definitions_are_refused_by_defusedxml(tmp_path: Path, bomb: str) -> None:
    path = make_bare_xlsx(tmp_path / "liste.xlsx", "", parts={"[Content_Types].xml": bomb})

    with pytest.raises(Unreadable) as refused:
        recognise(path)
    assert type(refused.value.__cause__).__module__.startswith("defusedxml")
