"""Puts debtors and creditors away when nothing is owed, and takes them out again (PRO-6)."""

from collections.abc import Sequence
from typing import TypeVar

from kundebro.history.recorder import Recording, recording
from kundebro.ledger.models import Creditor, Debtor, PartyAccount
from kundebro.ledger.obstacles import Obstacle, obstacles_of
from kundebro.ledger.signals import bringing_back
from kundebro.users.models import User

Account = TypeVar("Account", bound=PartyAccount)


class CannotArchive(Exception):
    """Something is still owed or under way; `obstacles` names each with its amount."""

    def __init__(self, account: PartyAccount, obstacles: Sequence[Obstacle]) -> None:
        super().__init__(f"{account}: {'; '.join(obstacle.sentence for obstacle in obstacles)}")
        self.account = account
        self.obstacles = list(obstacles)


def archive_debtor(debtor: Debtor, *, by: User, reason: str = "", key: str | None = None) -> Debtor:
    """Hide the debtor from the standard lists; raises CannotArchive with what is in the way."""
    with recording("ledger.archive-debtor", by=by, about=debtor, key=key, reason=reason) as record:
        return record.result(Debtor) if record.is_repeat else record.returns(_archived(debtor, record, reason))


def archive_creditor(creditor: Creditor, *, by: User, reason: str = "", key: str | None = None) -> Creditor:
    """Hide the creditor from the standard lists; raises CannotArchive with what is in the way."""
    with recording("ledger.archive-creditor", by=by, about=creditor, key=key, reason=reason) as record:
        return record.result(Creditor) if record.is_repeat else record.returns(_archived(creditor, record, reason))


def unarchive_debtor(debtor: Debtor, *, by: User, key: str | None = None) -> Debtor:
    """Bring an archived debtor back."""
    with recording("ledger.unarchive-debtor", by=by, about=debtor, key=key) as record:
        return record.result(Debtor) if record.is_repeat else record.returns(_brought_back(debtor))


def unarchive_creditor(creditor: Creditor, *, by: User, key: str | None = None) -> Creditor:
    """Bring an archived creditor back."""
    with recording("ledger.unarchive-creditor", by=by, about=creditor, key=key) as record:
        return record.result(Creditor) if record.is_repeat else record.returns(_brought_back(creditor))


def _locked(account: Account) -> Account:
    return type(account)._default_manager.select_for_update().get(pk=account.pk)


def _archived(account: Account, record: Recording, reason: str) -> Account:
    account = _locked(account)
    if account.is_archived:
        return account
    if obstacles := obstacles_of(account):
        raise CannotArchive(account, obstacles)
    account.archived_at, account.archived_reason = record.at, reason[:200]
    account.archives_when_settled = False
    account.save()
    return account


def _brought_back(account: Account) -> Account:
    bringing_back.send(sender=type(account), account=account)
    account = _locked(account)
    account.archived_at, account.archived_reason = None, ""
    account.save()
    return account
