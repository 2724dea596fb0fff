"""Saves a contact's form, and settles it when someone else was quicker."""

from django.http import QueryDict

from kundebro.contacts.facts import label_of, shown
from kundebro.contacts.forms import ContactForm
from kundebro.contacts.models import Contact
from kundebro.contacts.operations import change_contact
from kundebro.contacts.views.records import visible_contact
from kundebro.history.meeting import Meeting, answered, settle
from kundebro.users.models import User


def save(form: ContactForm, contact: Contact, *, by: User, posted: QueryDict) -> Meeting[Contact] | None:
    """Write what the form says, and answer with what has to be asked first, if anything has."""
    values, key = form.values(), form.request_key

    def write(kept: set[str], version: int | None) -> None:
        wanted = {name: value for name, value in values.items() if name not in kept}
        change_contact(contact, wanted, by=by, version=version, key=key)

    def meet(version: int) -> Meeting[Contact]:
        return Meeting.of(visible_contact(by, contact.pk), version, values, label_of=label_of, shown=shown)

    kept = answered(posted, form.model_fields)
    return settle(write, meet, version=form.cleaned_data["version"], kept=kept)
