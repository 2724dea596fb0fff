"""Brings a backup back, and proves that one can be brought back."""

import os
import subprocess
import sys
import tempfile
from collections.abc import Iterator, Sequence
from contextlib import contextmanager
from dataclasses import dataclass
from datetime import datetime
from pathlib import Path
from typing import Any
from urllib.parse import quote, urlencode

from django.conf import settings
from django.contrib.sessions.models import Session
from django.db import connection
from django.db.migrations.loader import MigrationLoader
from django.utils import timezone
from django.utils.translation import gettext as _

from kundebro.core.verify import Verdict, breached, verify
from kundebro.jobs.backups import databases, files, postgresql
from kundebro.jobs.backups.afterwards import afterwards
from kundebro.jobs.backups.archive import Reader
from kundebro.jobs.backups.facts import compare
from kundebro.jobs.backups.problems import RestoreRefused
from kundebro.jobs.models import Backup
from kundebro.jobs.operations.back_up import TRIAL, secret_key_mark
from kundebro.jobs.operations.reap import reap
from kundebro.jobs.processes.preparation import make_data_folder, prepare_database
from kundebro.users.operations import forget_ended_sessions

LONGEST_STORY = 2000


@dataclass(frozen=True)
class Restored:
    """What came of a restore."""

    manifest: dict[str, Any]
    broken: Sequence[Verdict]
    has_other_key: bool

    @property
    def made_at(self) -> datetime:
        """When the backup was taken."""
        return datetime.fromisoformat(self.manifest["made_at"])


def restore(path: Path, *, now: datetime, is_overwriting: bool = False) -> Restored:
    """Put the backup in the place of this installation's database and files, and look whether all of it holds.

    Raises BackupDamaged and RestoreRefused before anything is touched. Cut off on the way, it leaves the old database
    or the new one, and is finished by restoring again. What stood there is moved aside (SQLite, files) or gone
    (PostgreSQL). Everybody is signed out.
    """
    backup, database = Reader(path), databases.here()
    _fits(backup.manifest)
    if not is_overwriting and not (database.is_empty() and files.is_empty()):
        raise RestoreRefused(_("There are data already. Say --overwrite to put the backup in their place."))
    make_data_folder()
    stamp = timezone.localtime(now).strftime("%Y%m%dT%H%M%S")
    files.lay_out(backup)
    database.replace(backup, stamp)
    files.put_in_place(stamp)
    compare(backup.manifest["database"])
    prepare_database()
    reap(now=now)
    for piece in afterwards:
        piece.work()
    Session.objects.all().delete()
    forget_ended_sessions()
    has_other_key = backup.manifest["secret_key"] != secret_key_mark()
    return Restored(backup.manifest, breached(verify()), has_other_key)


def check_backup(backup: Backup, *, now: datetime) -> bool:
    """Restore the backup into a database and a folder of their own, look whether all holds, and note the outcome."""
    path = Path(backup.path)
    try:
        with _scratch(path.parent) as environment:
            process = subprocess.run(  # noqa: S603  ourselves
                [sys.executable, "-m", "kundebro", "restore", str(path)],
                env={**os.environ, **environment},
                stdin=subprocess.DEVNULL,
                capture_output=True,
                text=True,
                check=False,
            )
        is_sound, story = process.returncode == 0, (process.stdout + process.stderr).strip()
    except (RestoreRefused, OSError) as error:
        is_sound, story = False, str(error)
    backup.problem = "" if is_sound else story[-LONGEST_STORY:] or _("The trial restore failed.")
    backup.verified_at = now if is_sound else backup.verified_at
    backup.save(update_fields=["problem", "verified_at"])
    return is_sound


def _fits(manifest: dict[str, Any]) -> None:
    """Raise RestoreRefused when the backup is of the other database or of a later Kundebro."""
    if manifest["engine"] != connection.vendor:
        message = _("The backup is of %(theirs)s, this Kundebro runs on %(ours)s.")
        raise RestoreRefused(message % {"theirs": manifest["engine"], "ours": connection.vendor})
    known = MigrationLoader(None, ignore_no_migrations=True).disk_migrations
    ours = {app for app, _name in known}
    unknown = [
        f"{app}.{name}"
        for app, names in manifest["database"]["migrations"].items()
        for name in names
        if app in ours and (app, name) not in known
    ]
    if unknown:
        message = _("The backup is of Kundebro %(version)s, which is newer than this. Install that first.")
        raise RestoreRefused(message % {"version": manifest["kundebro"]})


@contextmanager
def _scratch(folder: Path) -> Iterator[dict[str, str]]:
    """The environment of an installation of its own, which is gone afterwards."""
    with tempfile.TemporaryDirectory(prefix=TRIAL, dir=folder) as data:
        common = {"KUNDEBRO_DATA": data, "KUNDEBRO_SECRET_KEY": settings.SECRET_KEY}
        if connection.vendor == "sqlite":
            yield {**common, "KUNDEBRO_DATABASE_URL": ""}
            return
        with postgresql.scratch_database() as database:
            yield {**common, "KUNDEBRO_DATABASE_URL": _url(database)}


def _url(database: dict[str, Any]) -> str:
    """The address by which the settings find the database."""
    user, password, name = (quote(str(database[part] or ""), safe="") for part in ("USER", "PASSWORD", "NAME"))
    options = {"host": database["HOST"], "port": database["PORT"], **database["OPTIONS"]}
    query = urlencode({key: value for key, value in options.items() if isinstance(value, (str, int)) and value})
    return f"postgres://{user}:{password}@/{name}?{query}"
