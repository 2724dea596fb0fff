"""Keeps prospects and their accounts in step while that is switched on (SY-1 to SY-3, PRO-5).

A shared field that has changed on one record is given to the records it is linked with, in the changeset of the change:
at most one more write for each of them. It ends by itself, for what does not differ is neither written nor announced.
Lock order is prospect, debtor, creditor (CORE-6): whoever begins with an account locks its prospect first.
"""

from collections.abc import Collection, Mapping
from typing import Any, Final

from django.db import connection
from django.db.models import Q

from kundebro.history.models import Changeset
from kundebro.history.queries import columns_changed
from kundebro.history.recorder import recording
from kundebro.history.rules import Changes
from kundebro.history.tracked import StaleWrite, save_many
from kundebro.ledger.models import PartyAccount
from kundebro.ledger.operations import change_details
from kundebro.ledger.terms import EMPTY
from kundebro.prospects.choices import FieldOwner
from kundebro.prospects.models import OwnedField, Prospect, SyncSwitch
from kundebro.prospects.models.sync import THE_SWITCH
from kundebro.prospects.queries.sync import COLUMNS, in_step_since, sync_rules
from kundebro.prospects.queries.transfer import ACCOUNTS
from kundebro.prospects.signals import details_changed
from kundebro.users.models import User

MODELS: Final = tuple(ACCOUNTS.values())
SHARED: Final = frozenset(COLUMNS.values())
Standing = Mapping[type[PartyAccount] | type[Prospect], Mapping[int, Collection[str]]]
"""Columns that an undo has given back their own old value, which is left to them."""


def set_sync(*, is_on: bool, owners: Mapping[str, FieldOwner], by: User, key: str | None = None) -> SyncSwitch:
    """Switch sync on or off, and say which side owns which shared field; no record is changed by that.

    Waits for changes under way, so that each of them is wholly before or after.
    """
    with recording("prospects.set-sync", by=by, key=key) as record:
        switch = hold_switch()
        if record.is_repeat:
            return switch
        switch.is_on = is_on
        switch.save()
        stored = {row.field: row for row in OwnedField.objects.all()}
        for field, owner in owners.items():
            row = stored.get(field)
            if owner == FieldOwner.BOTH:
                if row:
                    row.delete()
            elif row is None:
                OwnedField(field=field, owner=owner).save()
            else:
                row.owner = owner
                row.save()
        return record.returns(switch)


def spread(changes: Changes, *, side: FieldOwner = FieldOwner.CRM, standing: Standing | None = None) -> None:
    """Make known what has been written on prospects, which are locked: their accounts follow, apps above hear of it."""
    told = {pk: changed for pk, changed in changes.items() if changed}
    if not told:
        return
    _bring_to_accounts(told, side, standing or {})
    details_changed.send(sender=Prospect, changes=told)


def take_from_account(prospect: Prospect, account: PartyAccount) -> None:
    """Give a prospect that is being transferred what its new account holds beyond it, where sync is on.

    So both are in step from the first day; what the prospect holds itself stays. The caller locks, saves and spreads.
    """
    for column in sync_rules(held=True).columns_from(FieldOwner.FINANCE):
        if getattr(prospect, column) in EMPTY:
            setattr(prospect, column, getattr(account, column))


def bring_to_prospects(model: type[PartyAccount], changes: Changes, *, standing: Standing | None = None) -> None:
    """Let the prospects behind accounts follow what has been written on these, and through them the other account.

    Raises StaleWrite for an account that was given its prospect in this very moment: its change comes too late.
    """
    moved = _shared(changes)
    link = f"{model.kind.value}_id"
    linked = dict(Prospect.objects.filter(**{f"{link}__among": list(moved)}).values_list("pk", link))
    if not linked:
        return
    # Locked before the accounts were (`hold`), so nobody is waited for here.
    rows = Prospect.objects.select_for_update(skip_locked=True).filter(pk__among=list(linked)).order_by("pk")
    prospects, accounts = list(rows), model._default_manager.in_bulk(linked.values())
    if len(prospects) != len(linked):
        raise StaleWrite(*accounts.values())
    pairs = [(prospect, accounts[linked[prospect.pk]]) for prospect in prospects]
    if not any(getattr(one, column) != getattr(other, column) for one, other in pairs for column in moved[other.pk]):
        return
    allowed = sync_rules(held=True).columns_from(FieldOwner.FINANCE)
    kept = (standing or {}).get(Prospect, {})
    for prospect, account in pairs:
        for column in (moved[account.pk] & allowed).difference(kept.get(prospect.pk, ())):
            setattr(prospect, column, getattr(account, column))
        prospect.doubt_address()
    followed = {prospect.pk: prospect.changes() for prospect in prospects}
    save_many(prospects)
    spread(followed, side=FieldOwner.FINANCE, standing=standing)


