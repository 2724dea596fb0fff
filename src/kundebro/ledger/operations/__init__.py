"""Everything a user does in the sub-ledgers."""

from kundebro.ledger.operations.archive import (
    CannotArchive,
    archive_creditor,
    archive_debtor,
    unarchive_creditor,
    unarchive_debtor,
)
from kundebro.ledger.operations.change import PayerLoop, change_creditor, change_debtor, change_details
from kundebro.ledger.operations.documents import (
    AccountBarred,
    DueDateMissing,
    NothingToPost,
    Terms,
    post_credit_note,
    post_invoice,
    post_payment,
)
from kundebro.ledger.operations.entries import (
    AccountArchived,
    ExchangeRateMissing,
    MayNotBePostedOn,
    PeriodClosed,
    Unbalanced,
)
from kundebro.ledger.operations.figures import refresh_overdue
from kundebro.ledger.operations.journal import (
    VouchersDiffer,
    VoucherUnbalanced,
    delete_draft,
    foresee_voucher,
    post_journal,
    save_draft,
)
from kundebro.ledger.operations.open import (
    AccountNumberTaken,
    NoPostingGroup,
    WrongPostingGroup,
    open_creditor,
    open_debtor,
)
from kundebro.ledger.operations.periods import AlreadyClosed, NotOverYet, close_period
from kundebro.ledger.operations.reverse import CannotReverse, EntrySettled, reverse_entry
from kundebro.ledger.operations.settling import (
    AlreadyTakenBack,
    CannotSettle,
    MoreThanIsLeft,
    NotOneAccount,
    PartOfAReversal,
    SameSide,
    settle,
    settle_entries,
    unsettle,
)
from kundebro.ledger.operations.setup import delete_setup, save_setup
from kundebro.ledger.operations.taxing import InvoiceLine, VatAccountMissing

__all__ = [
    "AccountArchived",
    "AccountBarred",
    "AccountNumberTaken",
    "AlreadyClosed",
    "AlreadyTakenBack",
    "CannotArchive",
    "CannotReverse",
    "CannotSettle",
    "DueDateMissing",
    "EntrySettled",
    "ExchangeRateMissing",
    "InvoiceLine",
    "MayNotBePostedOn",
    "MoreThanIsLeft",
    "NoPostingGroup",
    "NotOneAccount",
    "NotOverYet",
    "NothingToPost",
    "PartOfAReversal",
    "PayerLoop",
    "PeriodClosed",
    "SameSide",
    "Terms",
    "Unbalanced",
    "VatAccountMissing",
    "VoucherUnbalanced",
    "VouchersDiffer",
    "WrongPostingGroup",
    "archive_creditor",
    "archive_debtor",
    "change_creditor",
    "change_debtor",
    "change_details",
    "close_period",
    "delete_draft",
    "delete_setup",
    "foresee_voucher",
    "open_creditor",
    "open_debtor",
    "post_credit_note",
    "post_invoice",
    "post_journal",
    "post_payment",
    "refresh_overdue",
    "reverse_entry",
    "save_draft",
    "save_setup",
    "settle",
    "settle_entries",
    "unarchive_creditor",
    "unarchive_debtor",
    "unsettle",
]
