"""Files are kept once under their hash, in a folder and in S3-compatible storage alike."""

import warnings
from collections.abc import Iterator
from datetime import timedelta
from hashlib import sha256
from pathlib import Path
from typing import Any

import pytest
from django.utils import timezone

from kundebro.core.file_stores import FileStore, LocalStore, file_store, received
from tests.fakes.s3 import BUCKET, KEY, SECRET, FakeS3, serving


@pytest.fixture
def s3() -> Iterator[FakeS3]:
    with serving() as server:
        yield server


@pytest.fixture(params=["local", "s3"])
def store(request: Any, settings: Any, tmp_path: Path) -> FileStore:
    if request.param == "s3":
        server: FakeS3 = request.getfixturevalue("s3")
        settings.S3 = told(server)
    with warnings.catch_warnings():
        warnings.simplefilter("ignore")  # of boto3's own
        return file_store()


def told(server: FakeS3, *, secret: str = SECRET) -> dict[str, str]:
    return {"bucket": BUCKET, "endpoint": server.address, "region": "eu-north-1", "key": KEY, "secret": secret}


def put(store: FileStore, content: bytes, folder: Path) -> str:
    with received([content], folder=folder, largest=10**9) as incoming:
        store.put(incoming)
    return incoming.sha256


def test_what_is_put_in_is_read_listed_and_taken_away(store: FileStore, tmp_path: Path) -> None:
    digest = put(store, b"Prisliste", tmp_path)
    put(store, b"Prisliste", tmp_path)

    assert digest == sha256(b"Prisliste").hexdigest()
    assert store.size_of(digest) == 9
    with store.open(digest) as file:
        assert file.read(5) + file.read() == b"Prisliste"
    with store.on_disk(digest) as path:
        assert path.read_bytes() == b"Prisliste"
    (kept,) = store.kept()
    assert (kept.sha256, kept.size) == (digest, 9)
    assert abs(timezone.now() - kept.kept_at) < timedelta(minutes=1)

    store.take_away(digest)
    store.take_away(digest)
    assert (store.size_of(digest), list(store.kept())) == (None, [])


def test_what_is_not_there_is_told_alike(store: FileStore) -> None:
    assert store.size_of("ab" * 32) is None
    with pytest.raises(FileNotFoundError):
        store.open("ab" * 32)
    with pytest.raises(FileNotFoundError), store.on_disk("ab" * 32):
        pass


def test_a_large_file_goes_in_parts(s3: FakeS3, settings: Any, tmp_path: Path) -> None:
    settings.S3 = told(s3)
    content = bytes(range(256)) * 4096 * 9

    digest = put(file_store(), content, tmp_path)

    assert s3.objects[f"documents/{digest[:2]}/{digest}"] == content
    assert "CompleteMultipartUpload" in s3.heard


def test_a_wrong_secret_is_refused_and_nothing_is_kept(s3: FakeS3, settings: Any, tmp_path: Path) -> None:
    settings.S3 = told(s3, secret="forkert")

    with pytest.raises(Exception, match="SignatureDoesNotMatch"):
        put(file_store(), b"x", tmp_path)

    assert s3.objects == {}


def test_a_local_file_appears_whole_or_not_at_all(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    store = LocalStore(tmp_path / "documents")

    def full(*_arguments: Any) -> None:
        raise OSError(28, "No space left on device")

    with monkeypatch.context() as patch:
        patch.setattr(Path, "replace", full)
        with pytest.raises(OSError, match="No space"):
            put(store, b"x", tmp_path / "incoming")

    assert list(store.kept()) == []
    assert list((tmp_path / "incoming").iterdir()) == []
