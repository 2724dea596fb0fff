"""What a zip archive may not be."""

import struct
import warnings
import zipfile
from pathlib import Path

import pytest

from kundebro.imports.reading.archives import MAX_MEMBERS, check_archive
from kundebro.imports.reading.rows import Unreadable
from tests.factories.imports import make_bare_xlsx, make_xlsx, make_zip


def refuses(path: Path) -> bool:
    try:
        check_archive(path)
    except Unreadable:
        return True
    return False


def test_an_ordinary_workbook_passes(tmp_path: Path) -> None:
    assert not refuses(make_xlsx(tmp_path / "liste.xlsx", [["Navn"], ["Lund"]]))


def test_a_member_that_unpacks_to_more_than_a_hundred_times_its_size_is_refused(tmp_path: Path) -> None:
    path = make_bare_xlsx(tmp_path / "bombe.xlsx", "<row/>" * 1_000_000)

    assert path.stat().st_size < 100_000
    assert refuses(path)


def test_too_many_members_are_refused(tmp_path: Path) -> None:
    assert refuses(make_zip(tmp_path / "x.zip", {str(number): "" for number in range(MAX_MEMBERS + 1)}))


@pytest.mark.parametrize("name", ["/etc/passwd", "../x.xml", "xl/../../x", "C:/x", "..\\x"])
def test_names_that_point_outside_are_refused(tmp_path: Path, name: str) -> None:
    assert refuses(make_zip(tmp_path / "x.zip", {name: "x"}))


def test_symbolic_links_are_refused(tmp_path: Path) -> None:
    link = zipfile.ZipInfo("xl/link")
    link.external_attr = 0o120777 << 16
    with zipfile.ZipFile(tmp_path / "x.zip", "w") as archive:
        archive.writestr(link, "/etc/passwd")

    assert refuses(tmp_path / "x.zip")


@pytest.mark.parametrize("again", ["xl/a.xml", "XL/A.xml"])
def test_the_same_name_twice_is_refused(tmp_path: Path, again: str) -> None:
    with warnings.catch_warnings(), zipfile.ZipFile(tmp_path / "x.zip", "w") as archive:
        warnings.simplefilter("ignore")
        archive.writestr("xl/a.xml", "x")
        archive.writestr(again, "y")

    assert refuses(tmp_path / "x.zip")


def test_an_archive_in_the_archive_is_refused(tmp_path: Path) -> None:
    inner = make_zip(tmp_path / "inner.zip", {"x": "x"}).read_bytes()

    assert refuses(make_bare_xlsx(tmp_path / "x.xlsx", "", parts={"xl/embeddings/x.bin": inner}))


def test_a_directory_that_contradicts_the_members_is_refused(tmp_path: Path) -> None:
    path = make_zip(tmp_path / "x.zip", {"xl/a.xml": "x" * 100})
    path.write_bytes(path.read_bytes().replace(b"xl/a.xml", b"xl/b.xml", 1))

    assert refuses(path)


def test_members_that_share_bytes_are_refused(tmp_path: Path) -> None:
    path = make_zip(tmp_path / "x.zip", {"a": "x" * 100, "b": "x" * 100})
    content = bytearray(path.read_bytes())
    with zipfile.ZipFile(path) as archive:
        second = content.index(b"PK\x01\x02", archive.start_dir + 1)
    content[second + 42 : second + 46] = struct.pack("<I", 0)
    content[second + 46 : second + 47] = b"a"
    path.write_bytes(content.replace(b"PK\x01\x02", b"PK\x01\x02"))

    assert refuses(path)


@pytest.mark.parametrize("keep", [0.3, 0.9, 0.99])
def test_a_torn_archive_is_refused(tmp_path: Path, keep: float) -> None:
    path = make_xlsx(tmp_path / "liste.xlsx", [["Navn"], ["Lund"]])
    content = path.read_bytes()
    path.write_bytes(content[: int(len(content) * keep)])

    assert refuses(path)
