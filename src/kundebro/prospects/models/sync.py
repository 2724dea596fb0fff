from typing import Final

from django.db import models
from django.db.models import Q
from django.utils.translation import gettext_lazy as _

from kundebro.history.tracked import Tracked
from kundebro.prospects.choices import FieldOwner

THE_SWITCH: Final = 1


class SyncSwitch(Tracked):
    """Whether prospects and their accounts are kept in step (Synkronisering): one row, off until someone says so."""

    is_seeded = True

    id = models.PositiveSmallIntegerField(primary_key=True, default=THE_SWITCH, editable=False)
    is_on = models.BooleanField(_("keep prospects and their accounts in step"), default=False, db_default=False)

    class Meta:
        verbose_name = _("synchronisation")
        verbose_name_plural = _("synchronisation")
        constraints = [models.CheckConstraint(condition=Q(id=THE_SWITCH), name="sync_switch_is_one_row")]

    def __str__(self) -> str:
        return str(self._meta.verbose_name)


class OwnedField(Tracked):
    """A shared field that travels one way only: from the side that owns it."""

    field = models.CharField(_("field"), max_length=40, unique=True)
    owner = models.CharField(_("owned by"), max_length=7, choices=FieldOwner)

    class Meta:
        verbose_name = _("owned field")
        verbose_name_plural = _("owned fields")
        constraints = [
            models.CheckConstraint(
                condition=Q(owner__in=[FieldOwner.CRM, FieldOwner.FINANCE]), name="owned_field_has_one_owner"
            )
        ]

    def __str__(self) -> str:
        return self.field
