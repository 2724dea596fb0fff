from django.db import models
from django.db.models import Q
from django.utils.translation import gettext_lazy as _

from kundebro.activities.choices import ICONS, Kind
from kundebro.prospects.models import CrmCode


class ActivityType(CrmCode):
    """A kind of activity in the company's words (Aktivitetstype)."""

    kind = models.CharField(_("is a"), max_length=8, choices=Kind, default=Kind.TASK, db_default=Kind.TASK)
    icon = models.CharField(_("icon"), max_length=20, choices=ICONS, default="circle-check", db_default="circle-check")
    default_follow_up_days = models.PositiveSmallIntegerField(
        _("proposed days until the next step"), null=True, blank=True
    )
    counts_as_contact = models.BooleanField(_("counts as contact"), default=False, db_default=False)

    class Meta(CrmCode.Meta):
        abstract = False
        verbose_name = _("activity type")
        verbose_name_plural = _("activity types")
        constraints = [models.CheckConstraint(condition=Q(kind__in=Kind.values), name="activity_type_kind")]
