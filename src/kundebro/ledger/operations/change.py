"""Corrects debtors and creditors."""

from collections.abc import Mapping
from typing import Any, TypeVar

from kundebro.history.recorder import recording
from kundebro.history.tracked import StaleWrite, save_many
from kundebro.ledger.models import Creditor, Debtor, PartyAccount
from kundebro.ledger.operations.open import check_posting_group, save_under_own_number
from kundebro.ledger.signals import details_changed, locking
from kundebro.users.models import User

Account = TypeVar("Account", bound=PartyAccount)


class PayerLoop(Exception):
    """The chain of payers would lead back to the debtor itself."""

    def __init__(self, payer: Debtor) -> None:
        super().__init__(str(payer))
        self.payer = payer


def change_debtor(
    debtor: Debtor, values: Mapping[str, Any], *, by: User, version: int | None = None, key: str | None = None
) -> Debtor:
    """Give the debtor new values for some fields.

    Raises StaleWrite when it is no longer at `version`, AccountNumberTaken, WrongPostingGroup and PayerLoop.
    """
    with recording("ledger.change-debtor", by=by, about=debtor, key=key) as record:
        if record.is_repeat:
            return record.result(Debtor)
        return record.returns(_changed(debtor, values, version))


def change_creditor(
    creditor: Creditor, values: Mapping[str, Any], *, by: User, version: int | None = None, key: str | None = None
) -> Creditor:
    """Give the creditor new values for some fields; as `change_debtor`."""
    with recording("ledger.change-creditor", by=by, about=creditor, key=key) as record:
        if record.is_repeat:
            return record.result(Creditor)
        return record.returns(_changed(creditor, values, version))


def change_details(model: type[PartyAccount], values: Mapping[int, Mapping[str, Any]]) -> int:
    """Give accounts other details, each its own by key, in the changeset under way; returns how many changed.

    For the fields that a party shares with its prospect; who calls this has locked what comes before the accounts.
    """
    accounts = list(model._default_manager.select_for_update().filter(pk__among=list(values)).order_by("pk"))
    for account in accounts:
        for column, value in values[account.pk].items():
            setattr(account, column, value)
    changes = {account.pk: changed for account in accounts if (changed := account.changes())}
    save_many(accounts)
    if changes:
        details_changed.send(sender=model, changes=changes)
    return len(changes)


def _changed(account: Account, values: Mapping[str, Any], version: int | None) -> Account:
    locking.send(sender=type(account), accounts=[account.pk])
    account = type(account)._default_manager.select_for_update().get(pk=account.pk)
    if version is not None and account.version != version:
        raise StaleWrite(account)
    for name, value in values.items():
        setattr(account, name, value)
    check_posting_group(account)
    if isinstance(account, Debtor):
        _refuse_payer_loop(account)
    changed = account.changes()
    save_under_own_number(account)
    if changed:
        details_changed.send(sender=type(account), changes={account.pk: changed})
    return account


def _refuse_payer_loop(debtor: Debtor) -> None:
    key, seen = debtor.payer_id, {debtor.pk}
    while key is not None:
        payer = Debtor.objects.only("payer", "number", "name").get(pk=key)
        if payer.pk in seen:
            raise PayerLoop(payer)
        seen.add(payer.pk)
        key = payer.payer_id
