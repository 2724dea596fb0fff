"""What of the ledger cannot be undone, in the words of the history panel (HIS-5)."""

from django.contrib.contenttypes.models import ContentType
from django.utils.translation import gettext as _

from kundebro.history.models import Change, Changeset
from kundebro.ledger.models import Creditor, Debtor
from kundebro.ledger.queries.entries import has_postings


def why_not_closed(changeset: Changeset) -> str:
    """An account stays once something was posted on it."""
    for model in (Debtor, Creditor):
        kind = ContentType.objects.get_for_model(model)
        made = changeset.changes.filter(content_type=kind, kind=Change.Kind.CREATED).values_list(
            "object_id", flat=True
        )
        if any(has_postings(account) for account in model._default_manager.filter(pk__in=list(made))):
            return _("Something has been posted on the account. Archive it when its balance is 0.")
    return ""


def posted_stands(_changeset: Changeset) -> str:
    """Posted entries are reversed, not undone."""
    return _("What is posted is not undone; reverse the entry.")
