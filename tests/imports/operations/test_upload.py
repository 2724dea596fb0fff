"""Lists coming in, and going when their time is up."""

import os
from dataclasses import replace
from datetime import timedelta

import pytest
from django.utils import timezone

from kundebro.imports.models import ImportRow, Upload
from kundebro.imports.models.upload import uploads_folder
from kundebro.imports.operations.carry_out import carry_out
from kundebro.imports.operations.forget import forget_old_uploads
from kundebro.imports.operations.upload import AlreadyImported, read_differently
from kundebro.imports.reading.rows import Unreadable
from tests.factories.imports import make_import, make_upload
from tests.factories.users import make_user

pytestmark = pytest.mark.django_db


def test_a_list_is_kept_under_a_name_of_ours_with_what_was_found_out_about_it() -> None:
    by = make_user()

    upload = make_upload("Kode;Navn\nA;Ærø\n\n;\n", by=by, name="C:\\fakepath\\..\\mes\u202ese.csv", encoding="cp1252")

    upload.refresh_from_db()
    assert upload.name == "mes se.csv"
    assert (upload.kind, upload.encoding, upload.separator, upload.heading) == ("csv", "cp1252", ";", 1)
    assert (upload.row_count, upload.skipped_count, upload.headings) == (1, 2, ["Kode", "Navn"])
    assert upload.sample == [[2, ["A", "Ærø"]], [3, []], [4, ["", ""]]]
    assert upload.path == uploads_folder() / str(upload.key) / "list"
    assert upload.path.read_bytes() == "Kode;Navn\nA;Ærø\n\n;\n".encode("cp1252")
    assert len(upload.sha256) == 64


def test_what_cannot_be_read_leaves_nothing_behind() -> None:
    with pytest.raises(Unreadable):
        make_upload("%PDF-1.7", by=make_user())

    assert (Upload.objects.count(), list(uploads_folder().iterdir())) == (0, [])


def test_a_list_can_be_read_differently_until_it_is_imported() -> None:
    by = make_user()
    upload = make_upload("Liste\nKode;Navn\nA;Ærø\n", by=by, encoding="cp850")
    carry_out(make_import(upload, is_dry_run=True))

    upload = read_differently(upload, replace(upload.reading, encoding="cp1252", heading=1))

    assert (upload.encoding, upload.headings, upload.import_runs.count()) == ("cp1252", ["Liste"], 0)
    carry_out(make_import(upload))
    with pytest.raises(AlreadyImported):
        read_differently(upload, replace(upload.reading, heading=2))


def test_a_reading_that_fails_changes_nothing() -> None:
    upload = make_upload("Kode;Navn\nA;Ærø\n", by=make_user())

    with pytest.raises(Unreadable):
        read_differently(upload, replace(upload.reading, heading=2))

    upload.refresh_from_db()
    assert upload.heading == 1


def test_after_thirty_days_the_file_and_every_cell_of_it_are_gone() -> None:
    now = timezone.now()
    upload = make_upload("Titel\nKode;Navn\nA;Ærø\n;Fejl\n", by=make_user())
    run = make_import(upload)
    carry_out(run)
    Upload.objects.update(created_at=now - timedelta(days=31))
    young = make_upload("Kode;Navn\nB;Fyn\n", by=make_user())

    assert forget_old_uploads(now=now) == 1

    upload.refresh_from_db()
    run.refresh_from_db()
    assert (upload.sample, upload.skipped, ImportRow.objects.count()) == ([], [], 0)
    assert (upload.forgotten_at, run.created, run.refused) == (now, 1, 1)
    assert (upload.folder.exists(), young.path.exists()) == (False, True)
    assert forget_old_uploads(now=now) == 0


def test_a_folder_without_a_list_goes_after_a_day() -> None:
    now = timezone.now()
    young, old = uploads_folder() / "young", uploads_folder() / "old"
    for folder in (young, old):
        folder.mkdir(parents=True)
    two_days_ago = (now - timedelta(days=2)).timestamp()
    os.utime(old, (two_days_ago, two_days_ago))

    forget_old_uploads(now=now)

    assert (young.exists(), old.exists()) == (True, False)
