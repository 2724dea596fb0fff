"""Files in a folder of this machine."""

import os
import shutil
from collections.abc import Iterator
from contextlib import contextmanager, suppress
from datetime import UTC, datetime
from pathlib import Path
from typing import IO
from uuid import uuid4

from kundebro.core.file_stores.incoming import Incoming
from kundebro.core.file_stores.store import Kept, place_of


class LocalStore:
    """Each file appears under its name by one rename when it is whole and on the disk."""

    def __init__(self, root: Path) -> None:
        self._root = root

    def put(self, incoming: Incoming) -> None:
        """Keep a copy of the file, new even where one stands already: its age tells when it was last wanted."""
        path = self._path(incoming.sha256)
        path.parent.mkdir(parents=True, exist_ok=True, mode=0o750)
        coming = incoming.path.with_name(uuid4().hex)
        try:
            try:
                os.link(incoming.path, coming)
            except OSError:  # a file system without links, or another disk
                _copy(incoming.path, coming)
            os.utime(coming)
            coming.replace(path)
        finally:
            coming.unlink(missing_ok=True)
        _sync(path.parent)
        _sync(self._root)

    def open(self, sha256: str) -> IO[bytes]:
        """The file as it lies there."""
        return self._path(sha256).open("rb")

    def size_of(self, sha256: str) -> int | None:
        """Its size, None when it is not there."""
        with suppress(FileNotFoundError):
            return self._path(sha256).stat().st_size
        return None

    @contextmanager
    def on_disk(self, sha256: str) -> Iterator[Path]:
        """The file itself."""
        path = self._path(sha256)
        path.stat()
        yield path

    def kept(self) -> Iterator[Kept]:
        """All files, folder by folder."""
        for folder in sorted(self._root.glob("??")):
            for path in sorted(folder.iterdir()):
                with suppress(FileNotFoundError):
                    told = path.stat()
                    yield Kept(path.name, told.st_size, datetime.fromtimestamp(told.st_mtime, UTC))

    def take_away(self, sha256: str) -> None:
        """Delete the file."""
        self._path(sha256).unlink(missing_ok=True)

    def _path(self, sha256: str) -> Path:
        return self._root / place_of(sha256)


def _copy(source: Path, target: Path) -> None:
    with source.open("rb") as read, target.open("xb") as written:
        shutil.copyfileobj(read, written)
        written.flush()
        os.fsync(written.fileno())


def _sync(folder: Path) -> None:
    """Have new names on the disk too."""
    descriptor = os.open(folder, os.O_RDONLY)
    try:
        os.fsync(descriptor)
    finally:
        os.close(descriptor)
