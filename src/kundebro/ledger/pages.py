"""What this app puts into the menu and the set-up."""

from typing import Final

from django.utils.functional import Promise
from django.utils.translation import gettext_lazy as _
from django.utils.translation import pgettext_lazy

from kundebro.company.models import CodeTable
from kundebro.company.setup_pages import SetupGroup, SetupPage, register, register_code_table
from kundebro.core.menu import Creation, Group, MenuItem, creations, menu
from kundebro.history.recorder import latest_changeset
from kundebro.history.views import undo_url
from kundebro.ledger.choices import PartyKind
from kundebro.ledger.models import CreditorProfile, DebtorProfile, PostingGroup, VatCode
from kundebro.ledger.operations import delete_setup, save_setup

TERMS: Final = (
    "posting_group",
    "vat_code",
    "currency",
    "payment_terms",
    "delivery_terms",
    "department",
    "language",
    "is_default",
)
"""What both kinds of profiles give."""


def register_pages() -> None:
    """Debitorer and Kreditorer, and what their set-up is made of."""
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
    for group, kind in ((Group.DEBTORS, PartyKind.DEBTOR), (Group.CREDITORS, PartyKind.CREDITOR)):
        menu.register(
            MenuItem(
                group=group,
                title=_("Ageing list"),
                url_name=f"ledger:{kind}-ageing",
                permission="ledger.view_amounts",
                position=30,
                icon="chart-bar",
            )
        )
    menu.register(
        MenuItem(
            group=Group.FINANCE,
            title=pgettext_lazy("ledger", "Journal"),
            url_name="ledger:journal",
            permission="ledger.view_journalline",
            position=10,
            icon="clipboard-list",
            key="f",
        )
    )
    menu.register(
        MenuItem(
            group=Group.FINANCE,
            title=_("Close a period"),
            url_name="ledger:periods",
            permission="ledger.close_period",
            position=40,
            icon="lock",
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
    register(
        SetupPage(
            title=_("Chart of accounts"),
            url_name="ledger:chart",
            permission="ledger.view_account",
            group=SetupGroup.LEDGER,
            description=_("The accounts that entries are posted on: add, rename, close."),
            icon="list-details",
        )
    )
    register(
        SetupPage(
            title=_("VAT rates"),
            url_name="ledger:vat-rates",
            permission="ledger.view_vatrate",
            group=SetupGroup.LEDGER,
            description=_("What each VAT code takes, from which day to which."),
            icon="percentage",
        )
    )
    _register_code_tables()


def _register_code_tables() -> None:
    tables: tuple[tuple[type[CodeTable], Promise, Promise, str, tuple[str, ...], tuple[str, ...]], ...] = (
        (
            DebtorProfile,
            _("Debtor profiles"),
            _("What a new debtor gets where its prospect has nothing of its own."),
            "file-invoice",
            (*TERMS, "reminder_model", "interest_model", "document_channel"),
            ("posting_group", "payment_terms", "is_default"),
        ),
        (
            CreditorProfile,
            _("Creditor profiles"),
            _("What a new creditor gets where its prospect has nothing of its own."),
            "receipt",
            TERMS,
            ("posting_group", "payment_terms", "is_default"),
        ),
        (
            PostingGroup,
            _("Posting groups"),
            _("Which accounts of the chart debtors and creditors are posted on."),
            "category",
            (
                "kind",
                "control_account",
                "fee_account",
                "interest_account",
                "cash_discount_account",
                "rounding_account",
                "exchange_account",
            ),
            ("kind", "control_account"),
        ),
        (
            VatCode,
            _("VAT codes"),
            _("How sales and purchases stand to VAT. Rates are dated and change with the law."),
            "percentage",
            ("direction", "kind", "category", "return_box", "sales_vat_account", "purchase_vat_account"),
            ("direction", "kind"),
        ),
    )
    for model, title, description, icon, extra_fields, list_fields in tables:
        register_code_table(
            model,
            title=title,
            permission="ledger.change_setup",
            group=SetupGroup.LEDGER,
            description=description,
            icon=icon,
            extra_fields=extra_fields,
            list_fields=list_fields,
            save=save_setup,
            delete=delete_setup,
            undo_url=_undo_url,
        )


def _undo_url(_written: object) -> str:
    return undo_url(latest_changeset())
