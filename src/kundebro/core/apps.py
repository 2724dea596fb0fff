from django.apps import AppConfig
from django.utils.translation import gettext_lazy as _


class CoreConfig(AppConfig):
    """Technology without a word of business."""

    name = "kundebro.core"
    verbose_name = _("Core")
