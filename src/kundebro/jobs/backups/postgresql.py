"""PostgreSQL in and out of a backup, by its own `pg_dump` and `pg_restore`."""

import os
import re
import shutil
import subprocess
import tempfile
from collections.abc import Iterator, Sequence
from contextlib import contextmanager
from datetime import timedelta
from pathlib import Path
from typing import IO, Any
from uuid import uuid4

from django.db import connection
from django.utils import timezone
from django.utils.translation import gettext as _
from psycopg import connect
from psycopg.conninfo import make_conninfo

from kundebro.jobs.backups.archive import PIECE, Reader, Writer
from kundebro.jobs.backups.facts import ask_database, facts
from kundebro.jobs.backups.problems import BackupFailed, RestoreRefused

PART = "database.dump"
FOLDERS = (
    "/usr/lib/postgresql/*/bin",
    "/usr/pgsql-*/bin",
    "/opt/homebrew/opt/libpq/bin",
    "/opt/homebrew/opt/postgresql@*/bin",
)
LONGEST_COMPLAINT = 500
DJANGOS_OWN = frozenset({"isolation_level", "server_side_binding", "pool", "assume_role"})
TRIAL = "kundebro_trial_"
DAYS_UNTIL_FORGOTTEN = 1

TABLES = "SELECT count(*) FROM pg_class WHERE relnamespace = 'public'::regnamespace AND relkind IN ('r', 'p')"
OTHERS = """
    SELECT count(*) FROM pg_stat_activity
    WHERE datname = current_database() AND pid <> pg_backend_pid() AND backend_type = 'client backend'
"""


def server() -> str:
    """The server's version."""
    return str(ask_database("SHOW server_version")[0][0])


def size() -> int:
    """Bytes the dump takes, roughly: it holds no indexes and is packed."""
    return int(ask_database("SELECT pg_database_size(current_database())")[0][0]) // 3


def add_to(backup: Writer, _folder: Path) -> dict[str, Any]:
    """Add a dump of one moment, while others read and write; what it holds."""
    dump = program("pg_dump")
    with connect(address(), password=connection.settings_dict["PASSWORD"] or None) as own:
        own.execute("SET TRANSACTION ISOLATION LEVEL REPEATABLE READ READ ONLY")
        [snapshot] = own.execute("SELECT pg_export_snapshot()").fetchone() or [""]
        told = facts(lambda query: own.execute(query.encode()).fetchall())
        _dump([dump, f"--snapshot={snapshot}"], backup)
    return told


def _dump(command: Sequence[str], backup: Writer) -> None:
    wanted = ["--format=custom", "--no-owner", "--no-acl", "--no-comments", f"--dbname={address()}"]
    with (
        tempfile.TemporaryFile() as complaints,
        subprocess.Popen(  # noqa: S603  PostgreSQL's own program
            [*command, *wanted], stdout=subprocess.PIPE, stderr=complaints, env=surroundings()
        ) as process,
    ):
        try:
            backup.add(PART, _pieces(process.stdout), is_packed=True)
        except BaseException:
            process.kill()
            raise
        if process.wait():
            message = _("pg_dump ended with an error: %(reason)s")
            raise BackupFailed(message % {"reason": _complaint(complaints)})


def is_empty() -> bool:
    """Whether the database has no tables."""
    return ask_database(TABLES) == [(0,)]


def replace(backup: Reader, _stamp: str) -> None:
    """Put the backup's tables in the place of what is there: all of it, or nothing is changed."""
    had_tables = not is_empty()
    if had_tables and ask_database(OTHERS) != [(0,)]:
        raise RestoreRefused(_("Kundebro is running on this database. Stop it first."))
    restore, client = program("pg_restore"), program("psql")
    connection.close()
    with tempfile.TemporaryDirectory(prefix="kundebro-restore-") as folder:
        dump, script = Path(folder, PART), Path(folder, "script.sql")
        backup.take_out(PART, dump)
        _run([restore, "--no-owner", "--no-acl", f"--file={script}", str(dump)])
        dump.unlink()
        first = ["--command=DROP SCHEMA public CASCADE", "--command=CREATE SCHEMA public"] if had_tables else []
        strict = ["--no-psqlrc", "--quiet", "--single-transaction", "--set=ON_ERROR_STOP=1", "--output=/dev/null"]
        _run([client, *strict, *first, f"--file={script}", f"--dbname={address()}"])


