"""The one file of a backup: a zip whose last 64 characters are the SHA-256 of all that stands before them.

Any zip program opens it. `manifest.json` tells what it is and holds the SHA-256 of every other part.
"""

import json
import os
import zipfile
from collections.abc import Callable, Iterable, Iterator, Mapping
from contextlib import contextmanager
from hashlib import sha256
from pathlib import Path, PurePosixPath
from typing import IO, Any

from django.utils.translation import gettext as _

from kundebro.jobs.backups.problems import BackupDamaged

MANIFEST = "manifest.json"
FORMAT = 1
DIGEST = 64
PIECE = 1024 * 1024
PARTIAL = ".partial"

Report = Callable[[int], None]
"""Told how many bytes have been dealt with since the last time."""


def no_report(_count: int) -> None:
    """Tell nobody."""


class Writer:
    """A backup being written, part by part."""

    def __init__(self, file: IO[bytes], report: Report) -> None:
        self._zip = zipfile.ZipFile(file, "w", zipfile.ZIP_DEFLATED, compresslevel=1)
        self._report = report
        self.parts: dict[str, dict[str, Any]] = {}

    def add(self, name: str, pieces: Iterable[bytes], *, is_packed: bool = False) -> None:
        """Add a part; one that is packed already is stored as it is."""
        digest, size = sha256(), 0
        entry = zipfile.ZipInfo(name)
        entry.compress_type = zipfile.ZIP_STORED if is_packed else zipfile.ZIP_DEFLATED
        entry.external_attr = 0o600 << 16
        with self._zip.open(entry, "w", force_zip64=True) as part:
            for piece in pieces:
                part.write(piece)
                digest.update(piece)
                size += len(piece)
                self._report(len(piece))
        self.parts[name] = {"size": size, "sha256": digest.hexdigest()}

    def close(self, manifest: Mapping[str, Any]) -> None:
        """Add the manifest, and leave room for the digest."""
        told = {"format": FORMAT, **manifest, "parts": self.parts}
        self._zip.writestr(MANIFEST, json.dumps(told, ensure_ascii=False, indent=1))
        self._zip.comment = b"0" * DIGEST
        self._zip.close()

    def abandon(self) -> None:
        """Write nothing more, not even the zip's directory."""
        self._zip.fp = None


@contextmanager
def written(path: Path, *, report: Report = no_report) -> Iterator[Writer]:
    """Write a backup: it stands under its name when it is whole and on the disk, and nothing stands there otherwise."""
    partial = path.with_name(path.name + PARTIAL)
    try:
        with os.fdopen(os.open(partial, os.O_RDWR | os.O_CREAT | os.O_EXCL, 0o600), "w+b") as file:
            writer = Writer(file, report)
            try:
                yield writer
            finally:
                writer.abandon()
            digest = digest_of(file)
            file.seek(-DIGEST, os.SEEK_END)
            file.write(digest.encode())
            file.flush()
            os.fsync(file.fileno())
        partial.rename(path)
    finally:
        partial.unlink(missing_ok=True)
    _sync_folder(path.parent)


class Reader:
    """A backup that is whole; raises BackupDamaged for any other file."""

    def __init__(self, path: Path, *, report: Report = no_report) -> None:
        with path.open("rb") as file:
            computed = digest_of(file, report)
            file.seek(max(file.seek(0, os.SEEK_END) - DIGEST, 0))
            if file.read() != computed.encode():
                raise BackupDamaged(_("%(file)s is no backup of Kundebro, or not as it was written.") % {"file": path})
        try:
            self._zip = zipfile.ZipFile(path)
            self.manifest: dict[str, Any] = json.loads(self._zip.read(MANIFEST))
            self.parts: dict[str, dict[str, Any]] = dict(self.manifest["parts"])
            is_known = self.manifest["format"] == FORMAT
        except (zipfile.BadZipFile, KeyError, TypeError, ValueError):
            is_known = False
        if not is_known:
            raise BackupDamaged(_("%(file)s holds no list of its parts.") % {"file": path})
        names = {name for name in self._zip.namelist() if name != MANIFEST}
        if names != self.parts.keys() or not all(map(_is_safe, names)):
            raise BackupDamaged(_("%(file)s holds other parts than its list says.") % {"file": path})

    def take_out(self, name: str, to: Path) -> None:
        """Write a part where it shall stand; raises BackupDamaged when it is not what the manifest says."""
        digest = sha256()
        to.parent.mkdir(parents=True, exist_ok=True)
        try:
            with (
                self._zip.open(name) as part,
                os.fdopen(os.open(to, os.O_WRONLY | os.O_CREAT | os.O_EXCL, 0o600), "wb") as file,
            ):
                while piece := part.read(PIECE):
                    file.write(piece)
                    digest.update(piece)
        except zipfile.BadZipFile:
            digest = sha256(b"damaged")
        if digest.hexdigest() != self.parts[name]["sha256"]:
            to.unlink(missing_ok=True)
            raise BackupDamaged(_("The part %(name)s is not as it was written.") % {"name": name})


def digest_of(file: IO[bytes], report: Report = no_report) -> str:
    """SHA-256 of the file, with the place of its own digest read as zeros."""
    digest, left = sha256(), max(file.seek(0, os.SEEK_END) - DIGEST, 0)
    file.seek(0)
    while piece := file.read(min(left, PIECE)):
        digest.update(piece)
        left -= len(piece)
        report(len(piece))
    digest.update(b"0" * DIGEST)
    return digest.hexdigest()


def pieces_of(path: Path) -> Iterator[bytes]:
    """A file, a megabyte at a time."""
    with path.open("rb") as file:
        while piece := file.read(PIECE):
            yield piece


def _is_safe(name: str) -> bool:
    """Whether a part stays in the folder it is taken out into."""
    path = PurePosixPath(name)
    return not path.is_absolute() and ".." not in path.parts and "\\" not in name


def _sync_folder(folder: Path) -> None:
    """Have the new name on the disk too."""
    descriptor = os.open(folder, os.O_RDONLY)
    try:
        os.fsync(descriptor)
    finally:
        os.close(descriptor)
