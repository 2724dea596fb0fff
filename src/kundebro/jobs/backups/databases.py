"""Which of the two databases a backup is of."""

from types import ModuleType

from django.db import connection

from kundebro.jobs.backups import postgresql, sqlite


def here() -> ModuleType:
    """The module of the database that this process works on; both have the same functions."""
    return postgresql if connection.vendor == "postgresql" else sqlite
