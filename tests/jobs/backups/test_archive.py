"""The file of a backup: whole, or said not to be."""

import json
import os
import random
import sys
import time
import zipfile
from pathlib import Path

import pytest

from kundebro.jobs.backups.archive import DIGEST, MANIFEST, Reader, digest_of, written
from kundebro.jobs.backups.problems import BackupDamaged

FLIPS = int(os.environ.get("KUNDEBRO_FLIPS", "200"))
PARTS = {"database.sqlite3": b"rows " * 5000, "files/a.pdf": b"%PDF" + bytes(range(256)) * 20, "files/b/tom": b""}


@pytest.fixture
def backup(tmp_path: Path) -> Path:
    path = tmp_path / "backup.zip"
    with written(path) as writer:
        for name, content in PARTS.items():
            writer.add(name, [content[:10], content[10:]], is_packed=name.startswith("files"))
        writer.close({"engine": "sqlite"})
    return path


def with_own_digest(path: Path) -> None:
    """As one would forge it: the last line of defence is the list of parts."""
    with path.open("r+b") as file:
        digest = digest_of(file)
        file.seek(-DIGEST, os.SEEK_END)
        file.write(digest.encode())


def test_what_goes_in_comes_out(backup: Path, tmp_path: Path) -> None:
    reader = Reader(backup)

    for name in PARTS:
        reader.take_out(name, tmp_path / "out" / name)

    assert {name: (tmp_path / "out" / name).read_bytes() for name in PARTS} == PARTS
    assert reader.manifest["engine"] == "sqlite"
    assert backup.stat().st_mode & 0o777 == 0o600


def test_any_zip_program_opens_it(backup: Path) -> None:
    with zipfile.ZipFile(backup) as opened:
        assert opened.testzip() is None
        assert opened.namelist() == [*PARTS, MANIFEST]


def test_one_flipped_bit_anywhere_is_reported(backup: Path) -> None:
    seed = int(os.environ.get("KUNDEBRO_SEED") or time.time_ns() % 1_000_000)
    sys.stdout.write(f"KUNDEBRO_SEED={seed} repeats these flips\n")
    chance = random.Random(seed)  # noqa: S311  places, no secret
    content = backup.read_bytes()

    for _flip in range(FLIPS):
        damaged = bytearray(content)
        damaged[chance.randrange(len(content))] ^= 1 << chance.randrange(8)
        backup.write_bytes(damaged)
        with pytest.raises(BackupDamaged):
            Reader(backup)


@pytest.mark.parametrize("left", [0, 1, 63, 64, 65, 500, -1])
def test_a_file_cut_short_is_reported(backup: Path, left: int) -> None:
    backup.write_bytes(backup.read_bytes()[:left])

    with pytest.raises(BackupDamaged):
        Reader(backup)


@pytest.mark.parametrize("name", PARTS)
def test_each_part_is_held_against_the_list_of_parts(backup: Path, tmp_path: Path, name: str) -> None:
    with zipfile.ZipFile(backup) as opened:
        contents = {each: opened.read(each) for each in opened.namelist()}
    with zipfile.ZipFile(backup, "w") as forged:
        for each, content in contents.items():
            forged.writestr(each, b"forged" if each == name else content)
        forged.comment = b"0" * DIGEST
    with_own_digest(backup)

    reader = Reader(backup)
    with pytest.raises(BackupDamaged, match=name):
        reader.take_out(name, tmp_path / "out")

    assert not (tmp_path / "out").exists()


@pytest.mark.parametrize("name", ["../outside", "/outside", "files/../../outside", "files\\..\\outside"])
def test_no_part_leaves_the_folder(tmp_path: Path, name: str) -> None:
    path = tmp_path / "backup.zip"
    with written(path) as writer:
        writer.add(name, [b"x"])
        writer.close({})

    with pytest.raises(BackupDamaged):
        Reader(path)


def test_parts_that_nobody_listed_are_reported(backup: Path) -> None:
    with zipfile.ZipFile(backup, "a") as opened:
        opened.writestr("files/more", b"x")
    with_own_digest(backup)

    with pytest.raises(BackupDamaged):
        Reader(backup)


def test_a_zip_of_another_kind_is_reported(tmp_path: Path) -> None:
    path = tmp_path / "other.zip"
    with zipfile.ZipFile(path, "w") as other:
        other.writestr("manifest.json", json.dumps({"parts": []}))
        other.comment = b"0" * DIGEST
    with_own_digest(path)

    with pytest.raises(BackupDamaged):
        Reader(path)


def test_a_backup_broken_off_leaves_nothing(tmp_path: Path) -> None:
    folder = tmp_path / "backups"
    folder.mkdir()

    with pytest.raises(RuntimeError), written(folder / "backup.zip") as writer:
        writer.add("one", [b"x"])
        raise RuntimeError

    assert list(folder.iterdir()) == []
