"""Contacts for tests."""

from itertools import count
from typing import Any

from kundebro.contacts.models import Contact, ContactRole
from kundebro.contacts.operations import create_contact
from kundebro.history.recorder import recording
from kundebro.prospects.models import Prospect
from kundebro.prospects.operations import create_prospect
from kundebro.users.choices import Role, Scope
from kundebro.users.models import User
from tests.factories.users import make_user

_numbers = count(1)


def make_contact(
    *, name: str = "", prospect: Prospect | None = None, by: User | None = None, **values: Any
) -> Contact:
    """A contact, at a company of its own unless one is given."""
    by = by or make_user()
    number = next(_numbers)
    company = prospect or create_prospect({"name": f"Firma {number}"}, by=by)
    return create_contact(company, {"name": name or f"Kontakt {number}", **values}, by=by)


def make_role(*, name: str = "Indkøbschef") -> ContactRole:
    """A contact role."""
    with recording("test.role", by=None):
        role = ContactRole(code=f"R{next(_numbers)}", name=name)
        role.save()
    return role


def make_seller() -> User:
    """Someone who sees only what is their own."""
    return make_user(role=Role.SELLER, scope=Scope.OWN)
