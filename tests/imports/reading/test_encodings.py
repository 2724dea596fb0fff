"""Which letters the bytes stand for."""

import codecs
from pathlib import Path

import pytest

from kundebro.imports.reading.encodings import encoding_of
from tests.factories.imports import make_text

NAMES = "Navn;By\r\nÆrø Bådeværft;Ærøskøbing\r\nØrsted Køkken A/S;Nørre Åby\r\nMüller & Søn;København Ø\r\n"


@pytest.mark.parametrize("encoding", ["utf-8", "cp1252", "cp850", "mac_roman", "utf-16-le", "utf-16-be"])
def test_danish_text_without_a_mark_is_read_in_the_encoding_it_was_written_in(tmp_path: Path, encoding: str) -> None:
    path = make_text(tmp_path / "liste.csv", NAMES, encoding=encoding)

    found = encoding_of(path)

    assert path.read_bytes().decode(found) == NAMES


@pytest.mark.parametrize("encoding", ["utf-8-sig", "utf-16", "utf-32"])
def test_a_byte_order_mark_decides(tmp_path: Path, encoding: str) -> None:
    path = make_text(tmp_path / "liste.csv", NAMES, encoding=encoding)

    assert encoding_of(path) == encoding


@pytest.mark.parametrize(
    ("text", "encoding"),
    [
        ("Navn\r\nJensen’s “Bodega” – åben\r\n", "cp1252"),
        ("Navn\r\nJensen’s\r\n", "cp1252"),
        ("Navn\r\nLærke\r\n", "cp850"),
        ("Navn\r\nBo Åse\r\n", "mac_roman"),
        ("Navn\r\nGünther\r\n", "cp1252"),
    ],
)
def test_a_single_letter_or_sign_is_enough(tmp_path: Path, text: str, encoding: str) -> None:
    path = make_text(tmp_path / "liste.csv", text, encoding=encoding)

    assert encoding_of(path) == encoding


def test_letters_late_in_a_long_file_count(tmp_path: Path) -> None:
    path = make_text(tmp_path / "liste.csv", "Jensen;8000\r\n" * 50_000 + NAMES, encoding="cp850")

    assert encoding_of(path) == "cp850"


def test_one_broken_letter_among_many_sound_ones_leaves_the_file_utf8(tmp_path: Path) -> None:
    path = tmp_path / "liste.csv"
    path.write_bytes(NAMES.encode() * 10 + b"S\xf8n\r\n")

    assert encoding_of(path) == "utf-8-sig"


def test_lone_surrogates_leave_the_file_utf8(tmp_path: Path) -> None:
    path = tmp_path / "liste.csv"
    path.write_bytes(NAMES.encode() * 10 + b"S\xed\xa0\x80n\r\n")

    assert encoding_of(path) == "utf-8-sig"


def test_plain_ascii_is_utf8(tmp_path: Path) -> None:
    path = make_text(tmp_path / "liste.csv", "Navn;By\r\nJensen;Vejle\r\n")

    assert codecs.lookup(encoding_of(path)).name == "utf-8-sig"
