from typing import Self

from django.db import models
from django.urls import reverse
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from kundebro.history.models import Changeset
from kundebro.jobs.models import Run
from kundebro.ledger.choices import PartyKind
from kundebro.prospects.choices import TransferOutcome
from kundebro.users.models import User


class TransferRunQuerySet(models.QuerySet["TransferRun"]):
    """Filters over transfers of several."""

    def visible_to(self, user: User) -> Self:
        """What the user started; everybody's for those who may see all background work."""
        return self if user.has_perm("jobs.view_all_runs") else self.filter(started_by=user)


class TransferRun(models.Model):
    """Several prospects that become debtors, or creditors, one after the other: the report of it."""

    kind = models.CharField(max_length=8, choices=PartyKind)
    profile = models.BigIntegerField(gettext_lazy("profile of those that name none"), null=True, blank=True)
    started_by = models.ForeignKey(User, models.PROTECT, related_name="+")
    created_at = models.DateTimeField()
    key = models.CharField(gettext_lazy("idempotency key"), max_length=60, unique=True)
    job = models.ForeignKey(Run, models.SET_NULL, related_name="+", null=True, blank=True)

    objects = models.Manager.from_queryset(TransferRunQuerySet)()

    class Meta:
        verbose_name = gettext_lazy("transfer of several")
        verbose_name_plural = gettext_lazy("transfers of several")

    def __str__(self) -> str:
        return _("Transfer to debtor") if self.is_debtors else _("Transfer to creditor")

    def get_absolute_url(self) -> str:
        """The report."""
        return reverse("prospects:transfer-run", args=[self.pk])

    @property
    def is_debtors(self) -> bool:
        """Whether debtors come of it, not creditors."""
        return self.kind == PartyKind.DEBTOR

    @property
    def is_at_work(self) -> bool:
        """Whether a worker has it, or will."""
        return self.job is not None and not self.job.is_finished


class TransferRow(models.Model):
    """One prospect of a transfer of several: what became of it, and why. Points at it without holding on to it."""

    transfer_run = models.ForeignKey(TransferRun, models.CASCADE, related_name="rows", db_index=False)
    position = models.PositiveIntegerField()
    object_id = models.BigIntegerField(gettext_lazy("prospect"))
    title = models.CharField(gettext_lazy("prospect"), max_length=125)
    link_to = models.BigIntegerField(gettext_lazy("account to link to"), null=True, blank=True)
    outcome = models.CharField(
        gettext_lazy("outcome"), max_length=8, choices=TransferOutcome, default=TransferOutcome.WAITING
    )
    account = models.BigIntegerField(gettext_lazy("account"), null=True, blank=True)
    note = models.CharField(gettext_lazy("remark"), max_length=300, blank=True)
    changeset = models.ForeignKey(Changeset, models.PROTECT, related_name="+", null=True, blank=True)

    class Meta:
        verbose_name = gettext_lazy("transfer row")
        verbose_name_plural = gettext_lazy("transfer rows")
        ordering = ("position",)
        constraints = [
            models.UniqueConstraint(fields=["transfer_run", "position"], name="transfer_row_once"),
            models.UniqueConstraint(fields=["transfer_run", "object_id"], name="transfer_row_one_per_prospect"),
        ]

    def __str__(self) -> str:
        return self.title

    @property
    def prospect_url(self) -> str:
        """The prospect's card."""
        return reverse("prospects:card", args=[self.object_id])

    @property
    def account_url(self) -> str:
        """The account's card; empty where there is none."""
        return reverse(f"ledger:{self.transfer_run.kind}-card", args=[self.account]) if self.account else ""
