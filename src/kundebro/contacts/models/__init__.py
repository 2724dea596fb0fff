"""The people at a prospect."""

from kundebro.contacts.models.contact import Contact, ContactQuerySet
from kundebro.contacts.models.role import ContactRole

__all__ = ["Contact", "ContactQuerySet", "ContactRole"]
