"""Looks through a zip archive's directory before anything in it is unpacked."""

import stat
import struct
import zipfile
import zlib
from collections.abc import Sequence
from pathlib import Path, PurePosixPath
from typing import IO, Final

from django.utils.translation import gettext as _

from kundebro.imports.reading.rows import Unreadable, damaged

MAX_MEMBERS: Final = 5_000
MAX_UNPACKED: Final = 500 * 1024**2
MAX_RATIO: Final = 100
RATIO_COUNTS_FROM: Final = 1024**2  # a small member may well be a hundred times smaller packed
LOCAL_HEADER: Final = struct.Struct("<4s5H3I2H")
LENGTHS_FOLLOW: Final = 0x08
LOCKED: Final = 0x01


def check_archive(path: Path) -> None:
    """Refuse an archive that lies, overlaps, nests or unpacks to too much; nothing is unpacked for it.

    The limits are those of `reliability.md` IMP-2. Raises Unreadable.
    """
    try:
        with path.open("rb") as file, zipfile.ZipFile(file) as archive:
            members = archive.infolist()
            _check_directory(members)
            _check_headers(file, members, archive.start_dir)
            _check_contents(archive, members)
    except (zipfile.BadZipFile, zlib.error, struct.error, NotImplementedError, ValueError, EOFError) as error:
        raise Unreadable(damaged()) from error


def _check_directory(members: Sequence[zipfile.ZipInfo]) -> None:
    if len(members) > MAX_MEMBERS or sum(member.file_size for member in members) > MAX_UNPACKED:
        raise Unreadable(too_large())
    names = [member.filename.casefold() for member in members]
    if len(set(names)) < len(names):
        raise Unreadable(_("The workbook holds two parts under the same name. Save it again in Excel and try again."))
    for member in members:
        if member.flag_bits & LOCKED:
            raise Unreadable(_("The workbook is locked with a password. Remove the password and try again."))
        if not _is_plain_name(member):
            raise Unreadable(_("The workbook holds a part that points outside it, so it is not read."))
        if member.compress_type not in {zipfile.ZIP_STORED, zipfile.ZIP_DEFLATED}:
            raise Unreadable(_("The workbook is packed in an unusual way. Save it again in Excel and try again."))
        if member.file_size > max(RATIO_COUNTS_FROM, member.compress_size * MAX_RATIO):
            raise Unreadable(too_large())


def _is_plain_name(member: zipfile.ZipInfo) -> bool:
    name = member.filename
    path = PurePosixPath(name.replace("\\", "/"))
    is_link = stat.S_ISLNK(member.external_attr >> 16)
    return bool(name) and not (path.is_absolute() or ".." in path.parts or ":" in name or "\0" in name or is_link)


def _check_headers(file: IO[bytes], members: Sequence[zipfile.ZipInfo], end: int) -> None:
    """The directory says the same as each member's own header, and no two members share bytes."""
    free_from = 0
    for member in sorted(members, key=lambda member: member.header_offset):
        file.seek(member.header_offset)
        fields = LOCAL_HEADER.unpack(file.read(LOCAL_HEADER.size))
        magic, _version, flags, method, _time, _date, crc, packed, size, name_length, extra_length = fields
        name = file.read(name_length)
        says_same = (magic, method, name) == (b"PK\x03\x04", member.compress_type, _stored_name(member))
        if not flags & LENGTHS_FOLLOW:
            zip64 = 0xFFFFFFFF
            says_same &= (
                crc == member.CRC and packed in {member.compress_size, zip64} and size in {member.file_size, zip64}
            )
        ends = member.header_offset + LOCAL_HEADER.size + name_length + extra_length + member.compress_size
        if not says_same or member.header_offset < free_from or ends > end:
            raise Unreadable(_("The workbook's table of contents contradicts its parts, so it is not read."))
        free_from = ends


def _stored_name(member: zipfile.ZipInfo) -> bytes:
    return member.orig_filename.encode("utf-8" if member.flag_bits & 0x800 else "cp437")


def _check_contents(archive: zipfile.ZipFile, members: Sequence[zipfile.ZipInfo]) -> None:
    for member in members:
        if member.file_size:
            with archive.open(member) as part:
                if part.read(4) == b"PK\x03\x04":
                    raise Unreadable(_("The workbook holds another archive. Save the list by itself and try again."))


def too_large() -> str:
    """The sentence for a workbook that unpacks to more than a list does."""
    return _("The workbook is too large to read safely. Save the list as CSV and try again.")
