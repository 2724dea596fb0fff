"""Rows held still by many at once, which Django has no word for."""

from typing import Any

from django.db import connection, models


def hold_shared(rows: "models.QuerySet[Any]") -> None:
    """Keep the rows as they are until the transaction ends: others may hold them too, but not write them.

    A writer waits for all who hold the row, but nobody waits for a waiting writer, so holding comes late without harm.
    On SQLite the transaction itself keeps writers out.
    """
    if connection.features.has_select_for_update:
        sql, parameters = rows.query.sql_with_params()
        with connection.cursor() as cursor:
            cursor.execute(sql + " FOR SHARE", parameters)
