"""Who wants to write waits in turn: everyone asks again as often as everyone else, and not for ever."""

import sqlite3
from contextlib import closing
from pathlib import Path

import pytest
from django.db import OperationalError, connection, transaction

from kundebro.core.sqlite import base
from tests.live import connected_to

ASKED = 30

pytestmark = pytest.mark.django_db


@pytest.fixture
def database(tmp_path: Path) -> Path:
    """A database that others write in as well."""
    if connection.vendor != "sqlite":
        pytest.skip("PostgreSQL has a queue of its own")
    path = tmp_path / "shared.sqlite3"
    with closing(sqlite3.connect(path)) as made:
        made.executescript("PRAGMA journal_mode=WAL; CREATE TABLE word (word TEXT)")
    return path


def test_who_waits_long_asks_as_often_as_who_has_just_come(database: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    pauses: list[float] = []
    with closing(sqlite3.connect(database, isolation_level=None)) as other, connected_to(f"sqlite://{database}"):
        connection.ensure_connection()
        other.execute("BEGIN IMMEDIATE")

        def pause(seconds: float) -> None:
            pauses.append(seconds)
            if len(pauses) == ASKED:
                other.execute("COMMIT")

        monkeypatch.setattr(base, "sleep", pause)
        with transaction.atomic(), connection.cursor() as cursor:
            cursor.execute("INSERT INTO word VALUES ('min')")

    assert len(pauses) == ASKED
    assert max(pauses) <= 0.01
    with closing(sqlite3.connect(database)) as made:
        assert made.execute("SELECT word FROM word").fetchall() == [("min",)]


def test_patience_has_an_end_and_what_stands_alone_is_as_patient(database: Path) -> None:
    with closing(sqlite3.connect(database, isolation_level=None)) as other, connected_to(f"sqlite://{database}"):
        connection.settings_dict["OPTIONS"] = {**connection.settings_dict["OPTIONS"], "timeout": 0.05}
        other.execute("BEGIN IMMEDIATE")

        with pytest.raises(OperationalError, match="locked"), transaction.atomic():
            pass

        with connection.cursor() as cursor:
            assert cursor.execute("PRAGMA busy_timeout").fetchone() == (50,)
        other.execute("ROLLBACK")
        with transaction.atomic(), connection.cursor() as cursor:
            cursor.execute("INSERT INTO word VALUES ('bagefter')")
