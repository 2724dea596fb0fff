"""What earlier rows have had."""

from kundebro.imports.repeats import Repeats
from kundebro.imports.targets import CheckedRow


def row(place: int, **identities: str) -> CheckedRow:
    return CheckedRow(place, place, identities=identities)


def test_a_later_row_learns_which_row_had_its_identity_first() -> None:
    rows = [row(2, cvr="1", number="a"), row(3, cvr="2"), row(4, cvr="1"), row(5, cvr="1", number="a")]

    with Repeats() as repeats:
        repeats.note(rows[:2])
        repeats.note(rows[2:])

    assert [each.repeats for each in rows] == [{}, {}, {"cvr": 2}, {"cvr": 2, "number": 2}]


def test_kinds_do_not_mix() -> None:
    rows = [row(2, phone="12345678"), row(3, cvr="12345678")]

    with Repeats() as repeats:
        repeats.note(rows)

    assert [each.repeats for each in rows] == [{}, {}]


def test_a_refused_row_takes_nothing() -> None:
    first, second = row(2, number="a"), row(3, number="a")
    first.refuse("name", "mangler")

    with Repeats() as repeats:
        repeats.note([first, second])

    assert second.repeats == {}
