from django.db.models import TextChoices
from django.utils.translation import gettext_lazy as _


class Outcome(TextChoices):
    """How a sales project ended."""

    WON = "won", _("Won")
    LOST = "lost", _("Lost")
    DROPPED = "dropped", _("Dropped")
