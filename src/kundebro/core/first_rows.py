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


def first_keys(
    asked: "Sequence[tuple[QuerySet[Any], str]]", days: Sequence[date], *, most: int
) -> list[dict[date, list[int]]]:
    """Keys of the first rows of each day that has any, in their order and at most so many: for each (rows, field) a dictionary.

    A window function would number every row of the days first: at 3,000 a day that costs a hundred times what is shown.
    """
    if not days:
        return [{} for _pair in asked]
    together, parameters = TOGETHER[connection.vendor], [part for pair in enumerate(days) for part in pair]
    columns = []
    for rows, field in asked:
        try:
            one, of_rows = rows.filter(**{field: Asked()}).values_list("id")[:most].query.sql_with_params()
        except EmptyResultSet:
            columns.append("NULL")
        else:
            columns.append(f"(SELECT {together} FROM ({one}) AS firsts)")  # noqa: S608  compiled by Django
            parameters.extend(of_rows)
    statement = f"""
        WITH asked (place, day) AS (VALUES {", ".join(["(%s, %s)"] * len(days))})
        SELECT asked.place, {", ".join(columns)} FROM asked ORDER BY asked.place
    """  # noqa: S608  compiled by Django
    with connection.cursor() as cursor:
        cursor.execute(statement, parameters)
        found = cursor.fetchall()
    return [
        {days[row[0]]: [int(key) for key in row[column].split(",")] for row in found if row[column]}
        for column in range(1, len(columns) + 1)
    ]
