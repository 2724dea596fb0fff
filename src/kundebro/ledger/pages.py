"""What this app puts into the menu and the set-up."""

from django.utils.translation import gettext_lazy as _

from kundebro.core.menu import Creation, Group, MenuItem, creations, menu


def register_pages() -> None:
    """Debitorer and Kreditorer."""
    menu.register(
        MenuItem(
            group=Group.DEBTORS,
            title=_("Debtors"),
            url_name="ledger:debtor-list",
            permission="ledger.view_debtor",
            position=10,
            icon="file-invoice",
            key="d",
        )
    )
    menu.register(
        MenuItem(
            group=Group.CREDITORS,
            title=_("Creditors"),
            url_name="ledger:creditor-list",
            permission="ledger.view_creditor",
            position=10,
            icon="receipt",
        )
    )
    creations.register(
        Creation(
            title=_("Debtor"),
            url_name="ledger:debtor-open",
            permission="ledger.add_debtor",
            position=60,
            icon="file-invoice",
        )
    )
    creations.register(
        Creation(
            title=_("Creditor"),
            url_name="ledger:creditor-open",
            permission="ledger.add_creditor",
            position=70,
            icon="receipt",
        )
    )
