"""A file on its way in: streamed to the disk, measured and hashed while it comes."""

import os
from collections.abc import Iterable, Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from hashlib import sha256
from pathlib import Path
from uuid import uuid4

HEAD = 64 * 1024


class NothingReceived(Exception):
    """The file is empty."""


class TooMuchReceived(Exception):
    """The file is larger than may be."""


@dataclass(frozen=True)
class Incoming:
    """A file that has come in whole and lies on the disk; `head` is how it begins."""

    path: Path
    sha256: str
    size: int
    head: bytes


@contextmanager
def received(pieces: Iterable[bytes], *, folder: Path, largest: int) -> Iterator[Incoming]:
    """Write the pieces into the folder as they come, at most one in memory; the file is gone afterwards unless moved.

    Raises NothingReceived for an empty file, TooMuchReceived as soon as there is more than `largest` bytes.
    """
    folder.mkdir(parents=True, exist_ok=True, mode=0o750)
    path = folder / uuid4().hex
    digest, size, head = sha256(), 0, b""
    try:
        with os.fdopen(os.open(path, os.O_WRONLY | os.O_CREAT | os.O_EXCL, 0o640), "wb") as file:
            for piece in pieces:
                size += len(piece)
                if size > largest:
                    raise TooMuchReceived
                file.write(piece)
                digest.update(piece)
                if len(head) < HEAD:
                    head = (head + piece)[:HEAD]
            if not size:
                raise NothingReceived
            file.flush()
            os.fsync(file.fileno())
        yield Incoming(path, digest.hexdigest(), size, head)
    finally:
        path.unlink(missing_ok=True)
