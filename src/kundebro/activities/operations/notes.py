"""Notes: what one wants to remember, kept on top of the card if it matters."""

from typing import Any

from kundebro.activities.choices import Kind
from kundebro.activities.marks import first_line, formed, says_the_same
from kundebro.activities.models import Activity
from kundebro.activities.operations.change import change_activity
from kundebro.activities.operations.create import create_activity, usual_type
from kundebro.contacts.models import Contact
from kundebro.history.recorder import recording
from kundebro.pipeline.models import SalesProject
from kundebro.prospects.models import Prospect
from kundebro.users.models import User


def write_note(  # noqa: PLR0913  what it belongs to, said in full
    prospect: Prospect,
    text: str,
    *,
    by: User,
    contact: Contact | None = None,
    sales_project: SalesProject | None = None,
    is_pinned: bool = False,
    key: str | None = None,
) -> Activity:
    """Keep a note that was typed with marks. Raises BelongsElsewhere, and ValidationError when it is too long."""
    values: dict[str, Any] = {
        "activity_type": usual_type(Kind.NOTE),
        "subject": first_line(text),
        "note": formed(text),
        "contacts": [contact] if contact else [],
        "sales_project": sales_project,
        "is_pinned": is_pinned,
    }
    return create_activity(prospect, values, by=by, is_done=True, key=key)


def rewrite_note(
    note: Activity, text: str, *, by: User, version: int | None = None, key: str | None = None
) -> Activity:
    """Give the note another text; what it is called follows. One that was not touched stays exactly as it is stored.

    Raises StaleWrite and ValidationError.
    """
    values = {} if says_the_same(text, note.note) else {"subject": first_line(text), "note": formed(text)}
    return change_activity(note, values, by=by, version=version, key=key)


def pin_note(note: Activity, *, by: User, is_pinned: bool = True) -> None:
    """Let the note stand on top of the card, or no longer."""
    with recording("activities.pin", by=by, about=note.prospect):
        row = Activity.objects.select_for_update().get(pk=note.pk)
        row.is_pinned = is_pinned
        row.save()
