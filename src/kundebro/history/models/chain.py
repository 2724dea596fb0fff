"""What makes history provable: digests of what was written, and the chain over them."""

from typing import ClassVar

from django.db import models
from django.db.models import Q
from django.utils.translation import gettext_lazy as _

from kundebro.history.models.changeset import Changeset


class Seal(models.Model):
    """One link of the chain: closes over all that was written since the link before."""

    sealed_at = models.DateTimeField(_("time"))
    count = models.PositiveIntegerField()
    previous = models.CharField(max_length=64, unique=True)
    digest = models.CharField(max_length=64, unique=True)

    class Meta:
        verbose_name = _("seal")
        verbose_name_plural = _("seals")

    def __str__(self) -> str:
        return self.digest


class Commitment(models.Model):
    """The digest of the changes that one transaction added to a changeset: the next `count` by key."""

    changeset = models.ForeignKey(Changeset, models.PROTECT, related_name="commitments", db_index=False)
    count = models.PositiveIntegerField()
    salt = models.BinaryField(max_length=32)
    digest = models.CharField(max_length=64)
    seal = models.ForeignKey(Seal, models.PROTECT, related_name="commitments", null=True)

    class Meta:
        verbose_name = _("commitment")
        verbose_name_plural = _("commitments")
        indexes: ClassVar[list[models.Index]] = [
            models.Index(fields=["changeset", "id"], name="commitment_changeset"),
            models.Index(fields=["id"], name="commitment_unsealed", condition=Q(seal=None)),
        ]

    def __str__(self) -> str:
        return f"{self.changeset_id}: {self.digest}"
