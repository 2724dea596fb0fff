from collections.abc import Iterable
from typing import Self, TypeVar

from django.db import models
from django.db.models import Q
from django.utils.translation import gettext_lazy as _

from kundebro.company.choices import Colour

Row = TypeVar("Row", bound="CodeTable")


class CodeTableQuerySet(models.QuerySet[Row]):
    """Filters that all code tables share."""

    def active(self) -> Self:
        """Rows that may still be chosen."""
        return self.filter(is_active=True)

    def choosable(self, *, keep: Iterable[int] = ()) -> Self:
        """Active rows and the retired ones a record already has."""
        return self.filter(Q(is_active=True) | Q(pk__in=list(keep)))


class CodeTable(models.Model):
    """A short list the company keeps itself: rows in use are retired, not deleted."""

    code = models.CharField(_("code"), max_length=20, unique=True)
    name = models.CharField(_("name"), max_length=100)
    is_active = models.BooleanField(_("active"), default=True)
    position = models.PositiveIntegerField(_("position"), default=0)
    colour = models.CharField(_("colour"), max_length=10, choices=Colour, blank=True, default=Colour.NONE)

    objects = models.Manager.from_queryset(CodeTableQuerySet)()

    class Meta:
        abstract = True
        ordering = ("position", "name", "pk")

    def __str__(self) -> str:
        return self.name
