"""Corrects a contact, lets one be the primary, and puts away who has left."""

from collections.abc import Callable, Mapping
from datetime import date
from typing import Any

from kundebro.contacts.models import Contact
from kundebro.contacts.operations.settle import Site, held
from kundebro.history.recorder import recording
from kundebro.history.tracked import StaleWrite
from kundebro.users.models import User


def change_contact(
    contact: Contact, values: Mapping[str, Any], *, by: User, version: int | None = None, key: str | None = None
) -> Contact:
    """Give the contact new values for some fields; raises StaleWrite when it is no longer at `version`."""

    def change(row: Contact, site: Site) -> None:
        if version is not None and row.version != version:
            raise StaleWrite(row)
        for name, value in values.items():
            setattr(row, name, value)
        if "email" in values:
            site.learn_domain(row.email)

    return _changed(contact, change, operation="contacts.change", by=by, key=key)


def make_primary(contact: Contact, *, by: User, key: str | None = None) -> Contact:
    """Let the contact be the one the company is reached through; one who had left is back."""

    def change(row: Contact, site: Site) -> None:
        row.left_at = None
        site.make_primary(row)

    return _changed(contact, change, operation="contacts.make-primary", by=by, key=key)


def mark_left(contact: Contact, *, by: User, on: date, key: str | None = None) -> Contact:
    """Note that the person has left the company; the next in the list becomes primary."""

    def change(row: Contact, _site: Site) -> None:
        row.left_at, row.is_primary = on, False

    return _changed(contact, change, operation="contacts.mark-left", by=by, key=key)


def restore_contact(contact: Contact, *, by: User, key: str | None = None) -> Contact:
    """Bring back someone marked as left."""

    def change(row: Contact, _site: Site) -> None:
        row.left_at = None

    return _changed(contact, change, operation="contacts.restore", by=by, key=key)


def delete_contact(contact: Contact, *, by: User, key: str | None = None) -> None:
    """Take the contact away; Fortryd brings it back. Raises ProtectedError while something points at it."""
    with recording("contacts.delete", by=by, about=contact.prospect, key=key) as record:
        if record.is_repeat:
            return
        with held(contact.prospect, by=by):
            Contact.objects.get(pk=contact.pk).delete()


def _changed(
    contact: Contact, change: Callable[[Contact, Site], None], *, operation: str, by: User, key: str | None
) -> Contact:
    with recording(operation, by=by, about=contact.prospect, key=key) as record:
        if record.is_repeat:
            return record.result(Contact)
        with held(contact.prospect, by=by) as site:
            row = Contact.objects.get(pk=contact.pk)
            change(row, site)
            row.save()
        return record.returns(row)
