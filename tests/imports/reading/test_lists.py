"""Lists of every kind from beginning to end."""

import shutil
from pathlib import Path

import pytest

from kundebro.imports.reading.headings import heading_key
from kundebro.imports.reading.kinds import Kind
from kundebro.imports.reading.layout import Reason, Skipped
from kundebro.imports.reading.lists import Inspection, Reading, inspect, look_through, rows_of
from kundebro.imports.reading.rows import SourceRow, Unreadable
from tests.factories.imports import make_text, make_xlsx

KNOWN = frozenset(
    map(heading_key, ["Kontonr", "Kontonummer", "Navn", "Firmanavn", "Company", "Postnr", "By", "E-mail"])
)
LISTS = Path(__file__).parents[1] / "lists"


def opened(name: str, folder: Path) -> tuple[Inspection, list[SourceRow]]:
    path = Path(shutil.copyfile(LISTS / name, folder / name))
    found = inspect(path, known=KNOWN)
    return found, list(rows_of(path, found.reading, sheets=found.sheets))


def test_the_fair_list_is_read_as_it_was_written(tmp_path: Path) -> None:
    found, rows = opened("messe-herning.csv", tmp_path)

    assert found.reading == Reading(Kind.CSV, "cp1252", ";", heading=1)
    assert (found.row_count, found.notices) == (243, [])
    assert found.skipped.runs == [Skipped(83, 83, Reason.EMPTY, "")]
    assert rows[0].cells[:6] == [
        "10001",
        "Lund & Ågård K/S",
        "LUND",
        "Sankt Kjelds Plads 54, 1. th",
        "6400",
        "Sønderborg",
    ]
    assert rows[6].cells[15] == "Spurgte til priser\npå to linjer"
    assert rows[4].cells[15] == 'Vil have tilbud; "hurtigt"'
    assert rows[0].cells[15] == "=1+1"
    assert {"0999", "Ærøskøbing"} <= {cell for row in rows for cell in row.cells}
    assert (rows[-1].number, rows[-1].line, rows[-1].cells[0]) == (245, 285, "10240")


def test_the_web_sites_list_is_read_as_it_was_written(tmp_path: Path) -> None:
    found, rows = opened("website-leads-utf8.csv", tmp_path)

    assert found.reading == Reading(Kind.CSV, "utf-8-sig", ",", heading=1)
    assert found.headings[0] == "Company"
    assert (found.row_count, found.skipped.count, found.notices) == (60, 0, [])
    assert rows[0].cells[:2] == ["Łukasz Nielsen VVS ApS", "Łukasz Nielsen"]
    assert rows[1].cells[4] == "0999 København C"


def test_the_old_systems_book_is_read_without_its_titles_and_its_total(tmp_path: Path) -> None:
    found, rows = opened("kundeemner-gammelt-system.xlsx", tmp_path)

    assert found.reading == Reading(Kind.XLSX, sheet="Kundeemner", heading=4)
    assert (found.row_count, found.notices) == (1200, [])
    assert found.skipped.runs == [
        Skipped(1, 1, Reason.TITLE, "Udskrift af kundeemner"),
        Skipped(2, 2, Reason.TITLE, "Dannet 20-11-2026"),
        Skipped(3, 3, Reason.EMPTY, ""),
        Skipped(1205, 1205, Reason.TOTAL, "I alt · 1200"),
    ]
    assert (rows[0].number, rows[-1].number) == (5, 1204)
    assert rows[0].cells == [
        *("20001", "Lund & Bæk A/S", "Østergade 156", "1. th", "7730", "Hanstholm", "DK", "94833787", "93770246"),
        *("kontakt@lund-emballage0.example", "faktura@lund-emballage0.example", "476500", "BTG", "14", "SØJ", "Ja"),
        *("2025-03-07", "1", "", "56,51646049257364", "10,86439833172527"),
    ]
    assert rows[1].cells[5] == "Ærøskøbing"


def test_the_user_may_choose_another_sheet(tmp_path: Path) -> None:
    path = make_xlsx(tmp_path / "liste.xlsx", [["Navn"], ["Lund"], ["Bæk"]], more={"Andet": 2})
    found = inspect(path, known=KNOWN)

    other = look_through(path, Reading(Kind.XLSX, sheet="Andet"), sheets=found.sheets)

    assert (found.reading.sheet, [sheet.name for sheet in found.sheets]) == ("Ark1", ["Ark1", "Andet"])
    assert (other.headings, other.row_count) == (["A"], 2)


def test_the_user_may_correct_the_encoding_and_the_heading_row(tmp_path: Path) -> None:
    path = make_text(tmp_path / "liste.csv", "Firma;Navn\nNavn;By\nÆrø;Vejle\n", encoding="cp850")
    found = inspect(path, known=KNOWN)

    corrected = look_through(path, Reading(Kind.CSV, "cp850", ";", heading=2), sheets=[])

    assert found.headings == ["Navn", "By"]
    assert corrected.headings == ["Navn", "By"]
    assert [row.cells for row in rows_of(path, corrected.reading, sheets=[])] == [["Ærø", "Vejle"]]


def test_a_list_without_headings_has_lettered_columns(tmp_path: Path) -> None:
    path = make_text(tmp_path / "liste.csv", "1;Lund;8000\n2;Bæk;7100;;\n")

    found = inspect(path, known=KNOWN)

    assert (found.headings, found.row_count) == (["A", "B", "C"], 2)


@pytest.mark.parametrize("text", ["Navn;By\n", "Navn;By\n\n\n;\n", "\n\n"])
def test_a_list_without_rows_is_refused(tmp_path: Path, text: str) -> None:
    path = make_text(tmp_path / "liste.csv", text)

    with pytest.raises(Unreadable):
        inspect(path, known=KNOWN)


def test_only_an_empty_file_is_told_that_it_is_empty(tmp_path: Path) -> None:
    with pytest.raises(Unreadable):
        inspect(make_text(tmp_path / "liste.csv", ""), known=KNOWN)
