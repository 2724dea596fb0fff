"""The files of the data folder in and out of a backup: all but what can be made again and what must not lie there."""

import os
import shutil
from collections.abc import Iterator
from pathlib import Path

from django.conf import settings
from django.db import connection

from kundebro.jobs.backups.archive import Reader, Writer, pieces_of

FOLDER = "files/"
"""Where they stand in the backup."""

COMING = ".restoring"
"""Where they wait in the data folder for the moment of a restore."""

LEFT_OUT = frozenset({"secret-key", "static", "backups", "previews", "demo", COMING})
"""Pictures of documents can be made again. The mark of demo data makes sign-in easier: it stays where it was set."""


def size() -> int:
    """Bytes of all files."""
    return sum(path.stat().st_size for path in _files() if path.exists())


def add_to(backup: Writer) -> None:
    """Add every file; after the database, so that a file it knows of may be one too many but is never missing.

    One that is deleted meanwhile is left out.
    """
    for path in _files():
        try:
            path.open("rb").close()
        except FileNotFoundError:
            continue
        backup.add(f"{FOLDER}{path.relative_to(settings.DATA).as_posix()}", pieces_of(path))


def is_empty() -> bool:
    """Whether nothing stands where files would be restored."""
    return next(_files(), None) is None


def lay_out(backup: Reader) -> None:
    """Take the backup's files out beside what is there; raises BackupDamaged while nothing is touched yet."""
    coming = _coming()
    shutil.rmtree(coming, ignore_errors=True)  # of a restore that was cut off
    for name in backup.parts:
        if name.startswith(FOLDER):
            backup.take_out(name, coming / name.removeprefix(FOLDER))


def put_in_place(stamp: str) -> None:
    """Put what was laid out in the place of what is there, which is moved aside."""
    data, coming = Path(settings.DATA), _coming()
    for name in _entries():
        (data / name).rename(data / f"{name}.before-{stamp}")
    for path in sorted(coming.iterdir()) if coming.is_dir() else ():
        path.rename(data / path.name)
    shutil.rmtree(coming, ignore_errors=True)


def _coming() -> Path:
    return Path(settings.DATA) / COMING


def _files() -> Iterator[Path]:
    data = Path(settings.DATA)
    for name in _entries():
        if (data / name).is_file():
            yield data / name
        for folder, _folders, files in os.walk(data / name):
            yield from (Path(folder, file) for file in sorted(files))


def _entries() -> list[str]:
    """What in the data folder goes into a backup."""
    data = Path(settings.DATA)
    database = Path(str(connection.settings_dict["NAME"]))
    names = sorted(path.name for path in data.iterdir()) if data.is_dir() else []
    return [name for name in names if name not in LEFT_OUT and not _is_aside(name, database, data)]


def _is_aside(name: str, database: Path, data: Path) -> bool:
    """Whether it belongs to the database, to the backups, or was moved aside by a restore."""
    path = data / name
    of_database = database.parent == data and name.startswith(database.name)
    return of_database or path == Path(settings.BACKUPS) or path == Path(settings.STATIC_ROOT) or ".before-" in name
