"""The two sub-ledgers as the pages know them: their words, their tables and their operations."""

from collections.abc import Callable
from dataclasses import dataclass
from typing import Any, Final

from django.urls import reverse
from django.utils.functional import Promise
from django.utils.translation import gettext_lazy as _

from kundebro.ledger import operations, queries
from kundebro.ledger.choices import PartyKind
from kundebro.ledger.models import Creditor, CreditorProfile, Debtor, DebtorProfile, PartyAccount, Profile

Words = str | Promise


@dataclass(frozen=True, kw_only=True)
class SubLedger:
    """Debtors or creditors."""

    kind: PartyKind
    model: type[PartyAccount]
    profile_model: type[Profile]
    title: Words
    new: Words
    opened: Words
    search: Words
    which: Words
    none_yet: Words
    purpose: Words
    icon: str
    page: Callable[..., Any]
    open: Callable[..., Any]
    change: Callable[..., Any]
    archive: Callable[..., Any]
    unarchive: Callable[..., Any]

    def permission(self, verb: str) -> str:
        """The right to do something with accounts of the kind."""
        return f"ledger.{verb}_{self.kind}"

    def url(self, name: str, *arguments: object) -> str:
        """The address of one of its pages."""
        return reverse(f"ledger:{self.kind}-{name}", args=arguments)


SUBLEDGERS: Final = {
    PartyKind.DEBTOR: SubLedger(
        kind=PartyKind.DEBTOR,
        model=Debtor,
        profile_model=DebtorProfile,
        title=_("Debtors"),
        new=_("New debtor"),
        opened=_("Debtor %(account)s is opened"),
        search=_("Search debtors"),
        which=_("Which debtors"),
        none_yet=_("No debtors yet"),
        purpose=_("Customers you invoice stand here under one account number each, with what they owe you."),
        icon="file-invoice",
        page=queries.debtor_page,
        open=operations.open_debtor,
        change=operations.change_debtor,
        archive=operations.archive_debtor,
        unarchive=operations.unarchive_debtor,
    ),
    PartyKind.CREDITOR: SubLedger(
        kind=PartyKind.CREDITOR,
        model=Creditor,
        profile_model=CreditorProfile,
        title=_("Creditors"),
        new=_("New creditor"),
        opened=_("Creditor %(account)s is opened"),
        search=_("Search creditors"),
        which=_("Which creditors"),
        none_yet=_("No creditors yet"),
        purpose=_("Suppliers you pay stand here under one account number each, with what you owe them."),
        icon="receipt",
        page=queries.creditor_page,
        open=operations.open_creditor,
        change=operations.change_creditor,
        archive=operations.archive_creditor,
        unarchive=operations.unarchive_creditor,
    ),
}
