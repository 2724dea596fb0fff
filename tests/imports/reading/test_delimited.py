"""Records and cells of text files."""

from pathlib import Path

import pytest

from kundebro.imports.reading.delimited import checked_rows, rows_of_text, separator_of
from kundebro.imports.reading.rows import SourceRow, Unreadable
from kundebro.imports.reading.texts import Damage
from tests.factories.imports import make_text


def read(path: Path, *, encoding: str = "utf-8-sig", separator: str = ";") -> list[SourceRow]:
    return list(checked_rows(path, encoding=encoding, separator=separator, damage=Damage()))


@pytest.mark.parametrize("separator", [";", ",", "\t", "|"])
def test_the_separator_is_the_one_that_gives_rows_of_one_width(tmp_path: Path, separator: str) -> None:
    rows = [["Navn", "Adresse", "Bemærkning"], ["Lund", "Torvet 1", "x"], ["Bo, Ib & Co; Vejle", "Åvej 2", '"a|b"']]
    text = "\n".join(separator.join(f'"{cell}"' if set(cell) & set(";,|") else cell for cell in row) for row in rows)
    path = make_text(tmp_path / "liste.csv", text.replace('""', '"""'))

    assert separator_of(path, encoding="utf-8-sig") == separator


def test_commas_in_addresses_do_not_make_a_comma_separated_list(tmp_path: Path) -> None:
    path = make_text(tmp_path / "liste.csv", "Navn;Adresse;Bredde\n" + "Lund;Torvet 1, 2. th;55,12\n" * 20)

    assert separator_of(path, encoding="utf-8-sig") == ";"


def test_excels_own_hint_decides(tmp_path: Path) -> None:
    path = make_text(tmp_path / "liste.csv", "sep=,\nNavn,By\nLund;Bo,Vejle\n")

    assert separator_of(path, encoding="utf-8-sig") == ","


def test_a_list_of_one_column_is_a_list(tmp_path: Path) -> None:
    path = make_text(tmp_path / "liste.csv", "Navn\nLund\nBæk\n")

    assert [row.cells for row in read(path)] == [["Navn"], ["Lund"], ["Bæk"]]


def test_rows_know_their_number_in_a_spreadsheet_and_their_line_in_the_file(tmp_path: Path) -> None:
    path = make_text(tmp_path / "liste.csv", 'Navn;Note\r\nLund;"på\r\nto linjer"\r\n\r\nBæk;x\r\n')

    assert read(path) == [
        SourceRow(1, 1, ["Navn", "Note"]),
        SourceRow(2, 2, ["Lund", "på\r\nto linjer"]),
        SourceRow(3, 4, []),
        SourceRow(4, 5, ["Bæk", "x"]),
    ]


@pytest.mark.parametrize("end", ["\n", "\r\n", "\r"])
def test_every_kind_of_line_end_ends_a_row(tmp_path: Path, end: str) -> None:
    path = make_text(tmp_path / "liste.csv", end.join(["Navn;By", "Lund;Vejle", "Bæk;Ærø"]))

    assert [row.cells for row in read(path)] == [["Navn", "By"], ["Lund", "Vejle"], ["Bæk", "Ærø"]]


def test_mixed_line_ends_end_rows(tmp_path: Path) -> None:
    path = make_text(tmp_path / "liste.csv", "Navn;By\r\nLund;Vejle\nBæk;Ærø\rBo;Ribe\r\n")

    assert [row.cells[0] for row in read(path)] == ["Navn", "Lund", "Bæk", "Bo"]


def test_doubled_quotes_are_quotes(tmp_path: Path) -> None:
    path = make_text(tmp_path / "liste.csv", 'Navn;Note\nLund;"Vil have tilbud; ""hurtigt"""\n')

    assert read(path)[1].cells == ["Lund", 'Vil have tilbud; "hurtigt"']


def test_a_quote_inside_a_word_is_part_of_it(tmp_path: Path) -> None:
    path = make_text(tmp_path / "liste.csv", 'Navn;Note\nLund;skærm 27" og 24"\n')

    assert read(path)[1].cells == ["Lund", 'skærm 27" og 24"']


def test_a_quotation_mark_that_never_closes_is_refused_with_its_line(tmp_path: Path) -> None:
    path = make_text(tmp_path / "liste.csv", 'Navn;Note\nLund;x\nBæk;"åbent\nBo;y\n')

    with pytest.raises(Unreadable) as refused:
        read(path)
    assert "3" in str(refused.value)


def test_a_missing_quotation_mark_that_swallows_rows_up_to_the_next_one_is_refused(tmp_path: Path) -> None:
    rows = ["Nr;Navn;By;Note", '1;Lund;Vejle;"åbent', "2;Bæk;Ribe;x", "3;Bo;Varde;y", '4;Ib;Ærø;"lukket; ""godt"""']
    path = make_text(tmp_path / "liste.csv", "\n".join(rows) + "\n")

    with pytest.raises(Unreadable) as refused:
        read(path)
    assert "2" in str(refused.value)


def test_a_text_over_many_lines_with_separators_in_it_is_no_swallowed_row(tmp_path: Path) -> None:
    path = make_text(
        tmp_path / "liste.csv", 'Navn,Mail,Note\nLund,a@b.dk,"Vi ønsker\ncykler, biler, både\ntak"\nBo,,\n'
    )

    assert read(path, separator=",")[1].cells[2] == "Vi ønsker\ncykler, biler, både\ntak"


def test_a_cell_longer_than_any_text_is_refused(tmp_path: Path) -> None:
    path = make_text(tmp_path / "liste.csv", f"Navn;Note\nLund;{'x' * 200_000}\n")

    with pytest.raises(Unreadable) as refused:
        read(path)
    assert "2" in str(refused.value)


def test_twenty_thousand_columns_are_refused(tmp_path: Path) -> None:
    path = make_text(tmp_path / "liste.csv", ";".join(["x"] * 20_000) + "\n")

    with pytest.raises(Unreadable):
        read(path)


def test_reading_a_passed_file_again_gives_the_same_rows(tmp_path: Path) -> None:
    path = make_text(tmp_path / "liste.csv", 'Navn;Note\nLund;"på\nto linjer"\nÆrø;x\n', encoding="cp1252")

    assert list(rows_of_text(path, encoding="cp1252", separator=";")) == read(path, encoding="cp1252")
