from django.db import models
from django.utils.translation import gettext_lazy as _

from kundebro.imports.choices import Outcome
from kundebro.imports.models.import_run import ImportRun


class ImportRow(models.Model):
    """A row worth showing: refused, remarked on or changed. New and unchanged rows are only counted."""

    import_run = models.ForeignKey(ImportRun, models.CASCADE, related_name="rows", db_index=False)
    number = models.PositiveIntegerField(_("row"))
    line = models.PositiveIntegerField(_("line"))
    outcome = models.CharField(_("outcome"), max_length=9, choices=Outcome)
    is_warned = models.BooleanField(_("has remarks"))
    title = models.CharField(_("name"), max_length=100, blank=True)
    object_id = models.BigIntegerField(null=True)
    issues = models.JSONField(default=list)
    changes = models.JSONField(default=list)
    cells = models.JSONField(default=list)

    class Meta:
        verbose_name = _("import row")
        verbose_name_plural = _("import rows")
        ordering = ("number",)
        constraints = [models.UniqueConstraint(fields=["import_run", "number"], name="import_row_once")]
        indexes = [
            models.Index(fields=["import_run", "outcome", "number"], name="import_row_by_outcome"),
            models.Index(fields=["import_run", "is_warned", "number"], name="import_row_warned"),
        ]

    def __str__(self) -> str:
        return f"{self.import_run_id}:{self.number}"
