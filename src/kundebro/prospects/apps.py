from django.apps import AppConfig
from django.utils.translation import gettext_lazy as _


class ProspectsConfig(AppConfig):
    """Kundeemner: one company or person under one account number."""

    name = "kundebro.prospects"
    verbose_name = _("Prospects")

    def ready(self) -> None:
        """Plug the prospects into search, menu, set-up and history, and keep them in step with their accounts."""
        from kundebro.core import search
        from kundebro.history import rules
        from kundebro.imports.targets import targets
        from kundebro.ledger.models import Creditor, Debtor
        from kundebro.ledger.undoing import why_not_closed
        from kundebro.prospects import receivers  # noqa: F401
        from kundebro.prospects.account_cards import register_additions
        from kundebro.prospects.importing.target import prospects_target
        from kundebro.prospects.invariants import register_invariants
        from kundebro.prospects.models import Prospect
        from kundebro.prospects.pages import register_pages

        search.register(Prospect)
        register_invariants()
        register_pages()
        register_additions()
        targets.register(prospects_target())
        for operation in ("prospects.change", "prospects.change-many", "imports.import"):
            rules.follows[operation] |= {Debtor, Creditor}
        rules.follows["ledger.change-debtor"] |= {Prospect, Creditor}
        rules.follows["ledger.change-creditor"] |= {Prospect, Debtor}
        for operation in ("transfer-to-debtor", "transfer-to-creditor", "choose-supplier"):
            rules.refusals[f"prospects.{operation}"] = why_not_closed
        rules.labels.update(
            {
                "prospects.create": _("Prospect created"),
                "prospects.create-of-account": _("Prospect created for the account"),
                "prospects.create-many": _("Prospects typed in"),
                "prospects.change": _("Prospect changed"),
                "prospects.change-many": _("Prospects changed together"),
                "prospects.archive": _("Archived"),
                "prospects.unarchive": _("Brought back"),
                "prospects.transfer-to-debtor": _("Transferred to debtor"),
                "prospects.transfer-to-creditor": _("Transferred to creditor"),
                "prospects.compare-suppliers": _("Candidates compared"),
                "prospects.note-candidate": _("Candidate noted"),
                "prospects.choose-supplier": _("Supplier chosen"),
                "prospects.link-to-debtor": _("Linked to debtor"),
                "prospects.link-to-creditor": _("Linked to creditor"),
                "prospects.set-sync": _("Synchronisation set up"),
                "prospects.bring-in-step": _("Brought in step"),
                "prospects.bring-together": _("Brought in step together"),
                "prospects.save-code": _("Set-up changed"),
                "prospects.delete-code": _("Set-up deleted"),
                "prospects.save-production-unit": _("P-number saved"),
                "prospects.remove-production-unit": _("P-number removed"),
            }
        )
