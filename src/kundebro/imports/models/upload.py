from collections.abc import Iterator
from dataclasses import asdict
from pathlib import Path
from typing import Self
from uuid import uuid4

from django.conf import settings
from django.db import models
from django.urls import reverse
from django.utils.translation import gettext_lazy as _

from kundebro.imports.reading.kinds import Kind
from kundebro.imports.reading.layout import Reason, Skipped, SkippedRows
from kundebro.imports.reading.lists import Inspection, Reading, rows_of
from kundebro.imports.reading.rows import SourceRow
from kundebro.imports.reading.workbooks import Sheet
from kundebro.users.models import User

FILE_NAME = "list"
SAMPLE_ROWS = 8
MAX_SAMPLE_TEXT = 80


class UploadQuerySet(models.QuerySet["Upload"]):
    """Filters over uploaded lists."""

    def visible_to(self, user: User) -> Self:
        """A list is its uploader's; administrators see everybody's."""
        if user.has_perm("imports.view_all_imports"):
            return self
        return self.filter(uploaded_by=user)

    def kept(self) -> Self:
        """Lists whose file is still there."""
        return self.filter(forgotten_at=None)


class Upload(models.Model):
    """A list as someone sent it: the file, and how it is read."""

    key = models.UUIDField(default=uuid4, unique=True, editable=False)
    target = models.CharField(_("imported into"), max_length=40)
    name = models.CharField(_("file"), max_length=200)
    size = models.PositiveBigIntegerField(_("size in bytes"))
    sha256 = models.CharField(max_length=64)

    kind = models.CharField(_("kind"), max_length=4, choices=[(kind.value, kind.name) for kind in Kind])
    encoding = models.CharField(_("encoding"), max_length=12, blank=True)
    separator = models.CharField(_("separator"), max_length=1, blank=True)
    sheet = models.CharField(_("sheet"), max_length=200, blank=True)
    heading = models.PositiveIntegerField(_("heading row"), default=0)

    sheets = models.JSONField(default=list)
    headings = models.JSONField(default=list)
    sample = models.JSONField(default=list)
    row_count = models.PositiveIntegerField(_("rows"))
    skipped = models.JSONField(default=list)
    skipped_count = models.PositiveIntegerField(_("rows left out"), default=0)
    notices = models.JSONField(default=list)

    uploaded_by = models.ForeignKey(User, models.PROTECT, verbose_name=_("uploaded by"), related_name="+")
    created_at = models.DateTimeField(_("uploaded"))
    forgotten_at = models.DateTimeField(_("file deleted"), null=True, blank=True)

    objects = models.Manager.from_queryset(UploadQuerySet)()

    class Meta:
        verbose_name = _("uploaded list")
        verbose_name_plural = _("uploaded lists")
        ordering = ("-pk",)

    def __str__(self) -> str:
        return self.name

    def get_absolute_url(self) -> str:
        """The page where its columns are matched."""
        return reverse("imports:match", args=[self.pk])

    @property
    def folder(self) -> Path:
        """Where the file lies, alone with what was made of it."""
        return uploads_folder() / str(self.key)

    @property
    def path(self) -> Path:
        """The file itself."""
        return self.folder / FILE_NAME

    @property
    def reading(self) -> Reading:
        """How the list is read."""
        return Reading(Kind(self.kind), self.encoding, self.separator, self.sheet, self.heading)

    @property
    def sheet_list(self) -> list[Sheet]:
        """The sheets of a workbook, the one with most rows first."""
        return [Sheet(**{**sheet, "lost": tuple(sheet["lost"])}) for sheet in self.sheets]

    @property
    def skipped_runs(self) -> list[Skipped]:
        """The rows that were left out, with the reasons."""
        return [Skipped(first, last, Reason(reason), text) for first, last, reason, text in self.skipped]

    def rows(self) -> Iterator[SourceRow]:
        """The rows of the list, in constant memory."""
        return rows_of(self.path, self.reading, sheets=self.sheet_list, skipped=SkippedRows())

    def show(self, seen: Inspection) -> None:
        """Take over what an inspection of the file has shown."""
        reading = seen.reading
        self.kind, self.encoding, self.separator = reading.kind, reading.encoding, reading.separator
        self.sheet, self.heading = reading.sheet, reading.heading
        self.sheets = [asdict(sheet) for sheet in seen.sheets]
        self.headings, self.row_count, self.notices = seen.headings, seen.row_count, seen.notices
        self.skipped = [[run.first, run.last, run.reason, run.text] for run in seen.skipped.runs]
        self.skipped_count = seen.skipped.count
        self.sample = [
            [row.number, [cell[:MAX_SAMPLE_TEXT] for cell in row.cells[: len(seen.headings)]]]
            for row in seen.top
            if row.number != reading.heading
        ][:SAMPLE_ROWS]


def uploads_folder() -> Path:
    """The folder of all uploaded lists in the data folder."""
    return Path(settings.DATA) / "imports"
