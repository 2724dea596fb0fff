"""Rows held still by many at once, which Django has no word for."""

from typing import TypeVar

from django.db import connection, models
from django.db.models.query import RawQuerySet

Row = TypeVar("Row", bound=models.Model)


def shared(rows: "models.QuerySet[Row]") -> "RawQuerySet[Row]":
    """The rows as they are now, and they stay so until the transaction ends: others may hold them too, not write them.

    A writer waits for all who hold the row, but nobody waits for a waiting writer, so holding comes late without harm.
    On SQLite the transaction itself keeps writers out.
    """
    sql, parameters = rows.query.sql_with_params()
    ending = " FOR SHARE" if connection.features.has_select_for_update else ""
    return rows.model._base_manager.raw(sql + ending, parameters)
