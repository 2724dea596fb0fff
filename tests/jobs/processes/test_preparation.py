import os
import time
from pathlib import Path

import pytest
from pytest_django import Settings

from kundebro.jobs.processes import preparation


@pytest.mark.django_db
def test_a_migrated_database_needs_no_preparation() -> None:
    assert not preparation.has_unapplied_migrations()


def test_a_missing_data_folder_is_made(tmp_path: Path, settings: Settings) -> None:
    settings.DATA = tmp_path / "some" / "where"

    preparation.make_data_folder()

    assert settings.DATA.is_dir()


def test_static_files_are_collected_only_when_they_have_changed(tmp_path: Path, settings: Settings) -> None:
    source = tmp_path / "source"
    source.mkdir()
    (source / "page.css").write_text("a {}")
    settings.STATICFILES_DIRS = [source]
    settings.STATICFILES_FINDERS = ["django.contrib.staticfiles.finders.FileSystemFinder"]
    settings.STATIC_ROOT = tmp_path / "collected"

    first = preparation.collect_static_files()
    unchanged = preparation.collect_static_files()
    (source / "page.css").write_text("b {}")
    later = time.time() + 60
    os.utime(source / "page.css", (later, later))
    changed = preparation.collect_static_files()

    assert (first, unchanged, changed) == (True, False, True)
    assert (settings.STATIC_ROOT / "page.css").read_text() == "b {}"
