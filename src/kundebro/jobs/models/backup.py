from datetime import datetime, timedelta
from pathlib import Path
from typing import Self

from django.db import models
from django.db.models import Q
from django.utils.translation import gettext_lazy as _

from kundebro.users.models import User

VERIFIED_FOR = timedelta(days=8)
"""So long after the last trial restore all is well (reliability.md 13)."""


class BackupQuerySet(models.QuerySet["Backup"]):
    """Filters over backups."""

    def verified(self) -> Self:
        """Those that were restored in a trial and found whole."""
        return self.exclude(verified_at=None)


class Backup(models.Model):
    """A backup that was taken, or the attempt at one, and what a trial restore made of it."""

    made_at = models.DateTimeField(_("time"))
    made_by = models.ForeignKey(User, models.PROTECT, verbose_name=_("by"), related_name="+", null=True)
    path = models.CharField(_("file"), max_length=500)
    size = models.PositiveBigIntegerField(_("size"), null=True)
    verified_at = models.DateTimeField(_("restored in a trial"), null=True)
    problem = models.TextField(_("problem"), blank=True)

    objects = models.Manager.from_queryset(BackupQuerySet)()

    class Meta:
        verbose_name = _("backup")
        verbose_name_plural = _("backups")
        ordering = ("-made_at", "-pk")
        constraints = [
            models.CheckConstraint(
                condition=Q(size__isnull=False) | Q(verified_at=None), name="backup_verified_was_taken"
            ),
            models.CheckConstraint(condition=Q(size__isnull=False) | ~Q(problem=""), name="backup_failed_says_why"),
        ]

    def __str__(self) -> str:
        return self.name

    @property
    def name(self) -> str:
        """The file's name."""
        return Path(self.path).name

    @property
    def is_sound(self) -> bool:
        """Whether a trial restore found it whole."""
        return self.verified_at is not None and not self.problem

    def is_too_old(self, now: datetime) -> bool:
        """Whether its trial restore is too long ago to trust in."""
        return self.verified_at is None or now - self.verified_at > VERIFIED_FOR
