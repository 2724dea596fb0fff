"""Takes a backup, tries it, and lets old ones go."""

import os
import shutil
import time
from collections.abc import Callable
from contextlib import suppress
from datetime import datetime
from hashlib import sha256
from importlib.metadata import version
from pathlib import Path
from typing import Any

from django.conf import settings
from django.db import OperationalError, connection, transaction
from django.template.defaultfilters import filesizeformat
from django.utils.translation import gettext as _

from kundebro.core import upkeep
from kundebro.jobs.backups import databases, files
from kundebro.jobs.backups.archive import PARTIAL, written
from kundebro.jobs.backups.keeping import kept, moment_of, name_for
from kundebro.jobs.backups.problems import BackupFailed, plainly_told
from kundebro.jobs.models import Backup
from kundebro.users.models import User

TRIAL = ".trial-"
"""How folders of trial restores begin."""

SECONDS_UNTIL_FORGOTTEN = 24 * 3600
Report = Callable[[int, int, str], None]


def nobody(_done: int, _total: int, _text: str) -> None:
    """Be told and do nothing."""


def take_backup(
    *,
    now: datetime,
    folder: Path | None = None,
    by: User | None = None,
    report: Report = nobody,
    fence: Callable[[], None] = lambda: None,
) -> Backup:
    """Write all of Kundebro into one file in the folder; raises BackupFailed with a sentence, and leaves nothing then.

    `report` is told (percent done, 100, what is being done). Others read and write meanwhile.
    """
    folder = folder or Path(settings.BACKUPS)
    path = folder / name_for(now)
    try:
        with plainly_told(folder):
            _prepare(folder)
            upkeep.carry_out()
            _write(path, now=now, report=report)
        size = path.stat().st_size
    except BackupFailed as failure:
        with suppress(OperationalError), transaction.atomic():  # a full disk may hold the database too
            fence()
            Backup.objects.create(made_at=now, made_by=by, path=str(path), problem=str(failure))
        raise
    with transaction.atomic():
        fence()
        return Backup.objects.create(made_at=now, made_by=by, path=str(path), size=size)


def forget_old_backups(*, folder: Path | None = None) -> int:
    """Delete the backups that are not kept; how many. The last one that was restored in a trial always is."""
    folder = folder or Path(settings.BACKUPS)
    found = {moment: path for path in folder.glob("*.zip") if (moment := moment_of(path))}
    proven = Backup.objects.verified().order_by("-verified_at").values_list("path", flat=True).first()
    gone = [path for moment, path in found.items() if moment not in kept(found) and str(path) != proven]
    for path in gone:
        path.unlink(missing_ok=True)
    Backup.objects.filter(path__in=list(map(str, gone))).delete()
    return len(gone)


def secret_key_mark() -> str:
    """Tells two secret keys apart and gives neither away; what the old one encrypted, the new one cannot read."""
    return sha256(b"kundebro.backup" + settings.SECRET_KEY.encode()).hexdigest()[:16]


def _prepare(folder: Path) -> None:
    folder.mkdir(parents=True, exist_ok=True, mode=0o700)
    before = time.time() - SECONDS_UNTIL_FORGOTTEN
    for path in (*folder.glob(f"*{PARTIAL}*"), *folder.glob(f"{TRIAL}*")):
        if path.stat().st_mtime < before:  # left by one that was killed
            shutil.rmtree(path) if path.is_dir() else path.unlink(missing_ok=True)
    needed, free = databases.here().size() + files.size(), shutil.disk_usage(folder).free
    if free < needed:
        message = _("There is no room for a backup in %(folder)s: it needs %(needed)s, and %(free)s is free.")
        told = {"folder": folder, "needed": filesizeformat(needed), "free": filesizeformat(free)}
        raise BackupFailed(message % told)


def _write(path: Path, *, now: datetime, report: Report) -> None:
    if path.exists():
        raise BackupFailed(_("A backup was taken this very second: %(file)s.") % {"file": path})
    database = databases.here()
    total, done = max(database.size() + files.size(), 1), 0
    text = _("The database is copied")

    def count(size: int) -> None:
        nonlocal done
        done += size
        report(min(done * 100 // total, 100), 100, text)

    report(0, 100, text)
    with written(path, report=count) as backup:
        told: dict[str, Any] = database.add_to(backup, path.parent)
        text = _("The files are copied")
        files.add_to(backup)
        backup.close({**_manifest(now), "database": told})


def _manifest(now: datetime) -> dict[str, Any]:
    return {
        "made_at": now.isoformat(),
        "kundebro": version("kundebro"),
        "engine": connection.vendor,
        "server": databases.here().server(),
        "secret_key": secret_key_mark(),
        "settings": {name: os.environ[name] for name in ("KUNDEBRO_HOSTS",) if name in os.environ},
    }
