"""What PostgreSQL's own programs are asked for, and what is said when they do not fit."""

from pathlib import Path

import pytest
from django.db import connection

from kundebro.jobs.backups import postgresql
from kundebro.jobs.backups.problems import BackupFailed

pytestmark = [
    pytest.mark.django_db,
    pytest.mark.skipif(connection.vendor != "postgresql", reason="SQLite needs no programs"),
]


def install(folder: Path, version: str) -> None:
    program = folder / "pg_dump"
    program.write_text(f"#!/bin/sh\necho 'pg_dump (PostgreSQL) {version}'\n")
    program.chmod(0o755)


@pytest.fixture
def only_here(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    """A machine on which programs lie in this folder only."""
    monkeypatch.setenv("PATH", str(tmp_path))
    monkeypatch.setattr(postgresql, "FOLDERS", ())
    return tmp_path


def test_a_missing_program_is_named_with_its_package(only_here: Path) -> None:
    with pytest.raises(BackupFailed, match=r"pg_dump mangler\. Installér pakken postgresql-client-\d+\."):
        postgresql.program("pg_dump")


def test_a_program_older_than_the_server_is_refused(only_here: Path) -> None:
    install(only_here, "9.6.24")

    with pytest.raises(BackupFailed, match="ældre end serveren"):
        postgresql.program("pg_dump")


def test_the_newest_of_several_is_taken(only_here: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    newer = only_here / "99" / "bin"
    newer.mkdir(parents=True)
    install(only_here, "9.6.24")
    install(newer, "99.1")
    monkeypatch.setattr(postgresql, "FOLDERS", (f"{only_here}/*/bin",))

    assert postgresql.program("pg_dump") == str(newer / "pg_dump")


def test_the_password_is_nowhere_in_the_command(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setitem(connection.settings_dict, "PASSWORD", "hemmelig")
    monkeypatch.setitem(connection.settings_dict, "OPTIONS", {"sslmode": "prefer", "isolation_level": 4})

    assert "hemmelig" not in postgresql.address()
    assert "sslmode=prefer" in postgresql.address()
    assert postgresql.surroundings()["PGPASSWORD"] == "hemmelig"
