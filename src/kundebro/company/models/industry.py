from django.db import models
from django.db.models import Q
from django.utils.translation import get_language
from django.utils.translation import gettext_lazy as _

from kundebro.company.choices import IndustryLevel, IndustryScheme


class Industry(models.Model):
    """A node of the industry classification, from section to the Danish six-digit code (Branche)."""

    scheme = models.CharField(_("classification"), max_length=6, choices=IndustryScheme)
    code = models.CharField(_("code"), max_length=6)
    level = models.PositiveSmallIntegerField(_("level"), choices=IndustryLevel)
    parent = models.ForeignKey(
        "self", models.PROTECT, verbose_name=_("belongs to"), related_name="children", null=True, blank=True
    )
    title = models.CharField(_("title"), max_length=300)
    title_en = models.CharField(_("English title"), max_length=300, blank=True)
    valid_from = models.DateField(_("valid from"), null=True, blank=True)
    valid_to = models.DateField(_("valid to"), null=True, blank=True)
    is_active = models.BooleanField(_("active"), default=True)

    class Meta:
        verbose_name = _("industry")
        verbose_name_plural = _("industries")
        ordering = ("scheme", "code")
        constraints = [
            models.UniqueConstraint(fields=["scheme", "code"], name="industry_code_once"),
            models.CheckConstraint(condition=~Q(code=""), name="industry_has_code"),
        ]

    def __str__(self) -> str:
        return f"{self.dotted_code} {self.shown_title}"

    @property
    def dotted_code(self) -> str:
        """The code as people write it: `56.11.10`."""
        return ".".join(part for part in (self.code[:2], self.code[2:4], self.code[4:]) if part)

    @property
    def shown_title(self) -> str:
        """The title in the reader's language as far as it is known."""
        return self.title if get_language() == "da" else self.title_en or self.title
