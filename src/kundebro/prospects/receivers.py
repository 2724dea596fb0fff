"""What prospects do when something happens to their accounts."""

from collections.abc import Collection, Mapping
from typing import Any

from django.db import connection
from django.db.models import Q
from django.dispatch import receiver
from django.utils.translation import gettext as _

from kundebro.history import rules
from kundebro.history.models import Changeset
from kundebro.history.operations.undo import UndoRefused
from kundebro.ledger import signals as ledger
from kundebro.ledger.models import Creditor, Debtor, PartyAccount
from kundebro.prospects.models import OwnedField, Prospect, SyncSwitch
from kundebro.prospects.operations.archive import unarchive_behind
from kundebro.prospects.operations.sync import bring_to_prospects, hold, hold_switch, travel_after_undo
from kundebro.prospects.queries.behind import prospects_behind


@receiver(ledger.locking, dispatch_uid="prospects.accounts_locking")
def accounts_locking(sender: type[PartyAccount], accounts: Collection[int], **_kwargs: Any) -> None:
    """A prospect is locked before its account."""
    hold(**{f"{sender.kind.value}s": accounts})


@receiver(ledger.details_changed, dispatch_uid="prospects.accounts_changed")
def accounts_changed(sender: type[PartyAccount], changes: rules.Changes, **_kwargs: Any) -> None:
    """The prospect follows its account."""
    bring_to_prospects(sender, changes)


@receiver(rules.rows_undoing, dispatch_uid="prospects.rows_undoing")
def rows_undoing(rows: rules.Rows, undone: Changeset, **_kwargs: Any) -> None:
    """What an undo is about to write is locked in order, with the records that will follow.

    Whatever belongs to a prospect, of apps above too, comes after it: so every change of it is made.
    """
    keys = dict(rows)
    if SyncSwitch in keys or OwnedField in keys:
        hold_switch()
    if connection.features.has_select_for_update:
        owned = [model for model in keys if hasattr(model, "prospect_id")]
        owners = {pk for model in owned for pk in prospects_behind(model, keys[model], undone=undone)}
        hold(
            prospects=owners.union(keys.get(Prospect, ())),
            debtors=keys.get(Debtor, ()),
            creditors=keys.get(Creditor, ()),
        )


@receiver(rules.rows_undone, dispatch_uid="prospects.rows_undone")
def rows_undone(
    changes: Mapping[type[Any], rules.Changes],
    undone: Changeset,
    standing: Collection[tuple[type[Any], int]],
    **_kwargs: Any,
) -> None:
    """What an undo has put back travels too."""
    travel_after_undo(changes, undone=undone, left=standing)


@receiver(ledger.bringing_back, dispatch_uid="prospects.bringing_back")
def account_brought_back(account: PartyAccount, **_kwargs: Any) -> None:
    """An account in use belongs to a prospect in use."""
    unarchive_behind(account)


@receiver(rules.rows_undone, dispatch_uid="prospects.archived_with_their_accounts")
def archived_with_their_accounts(rows: rules.Rows, **_kwargs: Any) -> None:
    """No undo leaves an account in use behind an archived prospect: that could be posted on."""
    touched = dict(rows)
    near = (
        Q(pk__in=touched.get(Prospect, []))
        | Q(debtor__in=touched.get(Debtor, []))
        | Q(creditor__in=touched.get(Creditor, []))
    )
    if stranded := Prospect.objects.stranded().filter(near).first():
        raise UndoRefused(_("%(prospect)s is archived. Bring it back first.") % {"prospect": stranded})
