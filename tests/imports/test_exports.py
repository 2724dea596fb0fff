"""Lists as files."""

import io
import tempfile
from collections.abc import Sequence
from datetime import UTC, date, datetime, timedelta
from decimal import Decimal
from pathlib import Path

import pytest
import time_machine
from django.http import StreamingHttpResponse
from django.http.response import HttpResponseBase
from django.test import RequestFactory
from django.utils import timezone
from python_calamine import CalamineWorkbook

from kundebro.imports import outgoing
from kundebro.imports.exports import ExportKind, export_response
from kundebro.users.models import SecurityEvent, User
from kundebro.users.requests import SignedInRequest
from tests.factories.users import make_user

pytestmark = pytest.mark.django_db

COLUMNS = ["Navn", "Antal", "Dato", "OK", "Beløb", "Tid"]
ROWS: list[list[object]] = [
    ["=1+1", 3, date(2026, 11, 22), True, Decimal("1234.50"), datetime(2026, 11, 22, 12, 30, tzinfo=UTC)],
    ['Ærø; "Bådeværft"', None, None, False, Decimal(-5), None],
]


def request_of(user: User) -> SignedInRequest:
    request: SignedInRequest = RequestFactory().get("/")  # type: ignore[assignment]
    request.user = user
    return request


def close(response: HttpResponseBase) -> None:
    """What the server does when all is sent or the receiver has gone, but for ending the request's connections."""
    for closer in response._resource_closers:  # type: ignore[attr-defined]
        closer()


def response_of(user: User, rows: Sequence[list[object]]) -> StreamingHttpResponse:
    """The answer to somebody who fetches the rows as CSV."""
    return export_response(  # type: ignore[return-value]
        request_of(user), name="liste", columns=COLUMNS, rows=iter(rows), count=len(rows), kind=ExportKind.CSV
    )


def told() -> list[str]:
    """What the security log says, oldest first."""
    return list(SecurityEvent.objects.order_by("pk").values_list("text", flat=True))


def exported(kind: ExportKind, rows: list[list[object]] | None = None) -> bytes:
    response = export_response(
        request_of(make_user()),
        name="Kundeemner i Ærø",
        columns=COLUMNS,
        rows=ROWS if rows is None else rows,
        count=len(ROWS if rows is None else rows),
        kind=kind,
    )
    assert isinstance(response, StreamingHttpResponse)
    content = b"".join(response)
    close(response)
    return content


def test_csv_is_what_danish_spreadsheets_open() -> None:
    content = exported(ExportKind.CSV)

    assert content.decode("utf-8") == (
        "\ufeffNavn;Antal;Dato;OK;Beløb;Tid\r\n"
        "'=1+1;3;22-11-2026;Ja;1234,50;22-11-2026 13:30\r\n"
        '"Ærø; ""Bådeværft""";;;Nej;-5;\r\n'
    )


def test_csv_for_windows_is_cp1252_and_what_it_lacks_is_a_question_mark() -> None:
    content = exported(ExportKind.CSV_CP1252, [["Łódź & Ærø"]])

    assert content == "Navn;Antal;Dato;OK;Beløb;Tid\r\n?ód? & Ærø\r\n".encode("cp1252")


def test_xlsx_keeps_types_and_never_holds_a_formula(tmp_path: Path) -> None:
    content = exported(ExportKind.XLSX)

    rows = CalamineWorkbook.from_object(io.BytesIO(content)).get_sheet_by_index(0).to_python()
    assert rows == [
        COLUMNS,
        ["=1+1", 3.0, date(2026, 11, 22), "Ja", 1234.5, datetime(2026, 11, 22, 13, 30)],  # noqa: DTZ001  as in the sheet
        ['Ærø; "Bådeværft"', "", "", "Nej", -5.0, ""],
    ]
    (tmp_path / "x.xlsx").write_bytes(content)


@pytest.mark.parametrize("kind", ExportKind)
def test_every_export_is_noted_with_who_what_and_how_many(kind: ExportKind) -> None:
    exported(kind)

    event = SecurityEvent.objects.get()
    assert (event.kind, event.text[:20], event.text.endswith(str(kind.label))) == (
        "exported",
        "Kundeemner i Ærø: 2 ",
        True,
    )


def test_an_export_broken_off_is_noted_too() -> None:
    rows = [["x"]] * 2_000
    response = response_of(make_user(), rows)
    next(iter(response))
    assert told() == ["liste: 2000 rækker som CSV (UTF-8)"]

    close(response)

    assert told() == ["liste: 2000 rækker som CSV (UTF-8)", "liste: afbrudt efter 500 rækker"]


def test_an_export_nobody_waited_for_is_noted_and_leaves_the_place_free() -> None:
    user = make_user()

    close(response_of(user, [["x"]]))

    assert told() == ["liste: 1 rækker som CSV (UTF-8)", "liste: afbrudt efter 0 rækker"]
    assert response_of(user, [["x"]]).status_code == 200


def test_one_user_fetches_one_list_at_a_time_and_others_theirs() -> None:
    user = make_user()
    first = response_of(user, [["x"]])

    second, anothers = response_of(user, [["x"]]), response_of(make_user(), [["x"]])

    assert (second.status_code, anothers.status_code) == (409, 200)
    assert "Du er ved at hente en anden liste" in second.content.decode()  # type: ignore[attr-defined]
    assert b"".join(first)
    assert len(told()) == 2
    close(first)
    assert response_of(user, [["x"]]).status_code == 200


def test_a_place_nobody_gave_back_is_free_after_ten_minutes() -> None:
    user = make_user()
    with time_machine.travel(timezone.now(), tick=False) as clock:
        response_of(user, [["x"]])
        clock.shift(timedelta(minutes=9))
        assert response_of(user, [["x"]]).status_code == 409

        clock.shift(timedelta(minutes=2))

        assert response_of(user, [["x"]]).status_code == 200


def test_a_long_export_keeps_its_place(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(outgoing, "RENEWED_EVERY", -1)
    user = make_user()
    with time_machine.travel(timezone.now(), tick=False) as clock:
        chunks = iter(response_of(user, [["x"]] * 2_000))
        for _chunk in range(3):
            next(chunks)
            clock.shift(timedelta(minutes=9))

        assert response_of(user, [["x"]]).status_code == 409


def test_an_export_that_cannot_be_noted_does_not_begin(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(SecurityEvent, "save", lambda *_args, **_kwargs: 1 / 0)

    with pytest.raises(ZeroDivisionError):
        response_of(make_user(), [["x"]])


def test_headings_that_came_with_a_list_are_escaped_too() -> None:
    response = export_response(
        request_of(make_user()), name="liste", columns=["=1+1"], rows=[], count=0, kind=ExportKind.CSV
    )
    assert isinstance(response, StreamingHttpResponse)

    assert b"".join(response).decode("utf-8-sig") == "'=1+1\r\n"


def test_the_file_is_named_for_its_content_and_the_day() -> None:
    response = export_response(
        request_of(make_user()), name="Kundeemner", columns=[], rows=[], count=0, kind=ExportKind.XLSX
    )

    assert response["Content-Disposition"].startswith('attachment; filename="kundeemner-20')
    close(response)


def test_a_temporary_workbook_is_gone_when_it_has_been_sent(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    folder = tmp_path / "temporary"
    folder.mkdir()
    monkeypatch.setattr(tempfile, "tempdir", str(folder))

    exported(ExportKind.XLSX)

    assert list(folder.iterdir()) == []
