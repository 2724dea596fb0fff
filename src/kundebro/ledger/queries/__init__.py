"""Questions over the sub-ledgers."""

from kundebro.ledger.queries.lists import SORTS, STATES, AccountFilter, creditor_page, debtor_page, order_of
from kundebro.ledger.queries.terms import RateMissing, default_profile, rate_on

__all__ = [
    "SORTS",
    "STATES",
    "AccountFilter",
    "RateMissing",
    "creditor_page",
    "debtor_page",
    "default_profile",
    "order_of",
    "rate_on",
]
