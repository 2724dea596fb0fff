from django.apps import AppConfig
from django.utils.translation import gettext_lazy as _


class LedgerConfig(AppConfig):
    """Debtors, creditors and what is posted on them."""

    name = "kundebro.ledger"
    verbose_name = _("Ledger")

    def ready(self) -> None:
        """Plug the accounts into search and history."""
        from kundebro.core import search
        from kundebro.history import rules
        from kundebro.ledger.models import Creditor, Debtor
        from kundebro.ledger.watching import register_watches

        search.register(Debtor)
        search.register(Creditor)
        register_watches()
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
                "ledger.save-setup": _("Set-up of the ledger changed"),
                "ledger.delete-setup": _("Set-up of the ledger deleted"),
            }
        )
