"""Deletes uploaded lists when their time is up (IMP-7)."""

import shutil
from datetime import datetime, timedelta

from django.db import transaction

from kundebro.imports.models import ImportRow, Upload
from kundebro.imports.models.upload import uploads_folder

KEPT_FOR = timedelta(days=30)
ORPHANS_KEPT_FOR = timedelta(days=1)


def forget_old_uploads(*, now: datetime) -> int:
    """Delete the files of lists uploaded more than 30 days ago, with every cell kept from them; returns how many.

    What was imported stays, and so do the counts. Folders that belong to no list go after a day.
    """
    old = list(Upload.objects.kept().filter(created_at__lt=now - KEPT_FOR))
    for upload in old:
        shutil.rmtree(upload.folder, ignore_errors=True)
        with transaction.atomic():
            ImportRow.objects.filter(import_run__upload=upload).delete()
            upload.sample, upload.skipped, upload.forgotten_at = [], [], now
            upload.save(update_fields=["sample", "skipped", "forgotten_at"])
    _sweep(now)
    return len(old)


def _sweep(now: datetime) -> None:
    known = {str(key) for key in Upload.objects.kept().values_list("key", flat=True)}
    folder = uploads_folder()
    for path in folder.iterdir() if folder.is_dir() else ():
        if path.name not in known and path.stat().st_mtime < (now - ORPHANS_KEPT_FOR).timestamp():
            shutil.rmtree(path)
