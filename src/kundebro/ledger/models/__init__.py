"""The chart, the set-up of the sub-ledgers, debtors and creditors, drafts and what is posted."""

from kundebro.ledger.models.draft import JournalLine
from kundebro.ledger.models.parties import FIGURES, Creditor, Debtor, PartyAccount, PartyAccountQuerySet
from kundebro.ledger.models.posted import (
    RATE_UNIT,
    Entry,
    Line,
    OpenItem,
    Period,
    Posted,
    PostedRowsStand,
    Series,
    Settlement,
)
from kundebro.ledger.models.profiles import CreditorProfile, DebtorProfile, Profile
from kundebro.ledger.models.setup import (
    WHOLE,
    Account,
    InterestModel,
    LedgerCode,
    PostingGroup,
    ReminderModel,
    VatCode,
    VatRate,
)

__all__ = [
    "FIGURES",
    "RATE_UNIT",
    "WHOLE",
    "Account",
    "Creditor",
    "CreditorProfile",
    "Debtor",
    "DebtorProfile",
    "Entry",
    "InterestModel",
    "JournalLine",
    "LedgerCode",
    "Line",
    "OpenItem",
    "PartyAccount",
    "PartyAccountQuerySet",
    "Period",
    "Posted",
    "PostedRowsStand",
    "PostingGroup",
    "Profile",
    "ReminderModel",
    "Series",
    "Settlement",
    "VatCode",
    "VatRate",
]
