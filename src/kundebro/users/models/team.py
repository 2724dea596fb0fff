from django.db import models
from django.utils.translation import gettext_lazy as _

from kundebro.users.models.by_name import ByName


class Team(ByName):
    """People who share what they are responsible for."""

    class Meta(ByName.Meta):
        verbose_name = _("team")
        verbose_name_plural = _("teams")
        constraints = [
            models.UniqueConstraint(fields=["name"], name="team_name_once"),
            models.CheckConstraint(condition=~models.Q(name=""), name="team_has_name"),
        ]
