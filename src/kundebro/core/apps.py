from django.apps import AppConfig
from django.utils.translation import gettext_lazy as _


class CoreConfig(AppConfig):
    """Technology without a word of business."""

    name = "kundebro.core"
    verbose_name = _("Core")

    def ready(self) -> None:
        """Let the system checks and `verify` look at what is ours, and queries ask `among`."""
        from kundebro.core import checks, lookups  # noqa: F401
        from kundebro.core.invariants import register_invariants

        register_invariants()