def travel_after_undo(
    changes: Mapping[type[Any], Changes], *, undone: Changeset, left: Collection[tuple[type[Any], int]]
) -> None:
    """Let what an undo has put back travel, where it did not when it was done: sync was off, or nothing linked yet.

    What followed at the time stands in the changeset too, and has been put back by the undo itself.
    """
    beside = Q(pk__among=list(changes.get(Prospect, ())))
    for model in MODELS:
        beside |= Q(**{f"{model.kind.value}__among": list(changes.get(model, ()))})
    touched = changes.keys() & {Prospect, *MODELS}
    rows = list(Prospect.objects.filter(beside).exclude(debtor=None, creditor=None)) if touched else []
    if not rows or not sync_rules().is_on:
        return
    since = in_step_since([row.pk for row in rows])
    standing: dict[type[Any], dict[int, Collection[str]]] = {}
    late: dict[type[Any], dict[int, dict[str, tuple[Any, Any]]]] = {}
    prospects: dict[type[Any], dict[int | None, int]] = {
        Prospect: {row.pk: row.pk for row in rows},
        **{model: {row.account_key(model.kind): row.pk for row in rows} for model in MODELS},
    }
    for model, prospect_of in prospects.items():
        own = columns_changed(undone, model, [key for key in prospect_of if key])
        standing[model] = {key: columns for key, columns in own.items() if (model, key) not in left}
        late[model] = {
            key: {name: pair for name, pair in changed.items() if own[key].get(name, 0) < since[prospect_of[key]]}
            for key, changed in changes.get(model, {}).items()
            if key in own
        }
    spread(late[Prospect], standing=standing)
    for model in MODELS:
        bring_to_prospects(model, late[model], standing=standing)


def hold(*, prospects: Collection[int] = (), debtors: Collection[int] = (), creditors: Collection[int] = ()) -> None:
    """Lock the records and those they are linked with, in the one order that nobody can meet from the other end."""
    if not connection.features.has_select_for_update:
        return
    wanted = [("pk", prospects), ("debtor", debtors), ("creditor", creditors)]
    named = [Q(**{f"{name}__among": list(keys)}) for name, keys in wanted if keys]
    if not named:
        return
    condition = Q()
    for each in named:
        condition |= each
    rows = Prospect.objects.select_for_update().filter(condition).order_by("pk")
    links = list(rows.values_list("debtor_id", "creditor_id"))
    for place, (model, own) in enumerate(zip(MODELS, (debtors, creditors), strict=True)):
        keys = [key for key in {*own, *(link[place] for link in links)} if key is not None]
        list(model._default_manager.select_for_update().filter(pk__among=keys).order_by("pk").values_list("pk"))


def hold_switch() -> SyncSwitch:
    """The switch, as soon as no change under way goes by it any more; later ones wait."""
    return SyncSwitch.objects.select_for_update().get(pk=THE_SWITCH)


def _bring_to_accounts(changes: Changes, side: FieldOwner, standing: Standing) -> None:
    moved = _shared(changes)
    linked = list(Prospect.objects.filter(pk__among=list(moved)).exclude(debtor=None, creditor=None)) if moved else []
    allowed = sync_rules(held=True).columns_from(side) if linked else frozenset()
    for model in MODELS:
        kept, values = standing.get(model, {}), {}
        for prospect in linked:
            key = prospect.account_key(model.kind)
            if key is not None and (columns := (moved[prospect.pk] & allowed).difference(kept.get(key, ()))):
                values[key] = {column: getattr(prospect, column) for column in columns}
        if values:
            change_details(model, values)


def _shared(changes: Changes) -> dict[int, frozenset[str]]:
    """Of the rows that have changed in a shared field: which ones."""
    return {key: columns for key, changed in changes.items() if (columns := SHARED.intersection(changed))}
