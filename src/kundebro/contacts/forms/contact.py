"""The form of a contact: all of it for a new one, a group of fields for one that is there."""

from functools import cache
from typing import Any, Final, cast

from django import forms
from django.db import models
from django.utils.text import capfirst
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from kundebro.contacts.choices import Receives, joined
from kundebro.contacts.models import Contact, ContactRole
from kundebro.core.formats import show_phone
from kundebro.parties.forms import RecordForm, party_formfield

FIELDS: Final = (
    "name",
    "title",
    "mobile",
    "phone",
    "email",
    "role",
    "initials",
    "language",
    "receives",
    "e_invoice_reference",
    "remark",
)
FIRST: Final = 5
"""How many of them are asked for at once; the rest is folded away in a new contact's form."""

SPANS: Final = {"receives": 12, "remark": 12, "email": 12, "name": 6}
PHONES: Final = ("phone", "mobile")
HELP: Final = {
    "e_invoice_reference": gettext_lazy("The reference that a public buyer wants on e-invoices."),
    "receives": gettext_lazy("What is sent to this person when it is sent by e-mail."),
}


def contact_formfield(column: "models.Field[Any, Any]", **options: Any) -> forms.Field | None:
    """The form field of one of the contact's columns."""
    if column.name == "receives":
        made: forms.Field | None = forms.MultipleChoiceField(
            choices=[(value, capfirst(label)) for value, label in Receives.choices],
            widget=forms.CheckboxSelectMultiple,
            required=False,
        )
    else:
        if column.name == "remark":
            options["widget"] = forms.Textarea(attrs={"rows": 3})
        made = party_formfield(column, **options)
    if made is not None:
        made.label = capfirst(column.verbose_name)
        made.help_text = HELP.get(column.name, "")
    return made


class ContactForm(RecordForm, forms.ModelForm[Contact]):
    """Some fields of a contact; what it says goes to an operation, never straight into the row."""

    instance: Contact

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        for name in PHONES:
            if self.initial.get(name):
                self.initial[name] = show_phone(self.initial[name])
        if isinstance(self.initial.get("receives"), str):
            self.initial["receives"] = [code for code in self.initial["receives"].split(",") if code]
        if "role" in self.fields:
            roles = ContactRole.objects.choosable(keep=[self.instance.role_id] if self.instance.role_id else [])
            self.fields["role"].queryset = roles  # type: ignore[attr-defined]

    @property
    def rows(self) -> list[tuple[forms.BoundField, int]]:
        """The fields with their widths in columns of twelve."""
        return [(self[name], SPANS.get(name, 6)) for name in self.model_fields]

    @property
    def first_rows(self) -> list[tuple[forms.BoundField, int]]:
        """What a new contact is asked for at once."""
        return self.rows[:FIRST]

    @property
    def more_rows(self) -> list[tuple[forms.BoundField, int]]:
        """What is folded away."""
        return self.rows[FIRST:]

    @property
    def has_more(self) -> bool:
        """Whether the folded part holds something to look at."""
        return any(name in self.errors or self[name].value() for name in self.model_fields[FIRST:])

    def clean_receives(self) -> str:
        """The set as it is stored."""
        return joined(self.cleaned_data["receives"])

    def clean(self) -> dict[str, Any]:
        """Warn of a mailbox that another contact has."""
        cleaned = super().clean()
        if email := cleaned.get("email"):
            self._warn_of_another(email)
        return cleaned

    def _warn_of_another(self, email: str) -> None:
        others = Contact.objects.unrestricted().filter(email=email)
        if self.instance.pk:
            others = others.exclude(pk=self.instance.pk)
        if others.exists():
            self.warn("email", _("Another contact has the same e-mail."))


@cache
def contact_form(names: tuple[str, ...] = FIELDS) -> type[ContactForm]:
    """The form of these fields."""
    made = forms.modelform_factory(Contact, form=ContactForm, fields=names, formfield_callback=contact_formfield)
    if names == FIELDS:
        made.base_fields["name"].widget.attrs["autofocus"] = True
    return cast("type[ContactForm]", made)
