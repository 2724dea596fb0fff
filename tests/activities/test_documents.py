"""Documents are kept once, come back when something is undone, and go when nothing needs them."""

import os
from collections.abc import Iterator
from datetime import timedelta
from hashlib import sha256
from pathlib import Path
from typing import Any

import pytest
from django.utils import timezone

from kundebro.activities.choices import DocumentKind, Retention
from kundebro.activities.invariants import files, versions
from kundebro.activities.models import Document, DocumentVersion, StoredFile
from kundebro.activities.operations import (
    FileRefused,
    SameContent,
    add_document,
    add_version,
    change_document,
    delete_document,
    take_out_attachment,
)
from kundebro.activities.operations import documents as operations
from kundebro.activities.operations.sweep import sweep_files
from kundebro.core.file_stores import LocalStore, file_store, incoming_folder
from kundebro.history.models import Changeset
from kundebro.history.operations.undo import UndoRefused, undo
from kundebro.history.recorder import latest_changeset
from kundebro.history.tracked import StaleWrite
from kundebro.prospects.operations.belonging import BelongsElsewhere
from tests.factories.activities import make_activity
from tests.factories.documents import PICTURE, mail, make_document, make_version
from tests.factories.prospects import make_prospect
from tests.factories.users import make_user

pytestmark = pytest.mark.django_db


def stored() -> list[str]:
    return [kept.sha256 for kept in file_store().kept()]


def breaches() -> list[str]:
    return [str(breach) for check in (files, versions) for breach in check()]


def latest() -> Changeset:
    changeset = latest_changeset()
    assert changeset is not None
    return changeset


def test_a_document_is_kept_under_what_it_holds_and_the_name_is_only_text() -> None:
    document = make_document(b"Aftalen", name="../../Aftale\u202e.txt")

    version = document.versions.get()
    assert (document.name, version.number, version.content.size) == ("Aftale .txt", 1, 7)
    assert version.content.media_type == "text/plain"
    assert stored() == [sha256(b"Aftalen").hexdigest()]
    assert breaches() == []
    assert list(incoming_folder().iterdir()) == []


def test_the_same_content_is_kept_once() -> None:
    first, second = make_document(b"Prisliste"), make_document(b"Prisliste")

    assert first.versions.get().content == second.versions.get().content
    assert len(stored()) == 1


def test_a_picture_and_a_mail_are_known_for_what_they_are() -> None:
    assert make_document(PICTURE, name="x.doc").kind == DocumentKind.PICTURE
    assert make_document(mail(), name="x.txt").kind == DocumentKind.MAIL


def test_a_version_is_numbered_on_and_the_same_content_is_none() -> None:
    document = make_document(b"1")
    make_version(document, b"2")

    with pytest.raises(SameContent):
        make_version(document, b"2")

    numbers = [(version.number, version.content.size) for version in document.versions.order_by("number")]
    assert numbers == [(1, 1), (2, 1)]


@pytest.mark.parametrize("content", [[], [b""], [b"x" * 11], [b"x"] * 11])
def test_an_empty_file_and_one_too_large_leave_nothing(content: list[bytes], settings: Any) -> None:
    settings.LARGEST_DOCUMENT = 10

    with pytest.raises(FileRefused):
        add_document(make_prospect(), content, name="x", by=make_user())

    assert (Document.objects.count(), stored(), list(incoming_folder().iterdir())) == (0, [], [])


def test_one_that_is_too_large_is_not_read_to_its_end(settings: Any) -> None:
    settings.LARGEST_DOCUMENT = 10
    read = []

    def endless() -> Iterator[bytes]:
        while True:
            read.append(1)
            yield b"xxxx"

    with pytest.raises(FileRefused):
        add_document(make_prospect(), endless(), name="x", by=make_user())

    assert len(read) == 3


def test_a_repeat_with_the_same_key_answers_with_the_first() -> None:
    prospect, user = make_prospect(), make_user()

    made = [add_document(prospect, [b"a"], name="a.txt", by=user, key="k") for _ in range(2)]

    assert made[0] == made[1]
    assert Document.objects.count() == 1


def test_an_activity_of_another_prospect_is_refused() -> None:
    with pytest.raises(BelongsElsewhere):
        make_document(activity=make_activity())


def test_renaming_keeps_what_it_holds_and_a_stale_one_is_refused() -> None:
    document = make_document(b"x", name="a.txt")

    changed = change_document(
        document, {"name": "Tilbud 3/4\u202e", "retention": Retention.ACCOUNTS}, by=make_user(), version=1
    )

    assert (changed.name, changed.retention, changed.versions.get().file_name) == ("Tilbud 3/4", "accounts", "a.txt")
    with pytest.raises(StaleWrite):
        change_document(document, {"name": "d.txt"}, by=make_user(), version=1)


