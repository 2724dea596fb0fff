"""The other way round: a debtor or creditor made by hand gets its prospect (Opret kundeemne)."""

from typing import Any

from django.core.exceptions import PermissionDenied

from kundebro.history.recorder import recording
from kundebro.ledger.choices import PartyKind
from kundebro.ledger.models import PartyAccount
from kundebro.prospects.choices import IntendedRole
from kundebro.prospects.models import Prospect
from kundebro.prospects.operations.create import create_prospect
from kundebro.prospects.operations.transfer import AccountHasProspect, first_answer
from kundebro.prospects.queries.transfer import has_prospect
from kundebro.users.models import User


def create_prospect_of(
    account: PartyAccount, *, by: User, number: str | None = None, key: str | None = None
) -> Prospect:
    """Open a prospect with the account's details and let it stand behind the account, which stays as it is.

    Without a number it gets the next free one. Raises AccountHasProspect, NumberTaken, PermissionDenied, and
    TransferUndone from a repeat of one that was undone.
    """
    with recording("prospects.create-of-account", by=by, about=account, key=key) as record:
        if record.is_repeat:
            return first_answer(record, Prospect)
        if not by.has_perms(rights_to_create_of(account.kind)):
            raise PermissionDenied
        locked = type(account)._default_manager.select_for_update().get(pk=account.pk)
        if has_prospect(locked):
            raise AccountHasProspect(locked)
        return record.returns(create_prospect({**_values(locked), "number": number}, by=by))


def rights_to_create_of(kind: PartyKind) -> tuple[str, ...]:
    """What one must be allowed: to read the account, to make a prospect and to join the two (PRO-4)."""
    return ("prospects.transfer_prospect", "prospects.add_prospect", f"ledger.view_{kind.value}")


def _values(account: Any) -> dict[str, Any]:
    """What the prospect is given: the details, and the economic fields as if they had been prepared."""
    kind = account.kind
    return {
        **account.details(),
        kind.value: account,
        f"{kind.value}_profile_id": account.profile_id,
        f"{kind.value}_posting_group_id": account.posting_group_id,
        "vat_code_id": account.vat_code_id,
        "intended_role": IntendedRole.CUSTOMER if kind == PartyKind.DEBTOR else IntendedRole.SUPPLIER,
    }
