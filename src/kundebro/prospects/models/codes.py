from django.db import models
from django.utils.translation import gettext_lazy as _

from kundebro.company.models import CodeTable, CodeTableQuerySet
from kundebro.history.tracked import Tracked, TrackedQuerySet


class CrmCodeQuerySet(CodeTableQuerySet["CrmCode"], TrackedQuerySet["CrmCode"]):  # type: ignore[override]  # as_manager
    """Code tables of CRM-opsætning: choosable, and every change recorded."""


class CrmCode(CodeTable, Tracked):
    """A code table of CRM-opsætning."""

    is_seeded = True

    objects = models.Manager.from_queryset(CrmCodeQuerySet)()  # type: ignore[misc]  # as above

    class Meta(CodeTable.Meta):
        abstract = True


class InterestType(CrmCode):
    """What a prospect may be interested in (Interessetype)."""

    class Meta(CrmCode.Meta):
        abstract = False
        verbose_name = _("interest type")
        verbose_name_plural = _("interest types")


class TargetGroup(CrmCode):
    """A group prospects are sorted into for marketing (Målgruppe)."""

    class Meta(CrmCode.Meta):
        abstract = False
        verbose_name = _("target group")
        verbose_name_plural = _("target groups")


class ProspectStatus(CrmCode):
    """Where the company says a prospect stands (Status, frit valg)."""

    is_closed = models.BooleanField(_("closed"), default=False, db_default=False)

    class Meta(CrmCode.Meta):
        abstract = False
        verbose_name = _("status")
        verbose_name_plural = _("statuses")


class LeadSource(CrmCode):
    """Where a prospect came from (Kilde): fair, web site, phone, campaign, referral."""

    class Meta(CrmCode.Meta):
        abstract = False
        verbose_name = _("lead source")
        verbose_name_plural = _("lead sources")


SETUP_MODELS: tuple[type[CrmCode], ...] = (InterestType, TargetGroup, ProspectStatus, LeadSource)
