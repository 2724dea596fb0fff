"""Cells of workbooks as text, without loss and within limits."""

import zipfile
from collections.abc import Sequence
from datetime import date, datetime, time, timedelta
from pathlib import Path

import pytest
import xlsxwriter

from kundebro.imports.reading.delimited import rows_of_text
from kundebro.imports.reading.rows import Unreadable
from kundebro.imports.reading.workbook_child import text_of
from kundebro.imports.reading.workbooks import sheets_of
from tests.factories.imports import Cell, make_bare_xlsx, make_ods, make_xls, make_xlsx


def cells_of(path: Path) -> list[list[str]]:
    sheet = sheets_of(path)[0]
    return [row.cells for row in rows_of_text(path.with_name(sheet.file), encoding="utf-8", separator=",")]


@pytest.mark.parametrize(
    ("value", "text"),
    [
        (7730.0, "7730"),
        (999.0, "999"),
        (94833787.0, "94833787"),
        (4512345678.0, "4512345678"),
        (1e15, "1000000000000000"),
        (1e22, "10000000000000000000000"),
        (56.51646049257364, "56,51646049257364"),
        (1e-07, "0,0000001"),
        (-0.5, "-0,5"),
        (True, "1"),
        (False, "0"),
        ("00123", "00123"),
        ("1E+05", "1E+05"),
        ("=1+1", "=1+1"),
        ("a_x000D_\nb", "a\nb"),
        (date(2025, 3, 7), "2025-03-07"),
        (datetime(2026, 11, 22, 14, 30), "2026-11-22 14:30:00"),  # noqa: DTZ001  workbooks know no time zones
        (time(14, 30), "14:30:00"),
        (timedelta(hours=36, seconds=5), "36:00:05"),
    ],
)
def test_a_cell_becomes_text_without_loss(value: object, text: str) -> None:
    assert text_of(value) == text


@pytest.mark.parametrize("make", [make_xlsx, make_xls])
def test_numbers_keep_every_digit_and_texts_stay_as_they_are(tmp_path: Path, make: object) -> None:
    rows: list[Sequence[Cell]] = [
        ["Kontonr", "Postnr", "Telefon"],
        [20001.0, 999.0, 93770246.0],
        ["00123", "0999", "=1+1"],
    ]

    path = (make_xlsx if make is make_xlsx else make_xls)(tmp_path / "liste", rows)

    assert cells_of(path) == [
        ["Kontonr", "Postnr", "Telefon"],
        ["20001", "999", "93770246"],
        ["00123", "0999", "=1+1"],
    ]


def test_an_ods_is_read(tmp_path: Path) -> None:
    path = make_ods(tmp_path / "liste.ods", [["Navn", "By"], ["Ærø A/S", "Ærøskøbing"]])

    assert cells_of(path) == [["Navn", "By"], ["Ærø A/S", "Ærøskøbing"]]


def test_dates_are_right_in_both_of_excels_calendars(tmp_path: Path) -> None:
    for from_1904 in (False, True):
        path = tmp_path / f"{from_1904}.xlsx"
        with xlsxwriter.Workbook(str(path), {"date_1904": from_1904}) as book:
            sheet = book.add_worksheet()
            sheet.write_datetime(0, 0, date(2026, 11, 22), book.add_format({"num_format": "dd-mm-yyyy"}))

        assert cells_of(path) == [["2026-11-22"]]


def test_formulas_are_not_worked_out_and_one_without_a_result_is_named(tmp_path: Path) -> None:
    path = make_bare_xlsx(
        tmp_path / "liste.xlsx",
        '<row r="1"><c r="A1" t="str"><f>B1&amp;"x"</f><v>gemt</v></c><c r="B1"><f>1+1</f></c>'
        '<c r="C1" t="e"><f>1/0</f><v>#DIV/0!</v></c><c r="D1" t="str"><f>cmd|x</f><v></v></c>'
        '<c r="E1"><f>HYPERLINK("http://x")</f><v>7</v></c></row>',
    )

    sheet = sheets_of(path)[0]

    assert cells_of(path) == [["gemt", "", "", "", "7"]]
    assert sheet.lost == ("B1 (=1+1)", "C1 (#DIV/0!)")
    assert len(sheet.sentences()) == 1


def test_rows_and_columns_before_the_table_keep_their_place(tmp_path: Path) -> None:
    path = tmp_path / "liste.xlsx"
    with xlsxwriter.Workbook(str(path)) as book:
        book.add_worksheet().write_string(2, 1, "Navn")

    assert cells_of(path) == [[""] * 2, [""] * 2, ["", "Navn"]]


def test_the_sheet_with_most_rows_comes_first_and_hidden_ones_last(tmp_path: Path) -> None:
    path = tmp_path / "liste.xlsx"
    with xlsxwriter.Workbook(str(path)) as book:
        for name, rows in (("Lille", 2), ("Stort", 5), ("Skjult", 9), ("Tomt", 0)):
            sheet = book.add_worksheet(name)
            for row in range(rows):
                sheet.write_string(row, 0, "x")
        book.get_worksheet_by_name("Skjult").hide()

    assert [(sheet.name, sheet.rows, sheet.is_hidden) for sheet in sheets_of(path)] == [
        ("Stort", 5, False),
        ("Lille", 2, False),
        ("Skjult", 9, True),
    ]


def test_a_workbook_without_cells_is_refused(tmp_path: Path) -> None:
    with pytest.raises(Unreadable):
        sheets_of(make_xlsx(tmp_path / "liste.xlsx", []))


def test_a_damaged_sheet_is_refused(tmp_path: Path) -> None:
    path = make_bare_xlsx(tmp_path / "liste.xlsx", "<row><c><v>1</c></row></sheetData>")

    with pytest.raises(Unreadable):
        sheets_of(path)


def test_deep_nesting_in_a_sheet_ends_in_an_answer(tmp_path: Path) -> None:
    path = make_bare_xlsx(tmp_path / "liste.xlsx", "<row>" + "<x>" * 1_000_000)

    with pytest.raises(Unreadable):
        sheets_of(path)


def test_entities_in_a_sheet_are_not_expanded(tmp_path: Path) -> None:
    cell = '<row r="1"><c r="A1" t="inlineStr"><is><t>Lund</t></is></c></row>'
    path = make_bare_xlsx(tmp_path / "liste.xlsx", cell)
    with zipfile.ZipFile(path) as archive:
        members = {name: archive.read(name) for name in archive.namelist()}
    bomb = b'<!DOCTYPE w [<!ENTITY a "hahahahaha"><!ENTITY b "&a;&a;&a;&a;">]>' + members["xl/worksheets/sheet1.xml"]
    members["xl/worksheets/sheet1.xml"] = bomb.replace(b"Lund", b"&b;").replace(
        b"</row>", b'<c r="B1" t="e"><v>x</v></c></row>'
    )
    with zipfile.ZipFile(path, "w") as archive:
        for name, content in members.items():
            archive.writestr(name, content)

    with pytest.raises(Unreadable):
        sheets_of(path)


def test_a_workbook_that_needs_more_memory_than_a_list_is_refused(tmp_path: Path) -> None:
    corners = "".join(
        f'<row r="{row}"><c r="A{row}"><v>1</v></c><c r="XFD{row}"><v>1</v></c></row>' for row in (1, 500_000)
    )

    with pytest.raises(Unreadable):
        sheets_of(make_bare_xlsx(tmp_path / "liste.xlsx", corners))
