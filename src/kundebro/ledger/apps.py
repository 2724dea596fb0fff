from datetime import time

from django.apps import AppConfig
from django.db.models.signals import post_migrate
from django.utils.translation import gettext_lazy as _


class LedgerConfig(AppConfig):
    """Debtors, creditors and what is posted on them."""

    name = "kundebro.ledger"
    verbose_name = _("Ledger")

    def ready(self) -> None:
        """Plug the accounts into search, menu, schedule and history, and wall in what is posted."""
        from kundebro.core import append_only, search, witnesses
        from kundebro.history import rules
        from kundebro.jobs import schedule
        from kundebro.ledger import receivers, tasks  # noqa: F401
        from kundebro.ledger.invariants import register_invariants
        from kundebro.ledger.models import Creditor, Debtor
        from kundebro.ledger.pages import register_pages
        from kundebro.ledger.undoing import posted_stands, why_not_closed
        from kundebro.ledger.walls import POSTED, ensure_walls
        from kundebro.ledger.watching import register_watches

        search.register(Debtor)
        search.register(Creditor)
        register_pages()
        register_watches()
        register_invariants()
        for model in POSTED:
            append_only.register(model)
        witnesses.register(
            name="ledger.entry", query="SELECT hash FROM ledger_entry ORDER BY series_id DESC, number DESC LIMIT 1"
        )
        post_migrate.connect(ensure_walls, sender=self, dispatch_uid="ledger.walls")
        schedule.register(
            job="ledger.refresh_overdue",
            title=_("Work out what has become overdue"),
            task=tasks.refresh_overdue_figures,
            due=schedule.Daily(at=time(0, 5)),
        )
        rules.refusals.update(
            {
                "ledger.open-debtor": why_not_closed,
                "ledger.open-creditor": why_not_closed,
                "ledger.post-journal": posted_stands,
            }
        )
        rules.labels.update(
            {
                "ledger.open-debtor": _("Debtor opened"),
                "ledger.open-creditor": _("Creditor opened"),
                "ledger.change-debtor": _("Debtor changed"),
                "ledger.change-creditor": _("Creditor changed"),
                "ledger.archive-debtor": _("Debtor archived"),
                "ledger.archive-creditor": _("Creditor archived"),
                "ledger.unarchive-debtor": _("Debtor brought back"),
                "ledger.unarchive-creditor": _("Creditor brought back"),
                "ledger.post-invoice": _("Invoice posted"),
                "ledger.post-credit-note": _("Credit note posted"),
                "ledger.post-payment": _("Payment posted"),
                "ledger.post-journal": _("Journal posted"),
                "ledger.save-draft": _("Journal line saved"),
                "ledger.delete-draft": _("Journal line deleted"),
                "ledger.reverse": _("Entry reversed"),
                "ledger.settle": _("Entries settled"),
                "ledger.unsettle": _("Settlement taken back"),
                "ledger.close-period": _("Period closed"),
                "ledger.save-setup": _("Set-up of the ledger changed"),
                "ledger.delete-setup": _("Set-up of the ledger deleted"),
            }
        )
