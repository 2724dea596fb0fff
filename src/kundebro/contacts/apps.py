from django.apps import AppConfig
from django.utils.translation import gettext_lazy as _


class ContactsConfig(AppConfig):
    """The people at a prospect."""

    name = "kundebro.contacts"
    verbose_name = _("Contacts")

    def ready(self) -> None:
        """Plug the contacts into search, menu, the prospects' pages, set-up, imports and history."""
        from kundebro.contacts import receivers, refusals  # noqa: F401
        from kundebro.contacts.importing import COMPANION
        from kundebro.contacts.invariants import register_invariants
        from kundebro.contacts.models import Contact
        from kundebro.contacts.pages import register_pages
        from kundebro.core import search
        from kundebro.history import rules
        from kundebro.ledger.models import Creditor, Debtor
        from kundebro.prospects.importing.companions import companions

        search.register(Contact)
        register_invariants()
        companions.register(COMPANION)
        register_pages()
        rules.labels.update(
            {
                "contacts.create": _("Contact added"),
                "contacts.create-many": _("Contacts added"),
                "contacts.take-in-cards": _("Contacts added from vCard"),
                "contacts.enter-fair": _("Typed in after a fair"),
                "contacts.change": _("Contact changed"),
                "contacts.make-primary": _("Primary contact chosen"),
                "contacts.mark-left": _("Contact left the company"),
                "contacts.restore": _("Contact brought back"),
                "contacts.delete": _("Contact deleted"),
            }
        )
        for operation in ("contacts.create", "contacts.make-primary", "contacts.mark-left", "contacts.delete"):
            rules.refusals[operation] = refusals.second_primary
        for operation in ("prospects.change", "prospects.change-many", "prospects.bring-in-step"):
            rules.follows[operation].add(Contact)
        for kind in ("debtor", "creditor"):
            rules.follows[f"ledger.change-{kind}"].add(Contact)
        for operation in [name for name in rules.labels if name.startswith("contacts.")]:
            rules.follows[operation] |= {Debtor, Creditor}
