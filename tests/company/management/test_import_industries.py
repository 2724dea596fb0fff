from io import StringIO
from pathlib import Path

import pytest
from django.core.management import CommandError, call_command

from kundebro.company.queries import find_industry

pytestmark = pytest.mark.django_db


@pytest.mark.parametrize("encoding", ["utf-8", "utf-8-sig", "cp1252"])
def test_the_official_list_is_read_in_the_usual_encodings(tmp_path: Path, encoding: str) -> None:
    file = tmp_path / "db25.csv"
    file.write_bytes(
        "code;title\r\n01.11.00;Dyrkning af korn og bælgplanter\r\n621000;Programmering\r\n".encode(encoding)
    )
    said = StringIO()

    call_command("import_industries", str(file), stdout=said)

    corn = find_industry("011100")
    assert corn is not None
    assert corn.title == "Dyrkning af korn og bælgplanter"
    assert said.getvalue() == "2 created, 0 changed, 0 unchanged\n"


def test_the_columns_are_found_by_their_headings(tmp_path: Path) -> None:
    file = tmp_path / "db25.csv"
    file.write_text('"NIVEAU";"KODE";"TITEL"\n"5";"621000";"Programmering; it"\n', encoding="utf-8")

    call_command("import_industries", str(file), stdout=StringIO())

    found = find_industry("621000")
    assert found is not None
    assert found.title == "Programmering; it"


def test_what_is_no_code_is_named(tmp_path: Path) -> None:
    file = tmp_path / "db25.csv"
    file.write_text("621000;Programmering\nI alt;738\n", encoding="utf-8")
    complained = StringIO()

    call_command("import_industries", str(file), stdout=StringIO(), stderr=complained)

    assert complained.getvalue() == "refused: I alt\n"


def test_a_missing_file_is_named(tmp_path: Path) -> None:
    with pytest.raises(CommandError, match=r"db25\.csv"):
        call_command("import_industries", str(tmp_path / "db25.csv"))
