"""What the page of a contact shows: groups of fields that are read and edited together."""

from dataclasses import dataclass
from typing import Any, Final

from django.utils.html import format_html
from django.utils.text import capfirst
from django.utils.translation import gettext_lazy as _

from kundebro.contacts.forms.contact import PHONES
from kundebro.contacts.models import Contact
from kundebro.core.components import FieldGroup
from kundebro.core.formats import show_phone
from kundebro.prospects.card import Fact


@dataclass(frozen=True, kw_only=True)
class Group(FieldGroup):
    """Fields of a contact."""

    def facts(self, contact: Contact) -> list[Fact]:
        """Names and values."""
        return [
            Fact(key=name, name=label_of(name), value=linked(name, getattr(contact, name))) for name in self.fields
        ]


GROUPS: Final = {
    group.key: group
    for group in (
        Group(key="who", title=_("Who"), fields=("name", "title", "role", "initials", "language"), icon="user"),
        Group(key="reach", title=_("Telephone and e-mail"), fields=("mobile", "phone", "email"), icon="phone"),
        Group(key="documents", title=_("Documents"), fields=("receives", "e_invoice_reference"), icon="file-invoice"),
        Group(key="remark", title=_("Remark"), fields=("remark",), icon="note", is_text=True),
    )
}


def label_of(name: str) -> str:
    """What the field is called."""
    return capfirst(str(Contact._meta.get_field(name).verbose_name))  # type: ignore[union-attr]


def shown(name: str, value: Any) -> str:
    """A field's value as people read it."""
    if not value:
        return ""
    if name in PHONES:
        return show_phone(value)
    choices = getattr(Contact._meta.get_field(name), "flatchoices", None)
    return str(dict(choices).get(value, value)) if choices else str(value)


def linked(name: str, value: Any) -> str:
    """The value as a link where one can call or write there."""
    text = shown(name, value)
    if value and name in PHONES:
        return format_html('<a href="tel:{}">{}</a>', value, text)
    if value and name == "email":
        return format_html('<a href="mailto:{}">{}</a>', value, text)
    return text
