from django.db import models
from django.utils.translation import gettext_lazy as _

from kundebro.users.models import User


class ColumnProfile(models.Model):
    """How a user matched a set of headings the last time; the next list like it is matched the same way."""

    user = models.ForeignKey(User, models.CASCADE, related_name="+")
    target = models.CharField(max_length=40)
    headings_key = models.CharField(max_length=64)
    match_key = models.CharField(max_length=40, blank=True)
    columns = models.JSONField(default=dict)
    policies = models.JSONField(default=dict)
    used_at = models.DateTimeField()

    class Meta:
        verbose_name = _("column profile")
        verbose_name_plural = _("column profiles")
        constraints = [
            models.UniqueConstraint(fields=["target", "headings_key", "user"], name="column_profile_once"),
        ]

    def __str__(self) -> str:
        return f"{self.target} {self.headings_key[:8]}"
