from django.core.validators import MaxValueValidator
from django.db import models
from django.db.models import Q
from django.utils.translation import gettext_lazy as _

from kundebro.prospects.models import CrmCode

WHOLE = 10_000
"""100 %, in hundredths of a percent."""


class Stage(CrmCode):
    """Where a sales project stands (Fase): Prospekt, Tilbud, Ordre, Lukket, or the company's own."""

    probability_hundredths = models.PositiveIntegerField(
        _("probability, hundredths of a percent"), default=0, db_default=0, validators=[MaxValueValidator(WHOLE)]
    )
    is_closed = models.BooleanField(_("ends the project"), default=False, db_default=False)
    ages_after_days = models.PositiveSmallIntegerField(_("too long after days"), null=True, blank=True)

    class Meta(CrmCode.Meta):
        abstract = False
        verbose_name = _("stage")
        verbose_name_plural = _("stages")
        constraints = [
            models.CheckConstraint(condition=Q(probability_hundredths__lte=WHOLE), name="stage_probability"),
        ]


class LostReason(CrmCode):
    """Why sales projects are lost (Tabsårsag)."""

    class Meta(CrmCode.Meta):
        abstract = False
        verbose_name = _("reason for losing")
        verbose_name_plural = _("reasons for losing")
