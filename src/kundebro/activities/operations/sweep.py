"""Lets go of contents that nothing refers to any more, and of files that never got their row (DOC-1)."""

import shutil
from contextlib import suppress
from datetime import UTC, datetime, timedelta
from pathlib import Path
from typing import Final

from django.db import transaction

from kundebro.activities.models import DocumentVersion, StoredFile
from kundebro.activities.previews import preview_folder
from kundebro.core.file_stores import file_store, incoming_folder

ORPHANS_KEPT_FOR: Final = timedelta(hours=12)
UNUSED_KEPT_FOR: Final = timedelta(days=31)
"""A day longer than an undo can bring the document back."""


def sweep_files(*, now: datetime) -> int:
    """Delete what is not needed; returns how many files went. Swept every six hours, no orphan lives a day."""
    _mark_unused(now)
    for pk in list(StoredFile.objects.filter(unused_since__lt=now - UNUSED_KEPT_FOR).values_list("pk", flat=True)):
        _forget(pk)
    swept = _sweep_store(now)
    _sweep_incoming(now)
    _sweep_previews()
    return swept


def _mark_unused(now: datetime) -> None:
    used = DocumentVersion.objects.values("content")
    StoredFile.objects.filter(unused_since__isnull=False, pk__in=used).update(unused_since=None)
    StoredFile.objects.filter(unused_since=None).exclude(pk__in=used).update(unused_since=now)


def _forget(pk: int) -> None:
    with transaction.atomic():
        row = StoredFile.objects.select_for_update().filter(pk=pk).first()
        if row is not None and not row.versions.exists():
            row.delete()


def _sweep_store(now: datetime) -> int:
    store, swept = file_store(), 0
    old = [kept.sha256 for kept in store.kept() if kept.kept_at < now - ORPHANS_KEPT_FOR]
    for start in range(0, len(old), 500):
        portion = old[start : start + 500]
        known = set(StoredFile.objects.filter(sha256__in=portion).values_list("sha256", flat=True))
        for sha256 in portion:
            if sha256 not in known and not StoredFile.objects.filter(sha256=sha256).exists():
                store.take_away(sha256)  # whoever has put it in again meanwhile looks once more after the commit
                swept += 1
    return swept


def _sweep_incoming(now: datetime) -> None:
    folder = incoming_folder()
    for path in folder.iterdir() if folder.is_dir() else ():
        with suppress(FileNotFoundError):
            if datetime.fromtimestamp(path.stat().st_mtime, UTC) < now - ORPHANS_KEPT_FOR:
                path.unlink()


def _sweep_previews() -> None:
    folder = preview_folder()
    made: list[Path] = [path for path in folder.iterdir() if path.is_dir()] if folder.is_dir() else []
    known = set(StoredFile.objects.filter(sha256__in=[path.name for path in made]).values_list("sha256", flat=True))
    for path in made:
        if path.name not in known:
            shutil.rmtree(path, ignore_errors=True)
