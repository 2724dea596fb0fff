"""Three lists come home: from the fair, from the web site, and from the old system's book (acceptance 3)."""

import csv
import zipfile
from io import BytesIO, StringIO
from typing import Any

import pytest
from python_calamine import CalamineWorkbook

from kundebro.history.operations.undo import undo_in_portions
from kundebro.history.queries import fingerprint
from kundebro.imports.choices import Level, Outcome
from kundebro.imports.models import ImportRun
from kundebro.imports.operations.carry_out import carry_out
from kundebro.imports.operations.upload import receive_upload
from kundebro.imports.targets import targets
from kundebro.prospects.models import Prospect
from kundebro.users.models import User
from tests.factories.imports import make_import
from tests.factories.users import make_user
from tests.scenarios.desk import Desk
from tests.scenarios.lists import FAIR, GENERATED, LISTS, ComingHome

pytestmark = pytest.mark.django_db


@pytest.fixture
def clerk() -> User:
    for initials in ("ANK", "SØJ", "MHO"):
        make_user(initials=initials)
    return make_user(name="Karen")


def bring_home(coming: ComingHome, by: User, *, is_dry_run: bool = False) -> ImportRun:
    upload = receive_upload([coming.content], name=coming.name, target=targets["prospects"], by=by)
    return carry_out(make_import(upload, is_dry_run=is_dry_run))


@pytest.mark.parametrize("coming", LISTS)
def test_every_good_row_is_in_and_every_bad_one_is_named_with_its_reason(coming: ComingHome, clerk: User) -> None:
    done = bring_home(coming, clerk)

    refused = done.rows.filter(outcome=Outcome.REFUSED)
    reasons = {
        row.number: frozenset(name for name, level, _text in row.issues if level == Level.ERROR) for row in refused
    }
    assert done.created == Prospect.objects.count() == coming.created
    assert reasons == coming.refused
    assert all(text for row in refused for _name, _level, text in row.issues)
    assert tuple((run.first, run.last) for run in done.upload.skipped_runs) == coming.skipped


@pytest.mark.parametrize("coming", LISTS)
def test_danish_letters_leading_zeros_and_formulas_come_through_as_text(coming: ComingHome, clerk: User) -> None:
    bring_home(coming, clerk)

    prospects = Prospect.objects
    assert prospects.filter(city="Ærøskøbing", postal_code="5970").count() == coming.towns["Ærøskøbing"]
    assert prospects.filter(city="København C", postal_code="0999").count() == coming.towns["0999"]
    assert {text: prospects.filter(remark_1=text).count() for text in coming.remarks} == coming.remarks


@pytest.mark.parametrize("coming", LISTS)
def test_the_dry_run_tells_the_same_and_writes_nothing(coming: ComingHome, clerk: User) -> None:
    before = fingerprint()

    looked = bring_home(coming, clerk, is_dry_run=True)

    assert (looked.created, looked.refused) == (coming.created, len(coming.refused))
    assert fingerprint() == before


@pytest.mark.parametrize("coming", LISTS)
def test_after_fortryd_the_database_is_as_it_was(coming: ComingHome, clerk: User) -> None:
    before = fingerprint()
    done = bring_home(coming, clerk)
    assert fingerprint() != before

    left = [conflict for step in undo_in_portions(done.changeset, by=clerk) for conflict in step.conflicts]

    assert left == []
    assert fingerprint() == before


def test_the_same_list_once_more_changes_nothing(clerk: User) -> None:
    bring_home(GENERATED[0], clerk)
    before = fingerprint()

    again = bring_home(GENERATED[0], clerk)

    assert (again.created, again.updated, again.unchanged) == (0, 0, GENERATED[0].created)
    assert fingerprint() == before


def test_the_corrected_list_updates_what_is_there_and_fortryd_brings_the_old_values_back(clerk: User) -> None:
    bring_home(GENERATED[0], clerk)
    before = fingerprint()
    corrected = FAIR.replace(b"55746282", b"12345678").replace("Lund & Ågård K/S".encode("cp1252"), b"Lund P/S")

    done = bring_home(ComingHome("messe-rettet.csv", corrected, 0, {}, (), {}, {}), clerk)

    assert (done.created, done.updated, done.unchanged) == (0, 1, 2)
    assert Prospect.objects.get(number="10001").name == "Lund P/S"
    for _step in undo_in_portions(done.changeset, by=clerk):
        pass
    assert fingerprint() == before


def test_a_formula_leaves_kundebro_as_text_too(clerk: User) -> None:
    bring_home(GENERATED[0], clerk)
    desk = Desk(clerk)

    cells = [
        cell for row in csv.reader(StringIO(export(desk, "csv").decode("utf-8-sig")), delimiter=";") for cell in row
    ]
    book = export(desk, "xlsx")

    assert cells.count("'=1+1") == 1
    assert "=1+1" not in cells
    assert "=1+1" in [
        cell for row in CalamineWorkbook.from_filelike(BytesIO(book)).get_sheet_by_index(0).to_python() for cell in row
    ]
    with zipfile.ZipFile(BytesIO(book)) as archive:
        assert b"<f>" not in archive.read("xl/worksheets/sheet1.xml")


def test_what_was_exported_comes_back_unchanged(clerk: User) -> None:
    bring_home(GENERATED[0], clerk)
    before = fingerprint()
    exported = export(Desk(clerk), "csv")

    again = bring_home(ComingHome("eksport.csv", exported, 0, {}, (), {}, {}), clerk)

    assert (again.refused, again.updated, again.unchanged) == (0, 0, GENERATED[0].created)
    assert fingerprint() == before


def export(desk: Desk, kind: str) -> bytes:
    answer: Any = desk.sends("/prospects/selection/export/", apply="1", all="1", list="", kind=kind, columns="all")
    assert answer.status_code == 200
    return b"".join(answer.streaming_content)
