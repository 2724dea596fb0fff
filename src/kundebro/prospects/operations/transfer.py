"""The prospect says yes: an account with its details, or a link to the account it has already (PRO-3, PRO-4).

The prospect stays with all its history. Lock order is prospect, then account (CORE-6).
"""

from typing import Any, TypeVar

from django.core.exceptions import ObjectDoesNotExist, PermissionDenied

from kundebro.history.recorder import Recording, recording
from kundebro.ledger.choices import PartyKind
from kundebro.ledger.models import Creditor, CreditorProfile, Debtor, DebtorProfile, PartyAccount
from kundebro.ledger.operations import open_creditor, open_debtor
from kundebro.prospects.models import Prospect
from kundebro.prospects.operations.sync import spread, take_from_account
from kundebro.prospects.queries.transfer import account_details, agrees, has_prospect
from kundebro.users.models import User

Answer = TypeVar("Answer", Debtor, Creditor, Prospect)


class AlreadyTransferred(Exception):
    """The prospect has an account of the kind: `account`."""

    def __init__(self, account: PartyAccount) -> None:
        super().__init__(str(account))
        self.account = account


class TransferUndone(Exception):
    """A repeat of a transfer that has been undone meanwhile."""


class ProspectArchived(Exception):
    """The prospect is put away; it is brought back first."""


class AccountHasProspect(Exception):
    """The account belongs to another prospect."""

    def __init__(self, account: PartyAccount) -> None:
        super().__init__(str(account))
        self.account = account


class NothingAgrees(Exception):
    """Neither the CVR number nor the name of prospect and account agree."""


def transfer_to_debtor(
    prospect: Prospect,
    *,
    by: User,
    key: str | None = None,
    profile: DebtorProfile | None = None,
    number: str | None = None,
) -> Debtor:
    """Open a debtor with the prospect's details, under its number unless another is given.

    Raises AlreadyTransferred, ProspectArchived, PermissionDenied, and what `open_debtor` raises: AccountNumberTaken
    with the debtor that has the number, NoPostingGroup. A repeat of a transfer that was undone raises TransferUndone.
    """
    with recording("prospects.transfer-to-debtor", by=by, about=prospect, key=key) as record:
        if record.is_repeat:
            return first_answer(record, Debtor)
        prospect = _locked(prospect, PartyKind.DEBTOR, by=by)
        details = account_details(prospect, PartyKind.DEBTOR)
        debtor = open_debtor(number=number or prospect.number, details=details, by=by, profile=profile)
        prospect.debtor = debtor
        _save_in_step(prospect, debtor)
        return record.returns(debtor)


def transfer_to_creditor(
    prospect: Prospect,
    *,
    by: User,
    key: str | None = None,
    profile: CreditorProfile | None = None,
    number: str | None = None,
) -> Creditor:
    """Open a creditor with the prospect's details; as `transfer_to_debtor`."""
    with recording("prospects.transfer-to-creditor", by=by, about=prospect, key=key) as record:
        if record.is_repeat:
            return first_answer(record, Creditor)
        prospect = _locked(prospect, PartyKind.CREDITOR, by=by)
        details = account_details(prospect, PartyKind.CREDITOR)
        creditor = open_creditor(number=number or prospect.number, details=details, by=by, profile=profile)
        prospect.creditor = creditor
        _save_in_step(prospect, creditor)
        return record.returns(creditor)


def link_to_debtor(prospect: Prospect, debtor: Debtor, *, by: User, key: str | None = None) -> Debtor:
    """Let the prospect be the one behind a debtor that exists already; nothing else of either changes.

    Raises AlreadyTransferred, ProspectArchived, PermissionDenied, AccountHasProspect and NothingAgrees.
    """
    with recording("prospects.link-to-debtor", by=by, about=prospect, key=key) as record:
        if record.is_repeat:
            return first_answer(record, Debtor)
        prospect = _locked(prospect, PartyKind.DEBTOR, by=by)
        debtor = Debtor.objects.select_for_update().get(pk=debtor.pk)
        _check_link(prospect, debtor)
        prospect.debtor = debtor
        prospect.save()
        return record.returns(debtor)


def link_to_creditor(prospect: Prospect, creditor: Creditor, *, by: User, key: str | None = None) -> Creditor:
    """Let the prospect be the one behind a creditor that exists already; as `link_to_debtor`."""
    with recording("prospects.link-to-creditor", by=by, about=prospect, key=key) as record:
        if record.is_repeat:
            return first_answer(record, Creditor)
        prospect = _locked(prospect, PartyKind.CREDITOR, by=by)
        creditor = Creditor.objects.select_for_update().get(pk=creditor.pk)
        _check_link(prospect, creditor)
        prospect.creditor = creditor
        prospect.save()
        return record.returns(creditor)


def transfer(
    prospect: Prospect,
    kind: PartyKind,
    *,
    by: User,
    key: str | None = None,
    profile: Any = None,
    number: str | None = None,
) -> PartyAccount:
    """`transfer_to_debtor` or `transfer_to_creditor`."""
    make: Any = transfer_to_debtor if kind == PartyKind.DEBTOR else transfer_to_creditor
    return make(prospect, by=by, key=key, profile=profile, number=number)  # type: ignore[no-any-return]


def link(prospect: Prospect, account: PartyAccount, *, by: User, key: str | None = None) -> PartyAccount:
    """`link_to_debtor` or `link_to_creditor`."""
    join: Any = link_to_debtor if account.kind == PartyKind.DEBTOR else link_to_creditor
    return join(prospect, account, by=by, key=key)  # type: ignore[no-any-return]


def rights_to_transfer(kind: PartyKind) -> tuple[str, ...]:
    """What one must be allowed: to read the prospect, to transfer it, and to open the account (PRO-4)."""
    return ("prospects.view_prospect", "prospects.transfer_prospect", f"ledger.add_{kind.value}")


def _locked(prospect: Prospect, kind: PartyKind, *, by: User) -> Prospect:
    """The prospect, locked and free to be given an account of the kind; its save is refused if anyone got past that."""
    visible = Prospect.objects.visible_to(by).select_for_update(of=("self",))
    locked = visible.filter(pk=prospect.pk).first() if by.has_perms(rights_to_transfer(kind)) else None
    if locked is None:
        raise PermissionDenied
    if account := locked.account(kind):
        raise AlreadyTransferred(account)
    if locked.is_archived:
        raise ProspectArchived(locked)
    return locked


def _save_in_step(prospect: Prospect, account: PartyAccount) -> None:
    """Save the link to a new account, with what the two share from now on."""
    take_from_account(prospect, account)
    changes = prospect.changes()
    prospect.save()
    spread({prospect.pk: changes})


def _check_link(prospect: Prospect, account: PartyAccount) -> None:
    if has_prospect(account):
        raise AccountHasProspect(account)
    if not agrees(prospect, account):
        raise NothingAgrees(account)


def first_answer(record: Recording, model: type[Answer]) -> Answer:
    """What the first call with the key answered; raises TransferUndone when that is no longer there."""
    try:
        return record.result(model)
    except ObjectDoesNotExist:
        raise TransferUndone from None
