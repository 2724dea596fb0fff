"""Model fields that behave alike on both databases."""

from typing import Any

from django.db import models
from django.db.backends.base.base import BaseDatabaseWrapper


class SortedTextField(models.CharField[str, str]):
    """Text ordered byte by byte, for stored keys such as `sort_name` whose order is already in the text.

    SQLite orders so by itself; PostgreSQL is told with COLLATE "C", whatever the cluster's locale is.
    """

    def db_parameters(self, connection: BaseDatabaseWrapper) -> dict[str, Any]:
        """Add the binary collation where the database has another default."""
        parameters = super().db_parameters(connection)
        if connection.vendor == "postgresql":
            parameters["collation"] = "C"
        return parameters
