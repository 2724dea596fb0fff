from typing import Self

from django.db import models
from django.db.models import F, Q
from django.urls import reverse
from django.utils.translation import gettext_lazy as _

from kundebro.history.models import Changeset
from kundebro.imports.models.upload import Upload
from kundebro.jobs.models import Run
from kundebro.users.models import User


class ImportRunQuerySet(models.QuerySet["ImportRun"]):
    """Filters over imports and dry runs."""

    def visible_to(self, user: User) -> Self:
        """What the user started; administrators see everybody's."""
        if user.has_perm("imports.view_all_imports"):
            return self
        return self.filter(started_by=user)

    def unfinished(self) -> Self:
        """Imports and dry runs that have rows left."""
        return self.filter(finished_at=None)


class ImportRun(models.Model):
    """One walk through a list: the dry run, or the import that follows from it."""

    upload = models.ForeignKey(Upload, models.CASCADE, related_name="import_runs")
    is_dry_run = models.BooleanField(_("dry run"))
    dry_run = models.OneToOneField("self", models.PROTECT, related_name="real_run", null=True, blank=True)
    match_key = models.CharField(_("matched by"), max_length=40, blank=True)
    columns = models.JSONField(_("columns"), default=dict)
    policies = models.JSONField(_("rules"), default=dict)
    started_by = models.ForeignKey(User, models.PROTECT, verbose_name=_("started by"), related_name="+")
    created_at = models.DateTimeField(_("started"))
    finished_at = models.DateTimeField(_("finished"), null=True, blank=True)

    done_to = models.PositiveIntegerField(_("last row dealt with"), default=0)
    done = models.PositiveIntegerField(_("rows dealt with"), default=0)
    created = models.PositiveIntegerField(_("new"), default=0)
    updated = models.PositiveIntegerField(_("changed"), default=0)
    unchanged = models.PositiveIntegerField(_("unchanged"), default=0)
    refused = models.PositiveIntegerField(_("refused"), default=0)
    warned = models.PositiveIntegerField(_("with remarks"), default=0)

    changeset = models.OneToOneField(Changeset, models.PROTECT, related_name="import_run", null=True, blank=True)
    job = models.ForeignKey(Run, models.SET_NULL, related_name="+", null=True, blank=True)
    undo_job = models.ForeignKey(Run, models.SET_NULL, related_name="+", null=True, blank=True)

    objects = models.Manager.from_queryset(ImportRunQuerySet)()

    class Meta:
        verbose_name = _("import")
        verbose_name_plural = _("imports")
        ordering = ("-pk",)
        constraints = [
            models.CheckConstraint(
                condition=Q(done=F("created") + F("updated") + F("unchanged") + F("refused")),
                name="import_run_accounts_for_every_row",
            ),
            models.CheckConstraint(
                condition=Q(is_dry_run=False) | Q(changeset=None), name="import_run_dry_writes_nothing"
            ),
        ]

    def __str__(self) -> str:
        return self.upload.name

    def get_absolute_url(self) -> str:
        """The page with its progress and report."""
        return reverse("imports:run", args=[self.pk])

    @property
    def is_finished(self) -> bool:
        """Whether every row has been dealt with."""
        return self.finished_at is not None

    @property
    def is_undone(self) -> bool:
        """Whether what it wrote has been taken back, or is being so."""
        return getattr(self.changeset, "undone_by", None) is not None

    @property
    def is_interrupted(self) -> bool:
        """Whether rows are left and nobody is at work on them."""
        return not self.is_finished and (self.job is None or self.job.is_finished)

    @property
    def may_be_resumed(self) -> bool:
        """Whether going on makes sense: rows are left, the file is there, nothing was taken back."""
        return self.is_interrupted and self.upload.forgotten_at is None and not self.is_undone

    @property
    def may_become_import(self) -> bool:
        """Whether a finished dry run found something to write and was not followed up yet."""
        return (
            self.is_dry_run
            and self.is_finished
            and self.created + self.updated > 0
            and self.upload.forgotten_at is None
            and not hasattr(self, "real_run")
        )
