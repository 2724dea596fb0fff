"""The other way round from `settle`: the primary contact follows its prospect, where sync is on."""

from kundebro.contacts.models import Contact
from kundebro.contacts.operations.settle import ATTENTION, IN_STEP
from kundebro.contacts.operations.texts import refresh_prospects
from kundebro.core.danish import fold
from kundebro.history.rules import Changes
from kundebro.history.tracked import save_many
from kundebro.prospects.queries.sync import sync_rules


def follow_prospects(changes: Changes) -> None:
    """Let primary contacts follow what they had in common with their prospect; the prospects are locked.

    An attention line that names another of the company's people makes that person primary; any other name is what the
    primary contact is called from now on. An emptied field takes nothing away from the contact.
    """
    columns = ATTENTION.keys() | IN_STEP.keys()
    moved = {pk: changed for pk, changed in changes.items() if columns & changed.keys()}
    if not moved or not sync_rules(held=True).is_on:
        return
    people: dict[int, list[Contact]] = {}
    for contact in Contact.objects.active().filter(prospect__among=list(moved)).order_by("-is_primary", "pk"):
        people.setdefault(contact.prospect_id, []).append(contact)
    written: list[Contact] = []
    for pk, contacts in people.items():
        primary, *others = contacts
        new_values = {column: pair for column, pair in moved[pk].items() if column in columns and pair[1]}
        named = fold(new_values["attention"][1]) if "attention" in new_values else ""
        successor = next((each for each in others if fold(each.name) == named), None)
        if successor is not None:
            primary.is_primary, successor.is_primary = False, True
            save_many([primary])  # there is never a moment with two
            written.append(successor)
        elif primary.is_primary:
            _follow(primary, new_values)
            written.append(primary)
    if save_many(written):
        refresh_prospects([contact.prospect_id for contact in written])


def _follow(contact: Contact, values: dict[str, tuple[str, str]]) -> None:
    """Take the new values where the contact held the old ones."""
    is_named = "attention" in values and contact.name == values["attention"][0]
    for column, name in {**ATTENTION, **IN_STEP}.items():
        old, new = values.get(column, ("", ""))
        if new and getattr(contact, name) == old and (old or (column == "attention_title" and is_named)):
            setattr(contact, name, new)
