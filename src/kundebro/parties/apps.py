from django.apps import AppConfig
from django.utils.translation import gettext_lazy as _


class PartiesConfig(AppConfig):
    """What prospect, debtor and creditor share."""

    name = "kundebro.parties"
    verbose_name = _("Parties")
