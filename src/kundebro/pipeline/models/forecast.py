from typing import Self

from django.conf import settings
from django.db import models
from django.db.models import Q
from django.utils.translation import gettext_lazy as _

from kundebro.history.tracked import Tracked, TrackedQuerySet
from kundebro.pipeline.models.sales_project import LARGEST_ORE, SalesProject
from kundebro.users.models import User
from kundebro.users.queries import scope_filter


class ForecastSnapshot(models.Model):
    """The open sales projects as they stood early in a week."""

    monday = models.DateField(_("week beginning"), unique=True)
    taken_at = models.DateTimeField(_("taken"))

    class Meta:
        verbose_name = _("forecast of a week")
        verbose_name_plural = _("forecasts of the weeks")

    def __str__(self) -> str:
        return f"{self.monday}"


class SnapshotLine(models.Model):
    """One project of a snapshot. It may outlive the project: undoing a project's creation is not held up by it."""

    snapshot = models.ForeignKey(ForecastSnapshot, models.CASCADE, related_name="lines", db_index=False)
    project = models.ForeignKey(SalesProject, models.DO_NOTHING, related_name="+", db_constraint=False, db_index=False)
    expected_close_on = models.DateField(null=True)
    quote_ore = models.BigIntegerField(null=True)
    weighted_ore = models.BigIntegerField()

    class Meta:
        constraints = [models.UniqueConstraint(fields=["snapshot", "project"], name="snapshot_line_once")]

    def __str__(self) -> str:
        return f"{self.snapshot_id}: {self.project_id}"


class SalesTargetQuerySet(TrackedQuerySet["SalesTarget"]):
    """Filters over targets."""

    def visible_to(self, user: User) -> Self:
        """Those of the sellers in the user's scope."""
        return self.filter(scope_filter(user, "seller"))


class SalesTarget(Tracked):
    """What a seller is to win in a month, in øre."""

    seller = models.ForeignKey(
        settings.AUTH_USER_MODEL,
        models.PROTECT,
        verbose_name=_("seller"),
        related_name="sales_targets",
        db_index=False,
    )
    month = models.DateField(_("month"))
    amount_ore = models.BigIntegerField(_("target"))

    objects = models.Manager.from_queryset(SalesTargetQuerySet)()

    class Meta:
        verbose_name = _("sales target")
        verbose_name_plural = _("sales targets")
        constraints = [
            models.UniqueConstraint(fields=["seller", "month"], name="sales_target_once"),
            models.CheckConstraint(
                condition=Q(amount_ore__gte=0, amount_ore__lte=LARGEST_ORE), name="sales_target_amount"
            ),
        ]

    def __str__(self) -> str:
        return f"{self.month:%Y-%m}: {self.seller}"
