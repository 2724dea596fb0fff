"""Where the table stands in a list."""

from collections.abc import Sequence

import pytest

from kundebro.imports.reading.headings import heading_key
from kundebro.imports.reading.layout import (
    Reason,
    Skipped,
    SkippedRows,
    column_letter,
    heading_row,
    headings_of,
    is_total,
    table_rows,
)
from kundebro.imports.reading.rows import SourceRow

KNOWN = frozenset(map(heading_key, ["Kontonr", "Navn", "Postnr", "By", "E-mail"]))


def numbered(*rows: Sequence[str]) -> list[SourceRow]:
    return [SourceRow(number, number, list(cells)) for number, cells in enumerate(rows, 1)]


def test_the_heading_row_is_the_one_with_known_headings_below_the_titles() -> None:
    rows = numbered(
        ["Udskrift", "", ""], ["Dannet 20-11-2026"], [], ["KONTO-NR.", "navn", "POSTNR."], ["1", "Lund", "5970"]
    )

    assert heading_row(rows, KNOWN) == 4


def test_unknown_headings_are_found_by_being_words_over_data() -> None:
    assert heading_row(numbered(["Export"], ["Foo", "Bar", "Baz"], ["1", "2", "3"]), KNOWN) == 2


def test_a_list_without_headings_has_none() -> None:
    assert heading_row(numbered(["1", "Lund", "5970"], ["2", "Bæk", "7100"]), KNOWN) == 0


def test_an_empty_list_has_no_heading_row() -> None:
    assert heading_row(numbered([], [""]), KNOWN) == 0


def test_headings_are_told_apart_and_columns_without_one_have_a_letter() -> None:
    assert headings_of(["E-mail", "", "E-mail", " To  ord ", ""]) == ["E-mail", "B", "E-mail (2)", "To ord"]


@pytest.mark.parametrize(("index", "letter"), [(0, "A"), (25, "Z"), (26, "AA"), (701, "ZZ"), (702, "AAA")])
def test_columns_are_lettered_as_in_spreadsheets(index: int, letter: str) -> None:
    assert column_letter(index) == letter


@pytest.mark.parametrize(
    "cells",
    [
        ["I alt", "1200", ""],
        ["", "I ALT:", "1.200"],
        ["Total 1.200"],
        ["ialt", "", "12", "1.234,50"],
        ["Sum", "1200"],
        ["Antal", "1200"],
    ],
)
def test_totals_are_recognised(cells: list[str]) -> None:
    assert is_total(cells)


@pytest.mark.parametrize(
    "cells",
    [
        ["Total A/S", "8000"],
        ["Total", "Torvet 1", "8000"],
        ["I alt fint", "12"],
        ["Total"],
        ["20001", "I alt", "Torvet"],
        ["Sum", "1", "2", "3", "4", "5"],
        [""],
        [],
    ],
)
def test_companies_that_sound_like_totals_are_not(cells: list[str]) -> None:
    assert not is_total(cells)


def test_every_row_that_is_left_out_is_counted_and_listed_with_its_reason() -> None:
    rows = numbered(
        ["Udskrift"],
        ["", ""],
        ["Navn", "By"],
        ["Lund", "Vejle"],
        [],
        ["", " "],
        ["Navn", "By"],
        ["Bæk", ""],
        ["I alt", "2"],
    )
    skipped = SkippedRows()

    kept = list(table_rows(iter(rows), heading=3, skipped=skipped))

    assert [row.number for row in kept] == [4, 8]
    assert skipped.count == 6
    assert skipped.runs == [
        Skipped(1, 1, Reason.TITLE, "Udskrift"),
        Skipped(2, 2, Reason.EMPTY, ""),
        Skipped(5, 6, Reason.EMPTY, ""),
        Skipped(7, 7, Reason.HEADING, "Navn · By"),
        Skipped(9, 9, Reason.TOTAL, "I alt · 2"),
    ]


def test_ten_thousand_blank_rows_are_one_line_in_the_report() -> None:
    rows = (SourceRow(number, number, []) for number in range(2, 10_002))
    skipped = SkippedRows()

    assert not list(table_rows(rows, heading=1, skipped=skipped))
    assert (skipped.count, skipped.runs) == (10_000, [Skipped(2, 10_001, Reason.EMPTY, "")])
