"""Writing by the hundred thousand."""

import pytest
from django.db import connection

from kundebro.core.rows import room_for_many

pytestmark = pytest.mark.django_db


@pytest.mark.skipif(connection.vendor != "sqlite", reason="PostgreSQL's memory is its own business")
def test_the_room_is_given_back() -> None:
    def pages() -> int:
        with connection.cursor() as cursor:
            cursor.execute("PRAGMA cache_size")
            (size,) = cursor.fetchone()
        return int(size)

    before = pages()

    with pytest.raises(ZeroDivisionError), room_for_many():
        inside = pages()
        raise ZeroDivisionError

    assert (inside, pages()) == (-64_000, before)
