"""What a file is, told by how it begins: names and endings lie."""

import re
from dataclasses import dataclass
from enum import StrEnum
from typing import Final

from django.utils.functional import Promise
from django.utils.translation import gettext_lazy as _
from django.utils.translation import pgettext_lazy

OCTETS: Final = "application/octet-stream"
OFFICE: Final = "application/vnd.openxmlformats-officedocument."
OPEN_DOCUMENT: Final = "application/vnd.oasis.opendocument."


class Preview(StrEnum):
    """How a document is shown."""

    PAGES = "pages"
    IMAGE = "image"
    TEXT = "text"
    MAIL = "mail"
    NONE = ""


@dataclass(frozen=True)
class FileType:
    """A kind of file. One that may do harm on the reader's machine is never sent under its own type."""

    media_type: str
    label: str | Promise
    preview: Preview = Preview.NONE
    is_harmful: bool = False


UNKNOWN: Final = FileType(OCTETS, _("File"))
TYPES: Final = {
    kind.media_type: kind
    for kind in (
        UNKNOWN,
        FileType("application/pdf", "PDF", Preview.PAGES),
        FileType("image/png", _("Picture (PNG)"), Preview.IMAGE),
        FileType("image/jpeg", _("Picture (JPEG)"), Preview.IMAGE),
        FileType("image/gif", _("Picture (GIF)"), Preview.IMAGE),
        FileType("image/webp", _("Picture (WebP)"), Preview.IMAGE),
        FileType("image/bmp", _("Picture (BMP)"), Preview.IMAGE),
        FileType("image/tiff", _("Picture (TIFF)"), Preview.IMAGE),
        FileType("text/plain", _("Text"), Preview.TEXT),
        FileType("message/rfc822", _("E-mail"), Preview.MAIL),
        FileType(f"{OFFICE}wordprocessingml.document", _("Word document")),
        FileType(f"{OFFICE}spreadsheetml.sheet", _("Excel workbook")),
        FileType(f"{OFFICE}presentationml.presentation", _("PowerPoint presentation")),
        FileType(f"{OPEN_DOCUMENT}text", _("OpenDocument text")),
        FileType(f"{OPEN_DOCUMENT}spreadsheet", _("OpenDocument spreadsheet")),
        FileType(f"{OPEN_DOCUMENT}presentation", _("OpenDocument presentation")),
        FileType("application/x-ole-storage", _("Older Office document or Outlook message")),
        FileType("application/rtf", _("RTF text")),
        FileType("application/zip", pgettext_lazy("a file", "Archive")),
        FileType("application/x-7z-compressed", pgettext_lazy("a file", "Archive")),
        FileType("application/vnd.rar", pgettext_lazy("a file", "Archive")),
        FileType("application/gzip", pgettext_lazy("a file", "Archive")),
        FileType("audio/mpeg", _("Sound")),
        FileType("video/mp4", _("Film")),
        FileType("text/html", _("Web page"), is_harmful=True),
        FileType("image/svg+xml", _("Drawing (SVG)"), is_harmful=True),
        FileType("application/xml", "XML", is_harmful=True),
        FileType("application/x-executable", _("Program"), is_harmful=True),
        FileType("text/x-script", _("Program"), is_harmful=True),
    )
}

SIGNATURES: Final = (
    (b"%PDF-", "application/pdf"),
    (b"\x89PNG\r\n\x1a\n", "image/png"),
    (b"\xff\xd8\xff", "image/jpeg"),
    (b"GIF87a", "image/gif"),
    (b"GIF89a", "image/gif"),
    (b"II*\x00", "image/tiff"),
    (b"MM\x00*", "image/tiff"),
    (b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1", "application/x-ole-storage"),
    (b"{\\rtf", "application/rtf"),
    (b"7z\xbc\xaf\x27\x1c", "application/x-7z-compressed"),
    (b"Rar!\x1a\x07", "application/vnd.rar"),
    (b"\x1f\x8b", "application/gzip"),
    (b"ID3", "audio/mpeg"),
    (b"MZ", "application/x-executable"),
    (b"\x7fELF", "application/x-executable"),
    (b"\xcf\xfa\xed\xfe", "application/x-executable"),
    (b"\xca\xfe\xba\xbe", "application/x-executable"),
    (b"#!", "text/x-script"),
    (b"<?php", "text/x-script"),
)
ARCHIVE: Final = (b"PK\x03\x04", b"PK\x05\x06")
PARTS: Final = (
    (b"word/", f"{OFFICE}wordprocessingml.document"),
    (b"xl/", f"{OFFICE}spreadsheetml.sheet"),
    (b"ppt/", f"{OFFICE}presentationml.presentation"),
)
MAIL_HEADER: Final = re.compile(
    rb"\A(?:[!-9;-~]+:[^\r\n]*(?:\r?\n[ \t][^\r\n]*)*\r?\n)*?(?:From|Received|Return-Path|Message-ID|MIME-Version|Date):",
    re.IGNORECASE,
)
MARKUP: Final = re.compile(
    rb"<(?:!doctype\s+html|html|head|body|script|iframe|img|svg|meta|link|style|object|embed|form|table|a)\b",
    re.IGNORECASE,
)
LOOKED_AT: Final = 4096


def recognise(head: bytes) -> FileType:
    """The type of a file that begins like this; an archive is never unpacked to find out."""
    for signature, media_type in SIGNATURES:
        if head.startswith(signature):
            return TYPES[media_type]
    if head.startswith(ARCHIVE):
        return TYPES[_kind_of_archive(head)]
    if head[:4] == b"RIFF" and head[8:12] == b"WEBP":
        return TYPES["image/webp"]
    if head.startswith(b"BM") and head[6:10] == bytes(4):
        return TYPES["image/bmp"]
    if head[4:8] == b"ftyp":
        return TYPES["video/mp4"]
    return TYPES[_kind_of_text(head)]


def type_of(media_type: str) -> FileType:
    """The type that was found when the file came in."""
    return TYPES.get(media_type, UNKNOWN)


def _kind_of_archive(head: bytes) -> str:
    """By the first members' names, which stand before what they hold."""
    for media_type in TYPES:
        if media_type.startswith(OPEN_DOCUMENT) and head[30:].startswith(b"mimetype" + media_type.encode()):
            return media_type
    if b"[Content_Types].xml" in head or b"_rels/.rels" in head:
        for folder, media_type in PARTS:
            if folder in head:
                return media_type
    return "application/zip"


def _kind_of_text(head: bytes) -> str:
    plain = _as_bytes_of_text(head)
    if plain is None:
        return OCTETS
    beginning = plain[:LOOKED_AT].lstrip()
    if MAIL_HEADER.match(beginning):
        return "message/rfc822"
    if b"<svg" in beginning.lower():
        return "image/svg+xml"
    if MARKUP.search(beginning):
        return "text/html"
    return "application/xml" if beginning.startswith(b"<?xml") else "text/plain"


def _as_bytes_of_text(head: bytes) -> bytes | None:
    """The beginning as text in bytes, whatever its encoding; None for what is no text."""
    for mark, encoding in ((b"\xff\xfe", "utf-16-le"), (b"\xfe\xff", "utf-16-be")):
        if head.startswith(mark):
            return head[2:].decode(encoding, "replace").encode()
    plain = head.removeprefix(b"\xef\xbb\xbf")
    control = sum(plain.count(bytes([code])) for code in (*range(9), *range(14, 27), *range(28, 32), 127))
    return None if control else plain
