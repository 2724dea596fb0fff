"""SQLite in and out of a backup: a copy by `VACUUM INTO`, never of the file itself (reliability.md OPS-1)."""

import shutil
from contextlib import closing
from pathlib import Path
from typing import Any
from urllib.parse import quote
from uuid import uuid4

from django.db import DatabaseError, connection
from django.utils.translation import gettext as _

from kundebro.jobs.backups.archive import PARTIAL, Reader, Writer, pieces_of
from kundebro.jobs.backups.facts import facts
from kundebro.jobs.backups.problems import RestoreRefused

PART = "database.sqlite3"
BESIDE = ("-wal", "-shm", "-journal")


def server() -> str:
    """The library's version."""
    return str(_library().sqlite_version)


def size() -> int:
    """Bytes the copy takes at most."""
    path = database_file()
    return sum(file.stat().st_size for file in (path, path.with_name(path.name + "-wal")) if file.exists())


def database_file() -> Path:
    """Where the database is."""
    return Path(str(connection.settings_dict["NAME"]))


def add_to(backup: Writer, folder: Path) -> dict[str, Any]:
    """Add a copy of one moment, while others read and write; what it holds."""
    copy = folder / f".{uuid4().hex}{PARTIAL}"
    try:
        with connection.wrap_database_errors, closing(_opened(database_file())) as source:
            source.execute("VACUUM INTO ?", [str(copy)])
        with closing(_opened(copy)) as opened:
            told = facts(lambda query: opened.execute(query).fetchall())
        backup.add(PART, pieces_of(copy))
    finally:
        for left in folder.glob(f"{copy.name}*"):
            left.unlink()
    return told


def is_empty() -> bool:
    """Whether no database stands where it would be restored."""
    path = database_file()
    return not path.exists() or path.stat().st_size == 0


def replace(backup: Reader, stamp: str) -> None:
    """Put the backup's database in the place of what is there, which is moved aside."""
    path = database_file()
    path.parent.mkdir(parents=True, exist_ok=True)
    connection.close()
    if not is_empty():
        _close_up(path)
    coming = path.with_name(f"{path.name}.restoring")
    coming.unlink(missing_ok=True)
    backup.take_out(PART, coming)
    aside = path.with_name(f"{path.name}.before-{stamp}")
    for name in BESIDE:  # of a damaged database only; they must not meet the new one
        old = path.with_name(path.name + name)
        if old.exists():
            old.rename(aside.with_name(aside.name + name))
    if path.exists() and not aside.exists():
        _keep(path, aside)
    coming.replace(path)


def _keep(path: Path, aside: Path) -> None:
    """The same file under another name too, so that there is a database at every moment."""
    try:
        aside.hardlink_to(path)
    except OSError:  # a file system without links
        shutil.copyfile(path, aside)


def _close_up(path: Path) -> None:
    """Bring all into the one file; impossible while another process has it open."""
    try:
        with connection.wrap_database_errors, closing(_opened(path, timeout=1)) as opened:
            mode = opened.execute("PRAGMA journal_mode = DELETE").fetchone()
    except DatabaseError as error:
        if "locked" not in str(error):
            return  # what is moved aside is damaged; it is moved as it is
        mode = None
    if mode != ("delete",):
        raise RestoreRefused(_("Kundebro is running on this database. Stop it first."))


def _opened(path: Path, *, timeout: int = 15) -> Any:
    """A connection to a database that is there."""
    return _library().connect(f"file:{quote(str(path))}?mode=rw", uri=True, timeout=timeout)


def _library() -> Any:
    one_django_uses: Any = connection
    return one_django_uses.Database
