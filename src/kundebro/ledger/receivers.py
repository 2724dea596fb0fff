"""What the sub-ledgers see to after an undo."""

from typing import Any

from django.db.models import Q
from django.dispatch import receiver
from django.utils.translation import gettext as _

from kundebro.history import rules
from kundebro.history.operations.undo import UndoRefused
from kundebro.ledger.models import Creditor, Debtor, JournalLine


@receiver(rules.rows_undone, dispatch_uid="ledger.no_draft_on_an_archived_account")
def no_draft_on_an_archived_account(rows: rules.Rows, **_kwargs: Any) -> None:
    """No undo leaves a line of the journal on an archived account; what is posted, the table itself refuses (I-12)."""
    touched = dict(rows)
    for model in (Debtor, Creditor):
        kind = model.kind.value
        near = Q(**{f"{kind}__in": touched.get(model, [])}) | Q(pk__in=touched.get(JournalLine, []))
        archived = JournalLine.objects.filter(near, **{f"{kind}__archived_at__isnull": False})
        if draft := archived.select_related(kind).first():
            told = {"account": getattr(draft, kind)}
            raise UndoRefused(_("The journal holds a line of the archived account %(account)s.") % told)
