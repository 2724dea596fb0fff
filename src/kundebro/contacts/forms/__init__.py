"""What the pages about contacts ask for."""

from kundebro.contacts.forms.contact import ContactForm, contact_form
from kundebro.contacts.forms.filters import FilterForm, chips_of
from kundebro.contacts.forms.steps import CardsForm, ExportForm, LeftForm

__all__ = [
    "CardsForm",
    "ContactForm",
    "ExportForm",
    "FilterForm",
    "LeftForm",
    "chips_of",
    "contact_form",
]
