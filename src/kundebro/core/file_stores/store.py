"""What every store of files does."""

from collections.abc import Iterator
from contextlib import AbstractContextManager
from dataclasses import dataclass
from datetime import datetime
from pathlib import Path
from typing import IO, Protocol

from kundebro.core.file_stores.incoming import Incoming

PIECE = 256 * 1024


@dataclass(frozen=True)
class Kept:
    """A file in the store."""

    sha256: str
    size: int
    kept_at: datetime


class FileStore(Protocol):
    """Holds each content once; whoever puts one in has its hash already."""

    def put(self, incoming: Incoming) -> None:
        """Keep the file; it stands whole under its hash afterwards, or an error is raised. The same again is no error."""

    def open(self, sha256: str) -> IO[bytes]:
        """Read a file in pieces; raises FileNotFoundError."""

    def size_of(self, sha256: str) -> int | None:
        """Its size, None when it is not there."""

    def on_disk(self, sha256: str) -> AbstractContextManager[Path]:
        """The file as one on this machine's disk, for programs that read files; raises FileNotFoundError."""

    def kept(self) -> Iterator[Kept]:
        """All files."""

    def take_away(self, sha256: str) -> None:
        """Let the file go; one that is gone already is no error."""


def place_of(sha256: str) -> str:
    """Where a content stands under the store's root: in 256 folders, under a name that says nothing."""
    return f"{sha256[:2]}/{sha256}"
