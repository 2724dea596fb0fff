"""Migrates once for all test processes of a run: the first leaves a copy behind, and the others begin with it."""

import fcntl
import os
import sqlite3
from collections.abc import Iterator
from contextlib import ExitStack, closing, contextmanager
from pathlib import Path
from typing import IO, Any

import pytest
from django.core.management import call_command
from django.db import connection
from django.db.backends.sqlite3.creation import DatabaseCreation

from tests.live import address_of, connected_to, settle

NAME = "kundebro_migrated"
FOLDER = "KUNDEBRO_TESTS_FOLDER"
"""Names the folder that the processes of one `make test` share; without it the workers of one pytest share theirs."""


def shared_folder(factory: pytest.TempPathFactory) -> Path:
    """Where the processes of this run find what one of them has made."""
    own = factory.getbasetemp()
    return Path(os.environ.get(FOLDER) or (own.parent if "PYTEST_XDIST_WORKER" in os.environ else own))


@contextmanager
def one_at_a_time(folder: Path) -> Iterator[IO[str]]:
    """Wait for the process that is at it."""
    with (folder / f"{NAME}.{connection.vendor}.lock").open("a") as lock:
        fcntl.flock(lock, fcntl.LOCK_EX)
        yield lock


class Template:
    """A migrated database of the kind the tests run on, which test databases are copied from."""

    def __init__(self, folder: Path) -> None:
        self.folder = folder
        self._file = folder / f"{NAME}.{connection.vendor}"

    @property
    def is_made(self) -> bool:
        """Whether another process has left it already."""
        return self._file.exists()

    @property
    def url(self) -> str:
        """Its address, to copy more databases from."""
        return f"sqlite://{self._file}" if connection.vendor == "sqlite" else address_of(NAME)

    def let_test_databases_begin_with_it(self, patch: pytest.MonkeyPatch) -> None:
        """The next test database that Django makes holds all that the template holds."""
        if connection.vendor != "sqlite":
            patch.setitem(connection.settings_dict["TEST"], "TEMPLATE", NAME)
            return
        create = DatabaseCreation._create_test_db

        def filled(creation: DatabaseCreation, *arguments: Any, **named: Any) -> str:
            name: str = create(creation, *arguments, **named)
            connection.settings_dict["NAME"] = name  # as Django itself does next
            connection.ensure_connection()
            _copy(self._file, connection.connection)
            return name

        patch.setattr(DatabaseCreation, "_create_test_db", filled)

    def make(self) -> None:
        """Copy the fresh test database; migrate where there is none, because no test chosen has the mark `django_db`."""
        is_there = "django_migrations" in connection.introspection.table_names()
        source = connection.settings_dict["NAME"] if is_there else "template1"
        if connection.vendor == "postgresql":
            connection.close()
            with connection._nodb_cursor() as cursor:  # type: ignore[attr-defined]  Django's own way to the server
                cursor.execute(f'DROP DATABASE IF EXISTS "{NAME}"')  # an earlier run's, on the same server
                cursor.execute(f'CREATE DATABASE "{NAME}" TEMPLATE "{source}"')
            self._file.touch()
        elif is_there:
            _copy(connection.connection, self._file)
        if not is_there:
            with connected_to(self.url):
                call_command("migrate", interactive=False, verbosity=0)
                call_command("createcachetable", verbosity=0)
            settle(self.url)


def _copy(source: Path | sqlite3.Connection, target: Path | sqlite3.Connection) -> None:
    with ExitStack() as opened:
        ends = [
            opened.enter_context(closing(sqlite3.connect(end))) if isinstance(end, Path) else end
            for end in (source, target)
        ]
        ends[0].backup(ends[1])
