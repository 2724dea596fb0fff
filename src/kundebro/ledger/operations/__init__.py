"""Everything a user does in the sub-ledgers."""

from kundebro.ledger.operations.archive import (
    CannotArchive,
    archive_creditor,
    archive_debtor,
    unarchive_creditor,
    unarchive_debtor,
)
from kundebro.ledger.operations.change import PayerLoop, change_creditor, change_debtor
from kundebro.ledger.operations.open import (
    AccountNumberTaken,
    NoPostingGroup,
    WrongPostingGroup,
    open_creditor,
    open_debtor,
)
from kundebro.ledger.operations.setup import delete_setup, save_setup

__all__ = [
    "AccountNumberTaken",
    "CannotArchive",
    "NoPostingGroup",
    "PayerLoop",
    "WrongPostingGroup",
    "archive_creditor",
    "archive_debtor",
    "change_creditor",
    "change_debtor",
    "delete_setup",
    "open_creditor",
    "open_debtor",
    "save_setup",
    "unarchive_creditor",
    "unarchive_debtor",
]
