from django.db.models import TextChoices
from django.utils.translation import gettext_lazy as _


class CustomerType(TextChoices):
    """Whom the party buys as (Kundetype)."""

    BUSINESS = "btb", _("BTB – business")
    CONSUMER = "btc", _("BTC – consumer")
    GOVERNMENT = "btg", _("BTG – public sector")


class Language(TextChoices):
    """Language of documents to the party."""

    DANISH = "da", _("Danish")
    ENGLISH = "en", _("English")
    GERMAN = "de", _("German")
    SWEDISH = "sv", _("Swedish")
    NORWEGIAN = "nb", _("Norwegian")
