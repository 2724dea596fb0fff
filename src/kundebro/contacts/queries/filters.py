"""What one wants to see of the contacts, as the address of the list says it."""

from collections.abc import Mapping
from typing import Final

from django.db.models import Q
from django.http import QueryDict
from django.utils.functional import Promise
from django.utils.translation import gettext_lazy as _

from kundebro.contacts.models import ContactQuerySet
from kundebro.core.search import searched

STATES: Final = ("active", "left", "all")
KEYS: Final = {"role": "role", "responsible": "prospect__responsible", "status": "prospect__status"}
NOBODY: Final = "none"
LARGEST_KEY: Final = 18
TRAITS: Final[Mapping[str, tuple[str | Promise, Q]]] = {
    "email": (_("e-mail"), ~Q(email="")),
    "phone": (_("phone"), ~Q(phone="", mobile="")),
    "role": (_("role"), Q(role__isnull=False)),
}
"""What a contact has or lacks (`has=email`, `lacks=email`)."""


class ContactFilter:
    """The search text, the filters and the state chosen; anything not understood is left out."""

    def __init__(self, query: QueryDict) -> None:
        self.text = query.get("q", "").replace("\0", "").strip()[:200]
        self.state = state if (state := query.get("state", "")) in STATES else "active"
        self.is_primary = query.get("primary") == "yes"
        self.keys = {name: [v for v in query.getlist(name) if v == NOBODY or _is_key(v)] for name in KEYS}
        self.has = [name for name in query.getlist("has") if name in TRAITS]
        self.lacks = [name for name in query.getlist("lacks") if name in TRAITS]

    @property
    def is_empty(self) -> bool:
        """Whether the list is shown as it stands."""
        return self.state == "active" and not (
            self.text or self.is_primary or self.has or self.lacks or any(self.keys.values())
        )

    def applied_to(self, contacts: ContactQuerySet) -> ContactQuerySet:
        """The contacts that match; active ones are still there, at a company in use."""
        if self.state == "active":
            contacts = contacts.active().filter(prospect__archived_at=None)
        elif self.state == "left":
            contacts = contacts.filter(left_at__isnull=False)
        if self.is_primary:
            contacts = contacts.filter(is_primary=True)
        for name, field in KEYS.items():
            if values := self.keys[name]:
                condition = Q(**{f"{field}__in": [int(value) for value in values if value != NOBODY]})
                contacts = contacts.filter(condition | Q(**{field: None}) if NOBODY in values else condition)
        for name in self.has:
            contacts = contacts.filter(TRAITS[name][1])
        for name in self.lacks:
            contacts = contacts.filter(~TRAITS[name][1])
        return searched(contacts, self.text) if self.text else contacts


def _is_key(text: str) -> bool:
    return text.isascii() and text.isdecimal() and len(text) <= LARGEST_KEY
