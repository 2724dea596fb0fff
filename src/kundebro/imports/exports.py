"""Gives any list as a spreadsheet or as text: streamed, and safe to open."""

import csv
import tempfile
from collections.abc import Iterable, Iterator, Sequence
from datetime import date, datetime
from decimal import Decimal
from io import StringIO
from typing import IO, Any, Final

from allauth.core.exceptions import ReauthenticationRequired
from django.db.models import TextChoices
from django.http import FileResponse, StreamingHttpResponse
from django.http.response import HttpResponseBase
from django.utils import timezone
from django.utils.functional import Promise
from django.utils.http import content_disposition_header
from django.utils.text import slugify
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from kundebro.core.formats import show_date
from kundebro.core.shortcuts import render_dialog
from kundebro.imports.escaping import escaped
from kundebro.imports.outgoing import ExportRunning, Place, needs_confirmation, note_export
from kundebro.users.requests import SignedInRequest

XLSX_TYPE: Final = "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet"
MAX_SHEET_ROWS: Final = 1_048_575
MAX_CELL: Final = 32_767
CHUNK_ROWS: Final = 500


class ExportKind(TextChoices):
    """The forms in which a list can be had."""

    XLSX = "xlsx", "Excel (.xlsx)"
    CSV = "csv", "CSV (UTF-8)"
    CSV_CP1252 = "csv-cp1252", gettext_lazy("CSV (Windows)")


def export_response(
    request: SignedInRequest,
    *,
    name: str,
    columns: Sequence[str | Promise],
    rows: Iterable[Sequence[object]],
    count: int,
    kind: ExportKind,
) -> HttpResponseBase:
    """The list of `count` rows as a download named for what it is and for today; rows are read while it is sent.

    Texts that begin as formulas do are escaped, in CSV by an apostrophe that our import takes away again. Raises
    ReauthenticationRequired, which leads there, for a long list of someone who has not confirmed their identity lately.
    """
    if needs_confirmation(request, count):
        raise ReauthenticationRequired
    try:
        place = Place(request.user)
    except ExportRunning as running:
        return render_dialog(request, "imports/export_running.html", {"sentence": str(running)}, status=409)
    sent = _Sent(request, name, place, rows)
    try:
        text = _("%(name)s: %(count)d rows as %(kind)s") % {"name": name, "count": count, "kind": kind.label}
        note_export(request, text)
        response = _response(kind, [str(column) for column in columns], sent)
    except BaseException:
        sent.close()
        raise
    ending = "xlsx" if kind is ExportKind.XLSX else "csv"
    file_name = f"{slugify(name) or 'kundebro'}-{timezone.localdate().isoformat()}.{ending}"
    response["Content-Disposition"] = content_disposition_header(as_attachment=True, filename=file_name)
    return response


def _response(kind: ExportKind, headings: Sequence[str], sent: "_Sent") -> HttpResponseBase:
    response: StreamingHttpResponse
    if kind is ExportKind.XLSX:
        response = FileResponse(_workbook(headings, sent), content_type=XLSX_TYPE)
    else:
        encoding = "cp1252" if kind is ExportKind.CSV_CP1252 else "utf-8"
        content = _csv(headings, sent, encoding)
        response = StreamingHttpResponse(content, content_type=f"text/csv; charset={encoding}")
    response._resource_closers.append(sent.close)  # type: ignore[attr-defined]  # noqa: SLF001  Django has no other
    return response


class _Sent:
    """The rows while they are given out; closed when all has been sent, or when the receiver has gone away."""

    def __init__(self, request: SignedInRequest, name: str, place: Place, rows: Iterable[Sequence[object]]) -> None:
        self._request, self._name, self._place, self._rows = request, name, place, rows
        self._count, self._is_complete, self._is_closed = 0, False, False

    def __iter__(self) -> Iterator[Sequence[object]]:
        for row in self._rows:
            self._count += 1
            if self._count % CHUNK_ROWS == 0:
                self._place.renew()
            yield row
        self._is_complete = True

    def close(self) -> None:
        """Give the place back; an export broken off is noted with how far it came."""
        if self._is_closed:
            return
        self._is_closed = True
        self._place.give_back()
        if not self._is_complete:
            said = _("%(name)s: broken off after %(count)d rows") % {"name": self._name, "count": self._count}
            note_export(self._request, said)


