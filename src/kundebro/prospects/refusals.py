"""Why a prospect is not given an account, or not archived, in words."""

from django.core.exceptions import PermissionDenied
from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from kundebro.ledger.operations import AccountNumberTaken, NoPostingGroup
from kundebro.prospects.operations.transfer import (
    AccountHasProspect,
    AlreadyTransferred,
    NothingAgrees,
    ProspectArchived,
    TransferUndone,
)
from kundebro.prospects.queries.transfer import number_in_use

TRANSFER_REFUSALS = (
    AccountHasProspect,
    AccountNumberTaken,
    AlreadyTransferred,
    NoPostingGroup,
    NothingAgrees,
    PermissionDenied,
    ProspectArchived,
    TransferUndone,
)
"""Everything that a transfer or a link may raise instead of being done."""


def why_not_transferred(refused: Exception) -> str:  # noqa: PLR0911  one sentence per refusal
    """The sentence for one of TRANSFER_REFUSALS."""
    if isinstance(refused, ProspectArchived):
        return _("It is archived. Bring it back first.")
    if isinstance(refused, AlreadyTransferred):
        return _("It is %(number)s already.") % {"number": refused.account.number}
    if isinstance(refused, AccountHasProspect):
        return _("Account %(number)s belongs to another prospect.") % {"number": refused.account.number}
    if isinstance(refused, AccountNumberTaken):
        return number_in_use(refused.account)
    if isinstance(refused, NoPostingGroup):
        return _("Choose a profile with a posting group.")
    if isinstance(refused, TransferUndone):
        return _("The transfer has been undone.")
    if isinstance(refused, PermissionDenied):
        return _("Your role does not include this.")
    return _("Neither CVR number nor name agree.")


def left_in_use(count: int) -> str:
    """So many could not be archived."""
    said = ngettext(
        "%(count)d stays: its account is in the way", "%(count)d stay: their accounts are in the way", count
    )
    return said % {"count": count}
