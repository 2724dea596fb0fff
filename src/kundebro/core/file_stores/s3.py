"""Files in S3-compatible storage."""

import tempfile
from collections.abc import Iterator
from contextlib import contextmanager
from functools import cache
from pathlib import Path
from typing import IO, Any, Final

from boto3.s3.transfer import TransferConfig
from botocore.client import Config
from botocore.exceptions import ClientError
from django.core.files import File
from storages.backends.s3 import S3Storage

from kundebro.core.file_stores.incoming import Incoming
from kundebro.core.file_stores.store import PIECE, Kept, place_of

PREFIX: Final = "documents/"
PATIENCE: Final = 10
GONE: Final = frozenset({"404", "NoSuchKey", "NotFound"})


class S3Store:
    """Each file is one object; it appears when the service has all of it."""

    def __init__(self, storage: Any) -> None:
        self._storage = storage

    def put(self, incoming: Incoming) -> None:
        """Send the file, also where it stands already: its age tells when it was last wanted."""
        with incoming.path.open("rb") as file:
            self._storage.save(_key(incoming.sha256), File(file))

    def open(self, sha256: str) -> IO[bytes]:
        """The object as it comes over the network."""
        try:
            body: IO[bytes] = self._storage.bucket.Object(_key(sha256)).get()["Body"]
        except ClientError as error:
            raise _told(error, sha256) from error
        return body

    def size_of(self, sha256: str) -> int | None:
        """Its size, None when it is not there."""
        try:
            size: int = self._storage.bucket.Object(_key(sha256)).content_length
        except ClientError as error:
            if isinstance(_told(error, sha256), FileNotFoundError):
                return None
            raise
        return size

    @contextmanager
    def on_disk(self, sha256: str) -> Iterator[Path]:
        """A copy on this machine for as long as it is needed."""
        with tempfile.NamedTemporaryFile() as copy, self.open(sha256) as body:
            while piece := body.read(PIECE):
                copy.write(piece)
            copy.flush()
            yield Path(copy.name)

    def kept(self) -> Iterator[Kept]:
        """All objects."""
        for found in self._storage.bucket.objects.filter(Prefix=PREFIX):
            yield Kept(found.key.rpartition("/")[2], found.size, found.last_modified)

    def take_away(self, sha256: str) -> None:
        """Delete the object."""
        self._storage.delete(_key(sha256))


@cache
def s3_store(*, bucket: str, endpoint: str, region: str, key: str, secret: str) -> S3Store:
    """The store behind the settings; without key and secret those of the machine's environment count."""
    plain = {"s3": {"addressing_style": "path"}, "signature_version": "s3v4"}
    checksums = {"request_checksum_calculation": "when_required", "response_checksum_validation": "when_required"}
    return S3Store(
        S3Storage(
            bucket_name=bucket,
            endpoint_url=endpoint or None,
            region_name=region or None,
            access_key=key or None,
            secret_key=secret or None,
            file_overwrite=True,
            default_acl=None,
            object_parameters={"ContentType": "application/octet-stream"},
            client_config=Config(
                **plain, **checksums, connect_timeout=PATIENCE, read_timeout=PATIENCE, retries={"max_attempts": 2}
            ),
            transfer_config=TransferConfig(use_threads=False),
        )
    )


def _key(sha256: str) -> str:
    return f"{PREFIX}{place_of(sha256)}"


def _told(error: ClientError, sha256: str) -> Exception:
    """The error as the other store would raise it."""
    return FileNotFoundError(sha256) if error.response["Error"]["Code"] in GONE else error
