import pytest
from django.db.models import F

from kundebro.imports.invariants import rows_accounted_for
from kundebro.imports.models import ImportRow, ImportRun
from kundebro.imports.operations.carry_out import carry_out
from tests.factories.imports import make_import, make_upload
from tests.factories.users import make_user

pytestmark = pytest.mark.django_db

LIST = "Kode;Navn\nK1;Gruppe 1\nK2;Gruppe 2\n;Uden kode\nK1;Gruppe 1 igen\n"


@pytest.fixture
def imported() -> ImportRun:
    return carry_out(make_import(make_upload(LIST, by=make_user())))


def test_an_import_with_new_changed_and_refused_rows_holds(imported: ImportRun) -> None:
    assert imported.refused > 0
    assert list(rows_accounted_for()) == []


def test_a_row_that_was_not_dealt_with_is_found(imported: ImportRun) -> None:
    ImportRun.objects.update(done=F("done") - 1, refused=F("refused") - 1)

    assert [breach.rows for breach in rows_accounted_for()] == [(imported.pk,)] * 2


def test_a_row_missing_in_the_report_is_found(imported: ImportRun) -> None:
    ImportRow.objects.filter(outcome="refused").first().delete()

    assert [breach.rows for breach in rows_accounted_for()] == [(imported.pk,)]


def test_an_import_that_wrote_without_a_changeset_is_found(imported: ImportRun) -> None:
    ImportRun.objects.update(changeset=None)

    assert [breach.rows for breach in rows_accounted_for()] == [(imported.pk,)]
