"""Questions over contacts."""

from kundebro.contacts.queries.duplicates import known_as
from kundebro.contacts.queries.filters import ContactFilter
from kundebro.contacts.queries.lists import SORTS, briefly, contact_page, contacts_of, count_of, matching_contacts

__all__ = [
    "SORTS",
    "ContactFilter",
    "briefly",
    "contact_page",
    "contacts_of",
    "count_of",
    "known_as",
    "matching_contacts",
]