def test_undo_of_upload_version_and_delete() -> None:
    user = make_user()
    document = make_document(b"1", by=user)
    uploaded = latest()
    make_version(document, b"2", by=user)
    versioned = latest()

    with pytest.raises(UndoRefused):
        undo(uploaded, by=user)
    undo(versioned, by=user)
    assert [version.number for version in document.versions.all()] == [1]

    delete_document(document, by=user)
    deleted = latest()
    assert not Document.objects.exists()
    undo(deleted, by=user)
    assert [version.content.size for version in document.versions.all()] == [1]

    undo(Changeset.objects.get(undoes=deleted), by=user)
    assert not DocumentVersion.objects.exists()
    assert breaches() == []


def test_what_a_deleted_document_held_stays_while_it_can_come_back_and_then_goes() -> None:
    user, now = make_user(), timezone.now()
    document = make_document(b"1", by=user)
    delete_document(document, by=user)
    deletion = latest()

    sweep_files(now=now)
    sweep_files(now=now + timedelta(days=30))
    assert len(stored()) == 1
    undo(deletion, by=user)
    sweep_files(now=now + timedelta(days=40))
    assert (len(stored()), StoredFile.objects.get().unused_since) == (1, None)

    delete_document(Document.objects.get(), by=user)
    sweep_files(now=now + timedelta(days=41))
    sweep_files(now=now + timedelta(days=73))
    assert (stored(), StoredFile.objects.count()) == ([], 0)
    assert breaches() == []


def test_killed_between_file_and_row_leaves_an_orphan_that_is_swept_within_a_day(
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    class KilledError(BaseException):
        pass

    def killed(*_arguments: Any, **_named: Any) -> None:
        raise KilledError

    with monkeypatch.context() as patch:
        patch.setattr(operations, "_row_of", killed)
        with pytest.raises(KilledError):
            make_document(b"halv")
    assert (Document.objects.count(), len(stored())) == (0, 1)
    assert breaches() == []

    sweep_files(now=timezone.now())
    assert len(stored()) == 1
    assert sweep_files(now=timezone.now() + timedelta(hours=13)) == 1
    assert stored() == []


def test_a_content_swept_while_it_comes_in_again_is_there_in_the_end(monkeypatch: pytest.MonkeyPatch) -> None:
    size_of, calls = LocalStore.size_of, []

    def swept_first(self: LocalStore, digest: str) -> int | None:
        if not calls:
            self.take_away(digest)
        calls.append(digest)
        return size_of(self, digest)

    monkeypatch.setattr(LocalStore, "size_of", swept_first)

    make_document(b"igen")

    assert breaches() == []


def test_what_was_left_of_a_broken_upload_goes_too(settings: Any) -> None:
    incoming_folder().mkdir(parents=True)
    left = incoming_folder() / "left"
    left.write_bytes(b"x")
    previews = Path(settings.DATA) / "previews" / "gone"
    previews.mkdir(parents=True)

    sweep_files(now=timezone.now() + timedelta(hours=13))

    assert (left.exists(), previews.exists()) == (False, False)


def test_verify_tells_a_missing_a_damaged_and_a_stray_file(settings: Any) -> None:
    missing, damaged = make_document(b"vaek").versions.get().content, make_document(b"rigtig").versions.get().content
    folder = Path(settings.MEDIA_ROOT) / "documents"
    (folder / missing.sha256[:2] / missing.sha256).unlink()
    (folder / damaged.sha256[:2] / damaged.sha256).write_bytes(b"forkrt")
    stray = folder / "ab" / ("ab" * 32)
    stray.parent.mkdir(exist_ok=True)
    stray.write_bytes(b"x")
    assert breaches() == [f"activities.StoredFile: {missing.pk}, {damaged.pk}"]

    old = (timezone.now() - timedelta(days=2)).timestamp()
    os.utime(stray, (old, old))

    assert breaches() == [f"activities.StoredFile: {missing.pk}, {damaged.pk}", f"files: {'ab' * 32}"]


def test_an_attachment_becomes_a_document_of_its_own() -> None:
    document = make_document(mail("<p>Hej</p>", attached={"../tegning.pdf": b"%PDF-1.7 x"}), retention="accounts")

    made = take_out_attachment(document.versions.get(), 2, by=make_user())

    version = made.versions.select_related("content").get()
    assert (made.prospect, made.name, made.retention) == (document.prospect, "tegning.pdf", "accounts")
    assert (version.content.media_type, version.content.size) == ("application/pdf", 10)


def test_a_new_version_of_a_document_that_is_gone_is_no_document() -> None:
    document = make_document()
    delete_document(document, by=make_user())

    with pytest.raises(Document.DoesNotExist):
        add_version(document, [b"x"], name="x", by=make_user())
