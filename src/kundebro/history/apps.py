from django.apps import AppConfig
from django.utils.translation import gettext_lazy as _


class HistoryConfig(AppConfig):
    """Changesets, changes and undo."""

    name = "kundebro.history"
    verbose_name = _("History")

    def ready(self) -> None:
        """Name the operations of this app, and let the database and the seals keep what was recorded."""
        from kundebro.core import append_only, upkeep, witnesses
        from kundebro.history import rules
        from kundebro.history.invariants import register_invariants
        from kundebro.history.models import Change, Changeset, Commitment, Seal
        from kundebro.history.operations.seal import seal_history

        rules.labels["history.undo"] = _("Undone")
        register_invariants()
        append_only.register(Change)
        append_only.register(
            Changeset, may_change=["change_count", "undone_down_to"], set_once=["result_type", "result_id"]
        )
        append_only.register(Commitment, set_once=["seal"])
        append_only.register(Seal)
        upkeep.register(name="history.seal", work=seal_history)
        witnesses.register(name="history.seal", query="SELECT digest FROM history_seal ORDER BY id DESC LIMIT 1")
