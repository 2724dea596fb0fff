from django.apps import AppConfig
from django.utils.translation import gettext_lazy as _


class HistoryConfig(AppConfig):
    """Changesets, changes and undo."""

    name = "kundebro.history"
    verbose_name = _("History")

    def ready(self) -> None:
        """Name the operations of this app."""
        from kundebro.history import rules

        rules.labels["history.undo"] = _("Undone")
