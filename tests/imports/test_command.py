"""`kundebro import`."""

from io import StringIO
from pathlib import Path

import pytest
from django.core.management import CommandError, call_command

from kundebro.prospects.models import TargetGroup
from kundebro.users.choices import Role
from tests.factories.imports import make_text
from tests.factories.users import make_user

pytestmark = pytest.mark.django_db


def imported(*arguments: object) -> str:
    out = StringIO()
    call_command("import", *map(str, arguments), "--target=groups", stdout=out)
    return out.getvalue()


def make_list(folder: Path) -> Path:
    return make_text(folder / "grupper.csv", "Udskrift\nKode;Navn;Placering\nA;Ærø;1\nB;Fyn;x\nI alt;2;\n")


def test_a_list_is_imported_and_reported_without_a_worker(tmp_path: Path) -> None:
    make_user()

    report = imported(make_list(tmp_path))

    assert list(TargetGroup.objects.values_list("code", "name", "position")) == [("A", "Ærø", 1)]
    assert "Udskrift" in report
    assert "I alt · 2" in report
    assert "Placeringen er ikke et tal." in report


def test_a_dry_run_writes_nothing(tmp_path: Path) -> None:
    make_user()

    imported(make_list(tmp_path), "--dry-run")

    assert TargetGroup.objects.count() == 0


def test_the_one_who_imports_can_be_named(tmp_path: Path) -> None:
    make_user()
    make_user(email="salg@firma.dk", role=Role.READER)

    with pytest.raises(CommandError) as refused:
        imported(make_list(tmp_path), "--by=salg@firma.dk")
    assert refused.value.returncode == 2


@pytest.mark.parametrize(
    "arguments",
    [["--by=ingen@firma.dk"], ["--match=cvr"], ["--match=navn"]],
)
def test_what_cannot_be_done_ends_with_two(tmp_path: Path, arguments: list[str]) -> None:
    make_user()

    with pytest.raises(CommandError) as refused:
        imported(make_list(tmp_path), *arguments)
    assert refused.value.returncode == 2


@pytest.mark.parametrize("name", ["mangler.csv", "tom.csv"])
def test_a_file_that_is_missing_or_cannot_be_read_ends_with_two(tmp_path: Path, name: str) -> None:
    make_user()
    make_text(tmp_path / "tom.csv", "")

    with pytest.raises(CommandError) as refused:
        imported(tmp_path / name)
    assert refused.value.returncode == 2


def test_rows_can_be_matched_by_another_key_or_none(tmp_path: Path) -> None:
    make_user()
    path = make_text(tmp_path / "grupper.csv", "Kode;Navn\nA;Ærø\n")
    imported(path)
    make_text(path, "Kode;Navn\nB;Ærø\n")

    imported(path, "--match=name")

    assert list(TargetGroup.objects.values_list("code", "name")) == [("B", "Ærø")]


def test_an_unknown_target_is_named_with_those_there_are(tmp_path: Path) -> None:
    make_user()

    with pytest.raises(CommandError, match="groups"):
        call_command("import", str(make_list(tmp_path)), "--target=sager")
