"""Contacts as rows of a spreadsheet."""

from collections.abc import Iterator
from typing import Final

from django.utils.functional import Promise
from django.utils.text import capfirst
from django.utils.translation import gettext_lazy as _

from kundebro.contacts.models import Contact, ContactQuerySet
from kundebro.core.formats import show_phone
from kundebro.prospects.models import Prospect

PORTION: Final = 500
OF_COMPANY: Final = ("number", "name")
OWN: Final = (
    "name",
    "initials",
    "title",
    "role",
    "phone",
    "mobile",
    "email",
    "is_primary",
    "receives",
    "e_invoice_reference",
    "language",
    "remark",
    "left_at",
)


def headings() -> list[str | Promise]:
    """Number and name of the company, then the contact's own fields."""
    company = [capfirst(Prospect._meta.get_field(name).verbose_name) for name in OF_COMPANY]  # type: ignore[union-attr]
    company[1] = _("Company")
    return [*company, *(capfirst(Contact._meta.get_field(name).verbose_name) for name in OWN)]  # type: ignore[union-attr]


def rows_of(contacts: ContactQuerySet) -> Iterator[list[object]]:
    """The contacts in Danish name order, read a portion at a time."""
    ordered = contacts.select_related("prospect", "role").order_by("sort_name", "pk")
    ordered = ordered.only(*OWN, "role__name", *(f"prospect__{name}" for name in OF_COMPANY))
    for contact in ordered.iterator(chunk_size=PORTION):
        yield [contact.prospect.number, contact.prospect.name, *(_value(contact, name) for name in OWN)]


def _value(contact: Contact, name: str) -> object:
    if name in ("receives", "language"):
        return getattr(contact, f"get_{name}_display")()
    if name in ("phone", "mobile"):
        return show_phone(getattr(contact, name))
    if name == "role":
        return contact.role.name if contact.role else ""
    return getattr(contact, name)
