"""Files kept once each under the SHA-256 of what they hold: in the data folder, or in S3-compatible storage."""

from pathlib import Path

from django.conf import settings

from kundebro.core.file_stores.incoming import Incoming, NothingReceived, TooMuchReceived, received
from kundebro.core.file_stores.local import LocalStore
from kundebro.core.file_stores.store import FileStore, Kept

__all__ = [
    "FileStore",
    "Incoming",
    "Kept",
    "LocalStore",
    "NothingReceived",
    "TooMuchReceived",
    "file_store",
    "incoming_folder",
    "received",
]


def file_store() -> FileStore:
    """The store that the settings name."""
    if not settings.S3:
        return LocalStore(Path(settings.MEDIA_ROOT) / "documents")
    from kundebro.core.file_stores.s3 import s3_store  # noqa: PLC0415  its library is installed where it is used only

    return s3_store(**settings.S3)


def incoming_folder() -> Path:
    """Where files stand while they come in, on the disk of the local store."""
    return Path(settings.MEDIA_ROOT) / "incoming"
