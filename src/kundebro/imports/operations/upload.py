"""Takes in a list and finds out how it is read."""

import hashlib
import shutil
from collections.abc import Iterable
from pathlib import Path
from uuid import uuid4

from django.db import transaction
from django.utils import timezone

from kundebro.imports.matching import known_headings
from kundebro.imports.models import Upload
from kundebro.imports.reading.lists import Reading, inspect, look_through
from kundebro.imports.targets import Target
from kundebro.users.models import User

MAX_NAME = 200


class AlreadyImported(Exception):
    """The list has been imported, or is being so: reading it differently now would contradict the report."""


def receive_upload(content: Iterable[bytes], *, name: str, target: Target, by: User) -> Upload:
    """Keep the file and read it through once; raises Unreadable and keeps nothing when that fails."""
    upload = Upload(key=uuid4(), target=target.name, name=_plain_name(name), uploaded_by=by, created_at=timezone.now())
    upload.folder.mkdir(parents=True, mode=0o750)
    try:
        upload.size, upload.sha256 = _store(content, upload.path)
        upload.show(inspect(upload.path, known=known_headings(target.fields)))
        upload.save(force_insert=True)
    except BaseException:
        shutil.rmtree(upload.folder)
        raise
    return upload


def read_differently(upload: Upload, reading: Reading) -> Upload:
    """Read the list in the way the user says; its dry runs so far count for nothing.

    Raises Unreadable when it cannot be read that way, and AlreadyImported when it is too late.
    """
    seen = look_through(upload.path, reading, sheets=upload.sheet_list)
    with transaction.atomic():
        upload = Upload.objects.select_for_update().get(pk=upload.pk)
        if any(not run.is_dry_run or not run.is_finished for run in upload.import_runs.all()):
            raise AlreadyImported
        upload.import_runs.all().delete()
        upload.show(seen)
        upload.save()
    return upload


def _store(content: Iterable[bytes], path: Path) -> tuple[int, str]:
    digest, size = hashlib.sha256(), 0
    with path.open("xb") as file:
        for chunk in content:
            file.write(chunk)
            digest.update(chunk)
            size += len(chunk)
    return size, digest.hexdigest()


def _plain_name(name: str) -> str:
    """The file's name for people to read; the file itself lies under another."""
    readable = "".join(
        letter if letter.isprintable() else " " for letter in name.replace("\\", "/").rpartition("/")[2]
    )
    return " ".join(readable.split())[:MAX_NAME] or "?"
