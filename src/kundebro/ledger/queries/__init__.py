"""Questions over the sub-ledgers."""

from kundebro.ledger.queries.entries import (
    USUAL_BUCKETS,
    AccountBalance,
    AgeingRow,
    Statement,
    StatementLine,
    ageing,
    balances,
    currencies_of,
    entries_page_of,
    has_postings,
    open_entries_of,
    settlements_of,
    statement_of,
    vat_totals,
)
from kundebro.ledger.queries.lists import SORTS, STATES, AccountFilter, creditor_page, debtor_page, order_of
from kundebro.ledger.queries.periods import closed_through, first_open_day, is_open
from kundebro.ledger.queries.terms import RateMissing, default_profile, rate_on

__all__ = [
    "SORTS",
    "STATES",
    "USUAL_BUCKETS",
    "AccountBalance",
    "AccountFilter",
    "AgeingRow",
    "RateMissing",
    "Statement",
    "StatementLine",
    "ageing",
    "balances",
    "closed_through",
    "creditor_page",
    "currencies_of",
    "debtor_page",
    "default_profile",
    "entries_page_of",
    "first_open_day",
    "has_postings",
    "is_open",
    "open_entries_of",
    "order_of",
    "rate_on",
    "settlements_of",
    "statement_of",
    "vat_totals",
]
