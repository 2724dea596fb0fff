"""Reading ahead in a process of its own."""

import pytest

from kundebro.imports import ahead
from kundebro.imports.ahead import read_portions
from kundebro.imports.list_rows import context_of
from kundebro.imports.models import ImportRun
from kundebro.imports.targets import targets
from tests.factories.imports import make_import, make_upload
from tests.factories.users import make_user

pytestmark = pytest.mark.django_db


def make_long_import() -> ImportRun:
    text = "Kode;Navn\n" + "".join(f"K{number};Gruppe {number}\n" for number in range(7))
    return make_import(make_upload(text, by=make_user()))


def numbers(run: ImportRun) -> list[list[int]]:
    importer = targets[run.upload.target].importer(context_of(run))
    return [[row.checked.number for row in portion] for portion in read_portions(run, importer)]


def test_a_list_comes_in_portions(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(ahead, "PORTION", 3)

    assert numbers(make_long_import()) == [[2, 3, 4], [5, 6, 7], [8]]


def test_when_the_other_process_fails_this_one_reads_all_the_same(
    monkeypatch: pytest.MonkeyPatch, caplog: pytest.LogCaptureFixture
) -> None:
    monkeypatch.setattr(ahead, "PORTION", 3)
    monkeypatch.setattr(ahead, "PAYS_FROM", 1)

    assert numbers(make_long_import()) == [[2, 3, 4], [5, 6, 7], [8]]
    assert "is read in one process" in caplog.text
