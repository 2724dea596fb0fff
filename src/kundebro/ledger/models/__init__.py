"""The chart, the set-up of the sub-ledgers, debtors and creditors."""

from kundebro.ledger.models.parties import FIGURES, Creditor, Debtor, PartyAccount, PartyAccountQuerySet
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
    "WHOLE",
    "Account",
    "Creditor",
    "CreditorProfile",
    "Debtor",
    "DebtorProfile",
    "InterestModel",
    "LedgerCode",
    "PartyAccount",
    "PartyAccountQuerySet",
    "PostingGroup",
    "Profile",
    "ReminderModel",
    "VatCode",
    "VatRate",
]
