"""What an installation needs before it serves: a data folder, tables, static files."""

import hashlib
from pathlib import Path

from django.conf import settings
from django.contrib.staticfiles.finders import get_finders
from django.core.management import call_command
from django.db import connection
from django.db.migrations.executor import MigrationExecutor


def make_data_folder() -> None:
    """Make the data folder; whether it can be written in is a system check."""
    Path(settings.DATA).mkdir(parents=True, exist_ok=True)


def has_unapplied_migrations() -> bool:
    """Whether the database is empty or older than the program."""
    executor = MigrationExecutor(connection)
    return bool(executor.migration_plan(executor.loader.graph.leaf_nodes()))


def prepare_database() -> None:
    """Bring the tables, and the cache's table, up to date."""
    call_command("migrate", interactive=False, verbosity=0)
    call_command("createcachetable", verbosity=0)


def collect_static_files() -> bool:
    """Collect and compress the static files when they differ from those collected last; whether that was needed."""
    mark = Path(settings.STATIC_ROOT) / ".collected-from"
    present = static_fingerprint()
    if mark.exists() and mark.read_text() == present:
        return False
    call_command("collectstatic", interactive=False, verbosity=0)
    mark.write_text(present)
    return True


def static_fingerprint() -> str:
    """Hash of path, size and time of change of every static file that is to be collected."""
    fingerprint = hashlib.sha256()
    for finder in get_finders():
        for path, storage in finder.list([]):
            stat = Path(storage.path(path)).stat()
            fingerprint.update(f"{path}\0{stat.st_size}\0{stat.st_mtime_ns}\n".encode())
    return fingerprint.hexdigest()
