from pathlib import Path

import pytest
from django.db import connection
from pytest_django import Settings

from kundebro.core.checks import data_folder_is_writable, sqlite_library_is_safe


def ids(messages: list[object]) -> list[str]:
    return [message.id for message in messages]  # type: ignore[attr-defined]


def test_the_sqlite_library_in_use_is_a_safe_one() -> None:
    assert sqlite_library_is_safe(app_configs=None) == []


@pytest.mark.skipif(connection.vendor != "sqlite", reason="PostgreSQL has no SQLite library")
@pytest.mark.parametrize(("version", "found"), [((3, 51, 2), ["core.E001"]), ((3, 51, 3), []), ((3, 60, 0), [])])
def test_an_old_sqlite_library_is_refused(
    version: tuple[int, int, int], found: list[str], monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(connection.Database, "sqlite_version_info", version)  # type: ignore[attr-defined]

    assert ids(list(sqlite_library_is_safe(app_configs=None))) == found


def test_a_data_folder_that_cannot_be_written_in_is_refused(tmp_path: Path, settings: Settings) -> None:
    settings.DATA = tmp_path / "not-there"

    assert ids(list(data_folder_is_writable(app_configs=None))) == ["core.E002"]


def test_a_data_folder_that_can_be_written_in_is_fine(tmp_path: Path, settings: Settings) -> None:
    settings.DATA = tmp_path

    assert data_folder_is_writable(app_configs=None) == []
    assert list(tmp_path.iterdir()) == [tmp_path / "data"]