def _csv(headings: Sequence[str], rows: Iterable[Sequence[object]], encoding: str) -> Iterator[bytes]:
    """Semicolons, CRLF and a byte order mark, as Danish spreadsheets expect; letters cp1252 lacks become `?`."""
    buffer = StringIO("" if encoding == "cp1252" else "\ufeff")
    buffer.seek(0, 2)
    writer = csv.writer(buffer, delimiter=";", lineterminator="\r\n")
    writer.writerow([escaped(heading) for heading in headings])
    for number, row in enumerate(rows, 1):
        writer.writerow([_shown(value) for value in row])
        if number % CHUNK_ROWS == 0:
            yield _taken(buffer, encoding)
    yield _taken(buffer, encoding)


def _taken(buffer: StringIO, encoding: str) -> bytes:
    content = buffer.getvalue().encode(encoding, "replace")
    buffer.seek(0)
    buffer.truncate()
    return content


def _shown(value: object) -> str:
    """The value as Danish people write it: 22-11-2026, 1234,5, Ja."""
    if value is None:
        return ""
    if isinstance(value, bool):
        return _("Yes") if value else _("No")
    if isinstance(value, (int, Decimal)):
        return f"{value:f}".replace(".", ",") if isinstance(value, Decimal) else str(value)
    if isinstance(value, date):
        return _shown_day(value)
    return escaped(str(value))


def _shown_day(value: date) -> str:
    if isinstance(value, datetime):
        return f"{show_date(timezone.localdate(value))} {timezone.localtime(value):%H:%M}"
    return show_date(value)


def _workbook(headings: Sequence[str], rows: Iterable[Sequence[object]]) -> IO[bytes]:
    """A workbook in a temporary file, written row by row; a full sheet is followed by another."""
    file = tempfile.TemporaryFile()  # noqa: SIM115  the response closes it
    import xlsxwriter  # noqa: PLC0415  rare, and 20 MB in every web process

    with xlsxwriter.Workbook(file, {"constant_memory": True}) as book:
        sheet = _Sheet(book, headings)
        for row in rows:
            if sheet.row > MAX_SHEET_ROWS:
                sheet = _Sheet(book, headings)
            sheet.write(row)
    file.seek(0)
    return file


class _Sheet:
    """A sheet being filled from the top: headings that stay in view, and cells that keep their type."""

    def __init__(self, book: Any, headings: Sequence[str]) -> None:
        self.row = 1
        self._sheet = book.add_worksheet()
        self._day = book.add_format({"num_format": "dd-mm-yyyy"})
        self._moment = book.add_format({"num_format": "dd-mm-yyyy hh:mm"})
        self._text = book.add_format({"quote_prefix": True})
        bold = book.add_format({"bold": True})
        self._sheet.freeze_panes(1, 0)
        self._sheet.set_column(0, max(len(headings) - 1, 0), 18)
        for column, heading in enumerate(headings):
            self._sheet.write_string(0, column, heading, bold)

    def write(self, row: Sequence[object]) -> None:
        """Write the next row."""
        for column, value in enumerate(row):
            self._write(column, value)
        self.row += 1

    def _write(self, column: int, value: object) -> None:
        if isinstance(value, (int, Decimal)) and not isinstance(value, bool):
            self._sheet.write_number(self.row, column, value)
        elif isinstance(value, datetime):
            self._sheet.write_datetime(self.row, column, timezone.make_naive(value), self._moment)
        elif isinstance(value, date):
            self._sheet.write_datetime(self.row, column, value, self._day)
        elif isinstance(value, bool):
            self._sheet.write_string(self.row, column, _shown(value))
        elif text := "" if value is None else str(value)[:MAX_CELL]:
            self._sheet.write_string(self.row, column, text, self._text if escaped(text) != text else None)
