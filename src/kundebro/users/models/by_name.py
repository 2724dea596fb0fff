from typing import Any

from django.db import models
from django.utils.translation import gettext_lazy as _

from kundebro.core.danish import SORT_KEY_LENGTH, sort_key
from kundebro.core.fields import SortedTextField


class ByName(models.Model):
    """Something with a name, listed in Danish name order."""

    name = models.CharField(_("name"), max_length=100)
    sort_name = SortedTextField(max_length=SORT_KEY_LENGTH, editable=False)

    class Meta:
        abstract = True
        ordering = ("sort_name", "pk")

    def __str__(self) -> str:
        return self.name

    def save(self, *args: Any, **kwargs: Any) -> None:
        """Keep the place in the order along with the name."""
        self.sort_name = sort_key(self.name)
        super().save(*args, **kwargs)
