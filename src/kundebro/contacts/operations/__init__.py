"""Everything a user does to contacts."""

from kundebro.contacts.operations.cards import TakenIn, take_in_cards
from kundebro.contacts.operations.change import (
    change_contact,
    delete_contact,
    make_primary,
    mark_left,
    restore_contact,
)
from kundebro.contacts.operations.create import create_contact, create_contacts, create_first_contacts
from kundebro.contacts.operations.enter_fair import enter_fair
from kundebro.contacts.operations.follow import follow_prospects
from kundebro.contacts.operations.texts import refresh_texts

__all__ = [
    "TakenIn",
    "change_contact",
    "create_contact",
    "create_contacts",
    "create_first_contacts",
    "delete_contact",
    "enter_fair",
    "follow_prospects",
    "make_primary",
    "mark_left",
    "refresh_texts",
    "restore_contact",
    "take_in_cards",
]
