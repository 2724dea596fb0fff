from typing import Any, Final

from django.dispatch import receiver

from kundebro.contacts.models import Contact
from kundebro.contacts.operations import follow_prospects, refresh_texts
from kundebro.history import rules
from kundebro.prospects.models import Prospect
from kundebro.prospects.signals import details_changed

NAMED_BY: Final = frozenset({"number", "name"})


@receiver(details_changed, dispatch_uid="contacts.details_changed")
def prospects_changed(changes: rules.Changes, **_kwargs: Any) -> None:
    """Contacts are found by their company as it is called now, and the primary ones follow it."""
    if renamed := [pk for pk, changed in changes.items() if NAMED_BY & changed.keys()]:
        refresh_texts(prospects=renamed)
    follow_prospects(changes)


@receiver(rules.rows_undone, dispatch_uid="contacts.rows_undone")
def rows_undone(rows: rules.Rows, **_kwargs: Any) -> None:
    """After an undo, companies and contacts are found by what they are called again."""
    touched = {model: keys for model, keys in rows if model in (Contact, Prospect)}
    if touched:
        refresh_texts(prospects=touched.get(Prospect, []), contacts=touched.get(Contact, []))
