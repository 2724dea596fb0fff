"""The first rows of each of many days, in one question that reads no more of a full day than it returns."""

from collections.abc import Sequence
from datetime import date
from typing import Any

from django.core.exceptions import EmptyResultSet
from django.db import connection
from django.db.backends.base.base import BaseDatabaseWrapper
from django.db.models import DateField, Expression, QuerySet
from django.db.models.sql.compiler import SQLCompiler

TOGETHER = {"sqlite": "group_concat(id)", "postgresql": "string_agg(id::text, ',')"}


class Asked(Expression):
    """The day that the statement around the rows asks about."""

    def __init__(self) -> None:
        super().__init__(output_field=DateField())

    def as_sql(self, _compiler: SQLCompiler, _connection: BaseDatabaseWrapper) -> tuple[str, tuple[str | int, ...]]:
        """Its name."""
        return "asked.day", ()


def first_keys(rows: "QuerySet[Any]", field: str, days: Sequence[date], *, most: int) -> dict[date, list[int]]:
    """Keys of the first rows of each day that has any, in the order of `rows`: at most so many of a day.

    A window function would number every row of the days first: at 3,000 a day that costs a hundred times what is shown.
    """
    if not days:
        return {}
    try:
        one, parameters = rows.filter(**{field: Asked()}).values_list("id")[:most].query.sql_with_params()
    except EmptyResultSet:
        return {}
    values = ", ".join(["(%s, %s)"] * len(days))
    statement = f"""
        WITH asked (place, day) AS (VALUES {values})
        SELECT asked.place, (SELECT {TOGETHER[connection.vendor]} FROM ({one}) AS firsts) FROM asked
    """  # noqa: S608  compiled by Django
    with connection.cursor() as cursor:
        cursor.execute(statement, [*(part for pair in enumerate(days) for part in pair), *parameters])
        found = cursor.fetchall()
    return {days[place]: [int(key) for key in keys.split(",")] for place, keys in sorted(found) if keys}
