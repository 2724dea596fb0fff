"""Where a new account's values come from: the party's own, else the profile's, else the company's (TR-3)."""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from typing import Any, Final

from kundebro.ledger.choices import Origin, PartyKind
from kundebro.ledger.models import Profile

SHARED: Final = (
    "posting_group",
    "vat_code",
    "currency",
    "payment_terms",
    "delivery_terms",
    "department",
    "language",
)
TERMS: Final[Mapping[PartyKind, tuple[str, ...]]] = {
    PartyKind.DEBTOR: (*SHARED, "reminder_model", "interest_model", "document_channel", "credit_limit_ore"),
    PartyKind.CREDITOR: SHARED,
}
"""The fields of an account that a profile may fill."""

EMPTY: Final = (None, "")


@dataclass(frozen=True)
class Term:
    """One field's value and where it came from."""

    value: Any
    origin: Origin


def terms_of(
    kind: PartyKind,
    details: Mapping[str, Any],
    *,
    profile: Profile | None = None,
    default: Profile | None = None,
    as_keys: bool = False,
) -> dict[str, Term]:
    """What an account of the kind gets in each of its terms, by field name; asks no database for what it is given.

    `details` holds the party's own values by field or column name; keys of rows and rows themselves are alike. The
    default profile speaks for the company. With `as_keys`, profiles give keys for rows that have not been read.
    """
    sources = ((Origin.PROFILE, profile), (Origin.COMPANY, default))
    return {name: _term(name, details, sources, as_keys=as_keys) for name in TERMS[kind]}


def _term(
    name: str, details: Mapping[str, Any], sources: Iterable[tuple[Origin, Profile | None]], *, as_keys: bool
) -> Term:
    own = details.get(name, details.get(f"{name}_id"))
    if own not in EMPTY:
        return Term(own, Origin.OWN)
    for origin, source in sources:
        attribute = f"{name}_id" if as_keys and _is_unread_row(source, name) else name
        if (value := getattr(source, attribute, None)) not in EMPTY:
            return Term(value, origin)
    return Term(None, Origin.NONE)


def _is_unread_row(source: Profile | None, name: str) -> bool:
    return source is not None and hasattr(source, f"{name}_id") and name not in source._state.fields_cache
