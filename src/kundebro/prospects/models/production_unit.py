from django.db import models
from django.db.models import Q
from django.utils.translation import gettext_lazy as _

from kundebro.history.tracked import Tracked, TrackedQuerySet
from kundebro.parties.models import optional_text
from kundebro.prospects.models.prospect import Prospect


class ProductionUnitQuerySet(TrackedQuerySet["ProductionUnit"]):
    """Production units with history."""


class ProductionUnit(Tracked):
    """One place of work of a company, with its own P-number (Produktionsenhed)."""

    prospect = models.ForeignKey(Prospect, models.PROTECT, verbose_name=_("prospect"), related_name="production_units")
    p_no = models.CharField(_("P-number"), max_length=10)
    name = optional_text(_("name"), 100)
    street = optional_text(_("street"), 100)
    house_no = optional_text(_("house number"), 10)
    postal_code = optional_text(_("postal code"), 10)
    city = optional_text(_("town"), 60)
    gln = optional_text(_("EAN number"), 13)
    is_main = models.BooleanField(_("main unit"), default=False, db_default=False)

    objects = models.Manager.from_queryset(ProductionUnitQuerySet)()

    class Meta:
        verbose_name = _("production unit")
        verbose_name_plural = _("production units")
        ordering = ("-is_main", "p_no")
        constraints = [
            models.UniqueConstraint(
                fields=["prospect", "p_no"],
                name="production_unit_once",
                violation_error_message=_("The prospect already has this P-number."),
            ),
            models.UniqueConstraint(fields=["prospect"], condition=Q(is_main=True), name="production_unit_one_main"),
        ]

    def __str__(self) -> str:
        return f"{self.p_no} {self.name}".strip()
