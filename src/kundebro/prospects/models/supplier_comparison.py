from typing import Self

from django.db import models
from django.db.models import Exists, OuterRef, Q
from django.urls import reverse
from django.utils.translation import gettext_lazy as _

from kundebro.history.tracked import Tracked, TrackedQuerySet
from kundebro.parties.models import optional_text
from kundebro.prospects.models.prospect import Prospect
from kundebro.users.models import User


class SupplierComparisonQuerySet(TrackedQuerySet["SupplierComparison"]):
    """Filters over comparisons."""

    def visible_to(self, user: User) -> Self:
        """Those of which the user sees every candidate."""
        candidates = SupplierCandidate.objects.filter(comparison=OuterRef("pk"))
        return self.exclude(Exists(candidates.exclude(prospect__in=Prospect.objects.visible_to(user))))


class SupplierComparison(Tracked):
    """Candidate suppliers side by side until one of them is chosen, and to be read afterwards (Leverandørvalg)."""

    title = models.CharField(_("title"), max_length=100)
    decided_at = models.DateTimeField(_("decided"), null=True, blank=True, editable=False)

    objects = models.Manager.from_queryset(SupplierComparisonQuerySet)()

    class Meta:
        verbose_name = _("choice of supplier")
        verbose_name_plural = _("choices of suppliers")
        ordering = ("-pk",)
        constraints = [models.CheckConstraint(condition=~Q(title=""), name="supplier_comparison_has_title")]

    def __str__(self) -> str:
        return self.title

    def get_absolute_url(self) -> str:
        """The page."""
        return reverse("prospects:comparison", args=[self.pk])

    @property
    def is_decided(self) -> bool:
        """Whether one was chosen."""
        return self.decided_at is not None


class SupplierCandidate(Tracked):
    """A prospect in the comparison, with what was noted of it."""

    comparison = models.ForeignKey(
        SupplierComparison, models.PROTECT, verbose_name=_("choice of supplier"), related_name="candidates"
    )
    prospect = models.ForeignKey(Prospect, models.PROTECT, verbose_name=_("prospect"), related_name="candidacies")
    price_note = optional_text(_("price and quote"), 2000)
    terms_note = optional_text(_("terms"), 2000)
    assessment = optional_text(_("assessment"), 2000)
    is_chosen = models.BooleanField(_("chosen"), default=False, db_default=False, editable=False)

    objects = models.Manager.from_queryset(TrackedQuerySet["SupplierCandidate"])()

    class Meta:
        verbose_name = _("candidate")
        verbose_name_plural = _("candidates")
        ordering = ("pk",)
        constraints = [
            models.UniqueConstraint(fields=["comparison", "prospect"], name="supplier_candidate_once"),
            models.UniqueConstraint(
                fields=["comparison"], condition=Q(is_chosen=True), name="supplier_candidate_one_chosen"
            ),
        ]

    def __str__(self) -> str:
        return str(self.prospect)
