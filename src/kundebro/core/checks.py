"""What must hold before Kundebro touches data (docs/operating.md)."""

import tempfile
from collections.abc import Sequence
from typing import Any

from django.apps.config import AppConfig
from django.conf import settings
from django.core.checks import CheckMessage, Error, register
from django.db import connections

INSTALLATION = "installation"
"""The tag of the checks that every process makes when it starts."""

SAFE_SQLITE = (3, 51, 3)
"""Earlier libraries can corrupt a database when two processes write (reliability.md CORE-1)."""


@register(INSTALLATION)
def sqlite_library_is_safe(*, app_configs: Sequence[AppConfig] | None, **_rest: Any) -> list[CheckMessage]:
    """The SQLite library that is loaded is one that keeps WAL databases whole."""
    del app_configs
    connection = connections["default"]
    if connection.vendor != "sqlite":
        return []
    loaded: Any = connection.Database  # type: ignore[attr-defined]
    if loaded.sqlite_version_info >= SAFE_SQLITE:
        return []
    return [
        Error(
            f"SQLite {loaded.sqlite_version} can lose data; Kundebro needs {'.'.join(map(str, SAFE_SQLITE))} or newer.",
            hint="Install pysqlite3 from a wheel, which brings its own SQLite, or set KUNDEBRO_DATABASE_URL to PostgreSQL.",
            id="core.E001",
        )
    ]


@register(INSTALLATION)
def data_folder_is_writable(*, app_configs: Sequence[AppConfig] | None, **_rest: Any) -> list[CheckMessage]:
    """Files can be made in the data folder."""
    del app_configs
    try:
        with tempfile.TemporaryFile(dir=settings.DATA):
            return []
    except OSError as error:
        return [
            Error(
                f"Kundebro cannot write in its data folder {settings.DATA}: {error.strerror}.",
                hint="Set KUNDEBRO_DATA to a folder that its user may write in.",
                id="core.E002",
            )
        ]
