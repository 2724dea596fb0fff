"""Letters as Kundebro keeps them."""

import io
import unicodedata

import pytest

from kundebro.imports.reading import texts
from kundebro.imports.reading.rows import Unreadable
from kundebro.imports.reading.texts import CHUNK, Damage, lines_of


def lines(content: bytes, encoding: str = "utf-8-sig") -> tuple[list[str], Damage]:
    damage = Damage()
    return list(lines_of(io.BytesIO(content), encoding, damage)), damage


def test_decomposed_letters_are_composed() -> None:
    text = unicodedata.normalize("NFD", "Ærøskøbing på Ålø, Müller\n")

    assert lines(text.encode())[0] == ["Ærøskøbing på Ålø, Müller\n"]


@pytest.mark.parametrize("encoding", ["utf-8-sig", "cp1252", "utf-16-le"])
def test_nul_and_other_controls_are_removed_and_counted(encoding: str) -> None:
    found, damage = lines("Na\0vn\x01;B\x7fy\n".encode(encoding.removesuffix("-sig")), encoding)

    assert (found, damage.removed) == (["Navn;By\n"], 3)


def test_a_mark_in_the_middle_of_the_text_is_removed() -> None:
    found, damage = lines("Navn\n\ufeffLund\n".encode())

    assert (found, damage.removed) == (["Navn\n", "Lund\n"], 1)


def test_bytes_that_stand_for_no_letter_are_shown_as_unreadable_with_the_first_line() -> None:
    found, damage = lines(b"Navn\nS\x81n\nB\x8dk\n", "cp1252")

    assert found == ["Navn\n", "S\ufffdn\n", "B\ufffdk\n"]
    assert (damage.unreadable, damage.first_lines) == (2, {"unreadable": 2})
    assert len(damage.sentences()) == 1


def test_lone_surrogates_are_shown_as_unreadable() -> None:
    found, damage = lines(b"L\0\0\xd8u\0n\0\n\0", "utf-16-le")

    assert (found, damage.unreadable) == (["L\ufffdun\n"], 1)


def test_letters_that_were_once_read_in_the_wrong_encoding_are_pointed_out() -> None:
    found, damage = lines("Navn\nÃ†rÃ¸skÃ¸bing\n".encode())

    assert found[1] == "Ã†rÃ¸skÃ¸bing\n"
    assert (damage.mojibake, damage.first_lines) == (1, {"mojibake": 2})


def test_a_letter_or_line_end_on_the_border_between_two_portions_stays_whole() -> None:
    content = ("x" * (CHUNK - 1) + "å\r\n").encode() + b"y" * (CHUNK - 4) + b"\r\nz"

    assert lines(content)[0] == ["x" * (CHUNK - 1) + "å\r\n", "y" * (CHUNK - 4) + "\r\n", "z"]


@pytest.mark.parametrize("unusual", ["\u2028", "\x85", "\x0b"])
def test_only_cr_and_lf_end_lines(unusual: str) -> None:
    content = f"a{unusual}b\nc\n".encode()

    assert len(lines(content)[0]) == 2


def test_a_file_without_any_line_end_is_refused_before_it_fills_the_memory(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(texts, "MAX_LINE", CHUNK)

    with pytest.raises(Unreadable):
        lines(b"x" * 3 * CHUNK)
