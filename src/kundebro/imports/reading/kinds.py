"""What a file is, told by its content: names and endings lie."""

import re
import zipfile
import zlib
from enum import StrEnum
from pathlib import Path
from typing import Final
from xml.etree.ElementTree import ParseError

from defusedxml import DefusedXmlException
from defusedxml.ElementTree import iterparse
from django.utils.translation import gettext as _

from kundebro.imports.reading.archives import check_archive, too_large
from kundebro.imports.reading.rows import Unreadable, damaged

OLE_MAGIC: Final = b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1"
ZIP_MAGIC: Final = (b"PK\x03\x04", b"PK\x05\x06")
ODS_TYPE: Final = b"application/vnd.oasis.opendocument.spreadsheet"
OLE_STREAMS: Final = ("EncryptedPackage", "Workbook", "Book", "_VBA_PROJECT_CUR")
HEAD: Final = 4096
MAX_WORKBOOK: Final = 50 * 1024**2
MAX_TEXT: Final = 500 * 1024**2
MAX_PARSED: Final = 1024**2
OTHER_KINDS: Final = (
    (b"%PDF", "PDF"),
    (b"{\\rtf", "RTF"),
    (b"\x89PNG", "PNG"),
    (b"\xff\xd8\xff", "JPEG"),
    (b"GIF8", "GIF"),
    (b"Rar!", "RAR"),
    (b"7z\xbc\xaf", "7-Zip"),
    (b"\x1f\x8b", "gzip"),
    (b"SQLite format 3", "SQLite"),
)
MARKUP: Final = (b"<!doctype html", b"<html", b"<table", b"<?xml", b"<meta", b"<head")


class Kind(StrEnum):
    """The kinds of list Kundebro reads."""

    CSV = "csv"
    XLSX = "xlsx"
    XLS = "xls"
    ODS = "ods"

    @property
    def is_workbook(self) -> bool:
        """Whether sheets and typed cells are inside, rather than text."""
        return self is not Kind.CSV


def recognise(path: Path) -> Kind:
    """Tell the file's kind by its content; raises Unreadable for what cannot or must not be read."""
    with path.open("rb") as file:
        head = file.read(HEAD)
    if not head:
        raise Unreadable(_("The file is empty."))
    is_archive = head.startswith(ZIP_MAGIC)
    if is_archive or head.startswith(OLE_MAGIC):
        if path.stat().st_size > MAX_WORKBOOK:
            raise Unreadable(too_large())
        return _kind_of_archive(path) if is_archive else _kind_of_ole(path)
    if path.stat().st_size > MAX_TEXT:
        raise Unreadable(
            _("The list is larger than %(limit)s MB. Divide it and import one part at a time.")
            % {"limit": MAX_TEXT // 1024**2}
        )
    for magic, name in OTHER_KINDS:
        if head.startswith(magic):
            raise Unreadable(
                _("This is a %(kind)s file. Save the list as Excel (.xlsx) or CSV and try again.") % {"kind": name}
            )
    if head.lstrip(b"\xef\xbb\xbf \t\r\n").lower().startswith(MARKUP):
        raise Unreadable(
            _("This is a web page or XML with another ending. Open it in Excel, save it as .xlsx and try again.")
        )
    return Kind.CSV


def _kind_of_archive(path: Path) -> Kind:
    check_archive(path)
    with zipfile.ZipFile(path) as archive:
        names = set(archive.namelist())
        if "mimetype" in names and _beginning(archive, "mimetype").strip() == ODS_TYPE:
            _refuse_locked_ods(archive)
            return Kind.ODS
        if "[Content_Types].xml" not in names:
            raise Unreadable(_("This is a zip archive, not a list. Unpack it and upload the list inside."))
        return _kind_of_office(archive, names)


def _beginning(archive: zipfile.ZipFile, member: str) -> bytes:
    with archive.open(member) as part:
        return part.read(len(ODS_TYPE) + 2)


def _kind_of_office(archive: zipfile.ZipFile, names: set[str]) -> Kind:
    types = " ".join(_attributes(archive, "[Content_Types].xml", "ContentType"))
    if "macroEnabled" in types or any(name.endswith("vbaProject.bin") for name in names):
        raise Unreadable(_macros())
    if "xl/workbook.bin" in names:
        raise Unreadable(_("Binary workbooks (.xlsb) are not read. Save it as .xlsx and try again."))
    if "spreadsheetml" not in types:
        raise Unreadable(_not_a_spreadsheet())
    return Kind.XLSX


def _refuse_locked_ods(archive: zipfile.ZipFile) -> None:
    manifest = "META-INF/manifest.xml"
    if manifest in archive.namelist() and _attributes(archive, manifest, "algorithm-name"):
        raise Unreadable(locked())


def _attributes(archive: zipfile.ZipFile, member: str, name: str) -> list[str]:
    """All values of one attribute in an XML member, read with defusedxml."""
    found = []
    if archive.getinfo(member).file_size > MAX_PARSED:
        raise Unreadable(too_large())
    try:
        with archive.open(member) as file:
            for _event, element in iterparse(file, forbid_dtd=True):
                found += [value for key, value in element.attrib.items() if key.rpartition("}")[2] == name]
                element.clear()
    except DefusedXmlException as error:
        raise Unreadable(definitions()) from error
    except (ParseError, zipfile.BadZipFile, zlib.error, EOFError) as error:
        raise Unreadable(damaged()) from error
    return found


def _kind_of_ole(path: Path) -> Kind:
    """Which program the OLE file is from, by the names of its streams, which stand in 128-byte entries ([MS-CFB] 2.6)."""
    content = path.read_bytes()
    names = {name for name in OLE_STREAMS if _has_stream(content, name)}
    if "EncryptedPackage" in names:
        raise Unreadable(locked())
    if "_VBA_PROJECT_CUR" in names:
        raise Unreadable(_macros())
    if not names & {"Workbook", "Book"}:
        raise Unreadable(_not_a_spreadsheet())
    return Kind.XLS


def _has_stream(content: bytes, name: str) -> bool:
    entry = re.escape(f"{name}\0".encode("utf-16-le"))
    return any(match.start() % 128 == 0 for match in re.finditer(entry, content))


def _macros() -> str:
    return _("The workbook holds macros. Save it as an ordinary workbook (.xlsx) and try again.")


def _not_a_spreadsheet() -> str:
    return _("This is not a spreadsheet. Save the list as Excel (.xlsx) or CSV and try again.")


def definitions() -> str:
    """The sentence for a workbook whose XML declares entities or a document type."""
    return _("The workbook holds XML definitions that ordinary workbooks do not have, so it is not read.")


def locked() -> str:
    """The sentence for a workbook that wants a password."""
    return _("The workbook is locked with a password. Remove the password and try again.")
