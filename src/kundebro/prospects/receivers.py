"""What prospects do when something happens to their accounts."""

from typing import Any

from django.db.models import Q
from django.dispatch import receiver
from django.utils.translation import gettext as _

from kundebro.history import rules
from kundebro.history.operations.undo import UndoRefused
from kundebro.ledger.models import Creditor, Debtor, PartyAccount
from kundebro.ledger.signals import bringing_back
from kundebro.prospects.models import Prospect
from kundebro.prospects.operations.archive import unarchive_behind


@receiver(bringing_back, dispatch_uid="prospects.bringing_back")
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
