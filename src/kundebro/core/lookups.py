"""Ways of asking that Django lacks: `among`, which is `in` for thousands of values, and `Literal` numbers."""

import json
from typing import Any

from django.db.backends.base.base import BaseDatabaseWrapper
from django.db.models import Expression, Field, IntegerField, Lookup
from django.db.models.fields.related import ForeignObject
from django.db.models.sql.compiler import SQLCompiler


@Field.register_lookup
@ForeignObject.register_lookup
class Among(Lookup[Any]):
    """`column__among=[…]`: the column is one of many plain texts or whole numbers, sent as one parameter.

    `in` sends one for each value, which Django prepares one by one: for a thousand that costs more than the answer.
    """

    lookup_name = "among"
    prepare_rhs = False

    def as_sql(self, compiler: SQLCompiler, connection: BaseDatabaseWrapper) -> tuple[str, Any]:
        """The condition as PostgreSQL takes it: an array."""
        left, parameters = self.process_lhs(compiler, connection)
        return f"{left} = ANY(%s)", (*parameters, list(self.rhs))

    def as_sqlite(self, compiler: SQLCompiler, connection: BaseDatabaseWrapper, **_more: Any) -> tuple[str, Any]:
        """The condition as SQLite takes it: a JSON list, read as a table."""
        left, parameters = self.process_lhs(compiler, connection)
        condition = f"{left} IN (SELECT value FROM json_each(%s))"  # noqa: S608  our own column
        return condition, (*parameters, json.dumps(list(self.rhs)))


class Literal(Expression):
    """A whole number that stands in the SQL itself.

    SQLite uses an index with a condition only where the query says the same, and it cannot know what a parameter will be.
    """

    output_field: IntegerField[int, int]

    def __init__(self, number: int) -> None:
        super().__init__(output_field=IntegerField())
        self.number = number

    def as_sql(self, _compiler: SQLCompiler, _connection: BaseDatabaseWrapper) -> tuple[str, tuple[str | int, ...]]:
        """The number."""
        return str(int(self.number)), ()
