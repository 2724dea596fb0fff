"""The refused rows as a list of their own: the columns as they came, and why; corrected, it can be imported again."""

from collections.abc import Iterator

from django.http.response import HttpResponseBase
from django.utils.translation import gettext as _

from kundebro.imports.choices import Level, Outcome
from kundebro.imports.exports import ExportKind, export_response
from kundebro.imports.models import ImportRow, ImportRun
from kundebro.imports.queries import headings_of_fields, remarks_of
from kundebro.imports.reading.kinds import Kind
from kundebro.users.requests import SignedInRequest


def refused_response(request: SignedInRequest, import_run: ImportRun) -> HttpResponseBase:
    """The refused rows as a download of the kind that was uploaded."""
    upload = import_run.upload
    is_utf = upload.encoding.startswith("utf")
    kind = ExportKind.XLSX if Kind(upload.kind).is_workbook else ExportKind.CSV if is_utf else ExportKind.CSV_CP1252
    return export_response(
        request,
        name=_("refused rows of %(file)s") % {"file": upload.name},
        columns=[*upload.headings, _("Row"), _("Reason")],
        rows=refused_rows(import_run),
        count=import_run.refused,
        kind=kind,
    )


def refused_rows(import_run: ImportRun) -> Iterator[list[str]]:
    """Each refused row's cells as they came, its number and the reasons."""
    headings = headings_of_fields(import_run)
    width = len(import_run.upload.headings)
    for row in ImportRow.objects.filter(import_run=import_run, outcome=Outcome.REFUSED).iterator(chunk_size=500):
        reasons = [
            f"{remark.heading}: {remark.text}" if remark.heading else remark.text
            for remark in remarks_of(row, headings)
            if remark.level is Level.ERROR
        ]
        yield [*row.cells[:width], *[""] * (width - len(row.cells)), str(row.number), " ".join(reasons)]