@contextmanager
def scratch_database() -> Iterator[dict[str, Any]]:
    """An empty database on the same server, as Django's settings; gone afterwards, as are those of killed trials."""
    nodb: Any = connection
    now = timezone.now()
    name = f"{TRIAL}{now:%Y%m%d}_{uuid4().hex}"
    oldest = f"{TRIAL}{now - timedelta(days=DAYS_UNTIL_FORGOTTEN):%Y%m%d}"
    with nodb._nodb_cursor() as cursor:  # noqa: SLF001  Django's own way to the server
        cursor.execute("SELECT rolcreatedb OR rolsuper FROM pg_roles WHERE rolname = current_user")
        if cursor.fetchone() != (True,):
            message = _("A trial restore needs a database of its own. Allow it: ALTER ROLE %(role)s CREATEDB")
            raise RestoreRefused(message % {"role": connection.settings_dict["USER"]})
        cursor.execute("SELECT datname FROM pg_database WHERE datname LIKE %s AND datname < %s", [f"{TRIAL}%", oldest])
        for (left,) in cursor.fetchall():
            cursor.execute(f'DROP DATABASE "{left}" WITH (FORCE)')
        cursor.execute(f'CREATE DATABASE "{name}" TEMPLATE template0')
    try:
        yield {**connection.settings_dict, "NAME": name}
    finally:
        with nodb._nodb_cursor() as cursor:  # noqa: SLF001
            cursor.execute(f'DROP DATABASE "{name}" WITH (FORCE)')


def program(name: str) -> str:
    """The newest of the client programs of that name; raises BackupFailed when it is missing or older than the server."""
    needed = connection.pg_version // 10_000  # type: ignore[attr-defined]
    on_path = shutil.which(name)
    found = [Path(on_path)] if on_path else []
    found += [path for folder in FOLDERS for path in Path("/").glob(f"{folder.lstrip('/')}/{name}")]
    package = {"name": name, "version": needed}
    if not found:
        message = _("%(name)s is missing. Install the package postgresql-client-%(version)d.")
        raise BackupFailed(message % package)
    newest = max(found, key=_version)
    if _version(newest) < needed:
        message = _("%(name)s is older than the server. Install the package postgresql-client-%(version)d.")
        raise BackupFailed(message % package)
    return str(newest)


def address() -> str:
    """The database's address for PostgreSQL's programs; the password goes another way, where nobody sees it."""
    settings = connection.settings_dict
    told = {"dbname": settings["NAME"], "user": settings["USER"], "host": settings["HOST"], "port": settings["PORT"]}
    options = {name: value for name, value in settings["OPTIONS"].items() if name not in DJANGOS_OWN}
    return make_conninfo(**{name: str(value) for name, value in {**options, **told}.items() if value})


def surroundings() -> dict[str, str]:
    """The environment of PostgreSQL's programs."""
    password = str(connection.settings_dict["PASSWORD"] or "")
    return {**os.environ, **({"PGPASSWORD": password} if password else {})}


def _version(path: Path) -> int:
    told = subprocess.run([path, "--version"], capture_output=True, text=True, check=False).stdout  # noqa: S603
    match = re.search(r"\d+", told)
    return int(match[0]) if match else 0


def _run(command: Sequence[str]) -> None:
    with tempfile.TemporaryFile() as complaints:
        process = subprocess.run(command, stderr=complaints, env=surroundings(), check=False)  # noqa: S603
        if process.returncode:
            message = _("%(program)s ended with an error: %(reason)s")
            raise RestoreRefused(message % {"program": Path(command[0]).name, "reason": _complaint(complaints)})


def _pieces(stream: IO[bytes] | None) -> Iterator[bytes]:
    while stream is not None and (piece := stream.read(PIECE)):
        yield piece


def _complaint(file: IO[bytes]) -> str:
    file.seek(0)
    return " ".join(file.read(LONGEST_COMPLAINT).decode(errors="replace").split())
