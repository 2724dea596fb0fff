"""The contact in a row of a list of prospects."""

from collections.abc import Mapping, Sequence
from typing import Any, Final

from django.core.exceptions import ValidationError
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from kundebro.contacts.models import Contact
from kundebro.contacts.models.contact import company_text_of
from kundebro.contacts.operations import change_contact, create_contacts, create_first_contacts
from kundebro.core.danish import fold
from kundebro.imports.choices import Outcome, Policy
from kundebro.imports.targets import CheckedRow, FieldChange, ImportContext, PlannedRow, TargetField
from kundebro.parties.validators import Checked, check_email, check_phone, one_line
from kundebro.prospects.importing.companions import Companion

COLUMNS: Final = {
    "contact_name": "name",
    "contact_title": "title",
    "contact_email": "email",
    "contact_phone": "phone",
    "contact_mobile": "mobile",
}
NAME_LENGTH: Final = 100
TITLE_LENGTH: Final = 60

FIELDS: Final = (
    TargetField(
        name="contact_name",
        title=gettext_lazy("contact: name"),
        aliases=("Kontaktperson", "Kontakt", "Kontaktnavn", "Contact", "Contact name", "Contact person", "Person"),
    ),
    TargetField(
        name="contact_title",
        title=gettext_lazy("contact: title"),
        aliases=("Titel", "Stilling", "Kontakt titel", "Title", "Job title", "Position"),
    ),
    TargetField(
        name="contact_email",
        title=gettext_lazy("contact: direct e-mail"),
        aliases=("Kontakt e-mail", "Kontakt mail", "Direkte mail", "Contact email", "Contact e-mail"),
    ),
    TargetField(
        name="contact_phone",
        title=gettext_lazy("contact: direct phone"),
        aliases=("Kontakt telefon", "Direkte telefon", "Direkte tlf", "Contact phone"),
    ),
    TargetField(
        name="contact_mobile",
        title=gettext_lazy("contact: mobile"),
        aliases=("Kontakt mobil", "Contact mobile"),
    ),
)


def read_contact(texts: Mapping[str, str], row: CheckedRow) -> None:
    """Read the contact's cells; an e-mail without a name becomes a contact called by its mailbox."""
    country = row.values["columns"].get("country_id", "DK")
    checks: dict[str, Any] = {
        "contact_name": lambda text: one_line(text, max_length=NAME_LENGTH),
        "contact_title": lambda text: one_line(text, max_length=TITLE_LENGTH),
        "contact_email": check_email,
        "contact_phone": lambda text: check_phone(text, country),
        "contact_mobile": lambda text: check_phone(text, country),
    }
    contact: dict[str, str] = {}
    for name, column in COLUMNS.items():
        if not (text := texts.get(name)):
            continue
        try:
            checked: Checked = checks[name](text)
        except ValidationError as error:
            row.refuse(name, error.messages[0])
            continue
        contact[column] = checked.value
        for warning in checked.warnings:
            row.warn(name, warning)
    if contact and not contact.get("name"):
        if contact.get("email"):
            contact["name"] = contact["email"].partition("@")[0]
            row.warn("contact_name", _("The contact has no name and is called by the mailbox."))
        else:
            row.warn("contact_name", _("The contact has no name and is left out."))
            contact = {}
    if contact:
        row.values["contact"] = contact
        columns = row.values["columns"]
        if columns.get("number") and columns.get("name"):
            company = company_text_of(columns["number"], columns["name"])
            row.values["contact_found_by"] = Contact.derive({**contact, "company_text": company})


def search_texts(row: CheckedRow) -> list[str]:
    """What the prospect is found by of its contact."""
    contact = row.values.get("contact", {})
    texts = (contact.get(name, "") for name in ("name", "email", "phone", "mobile"))
    return [text.removeprefix("+45") for text in texts if text]


class ContactImport:
    """The contacts of one import under way."""

    def __init__(self, context: ImportContext) -> None:
        self.context = context
        self.present: dict[int, list[Contact]] = {}

    def plan(self, rows: Sequence[CheckedRow], planned: Sequence[PlannedRow]) -> None:
        """For prospects that are there: find the contact by e-mail or name, or add it."""
        matched = [
            (row, plan) for row, plan in zip(rows, planned, strict=True) if plan.object_id and "contact" in row.values
        ]
        self.present = {plan.object_id: [] for _row, plan in matched if plan.object_id}
        for contact in Contact.objects.unrestricted().filter(prospect__in=list(self.present)).order_by("pk"):
            self.present[contact.prospect_id].append(contact)
        for row, plan in matched:
            changes = self._changes(row.values["contact"], plan)
            if changes:
                plan.changes.extend(changes)
                plan.outcome = Outcome.UPDATED

    def apply(self, planned: Sequence[PlannedRow]) -> None:
        """Add the contacts of new prospects and those missing; change the others."""
        first, more = [], []
        for plan in planned:
            row: CheckedRow = plan.plan[0]
            contact = row.values.get("contact")
            if not contact or not plan.object_id:
                continue
            existing = self._existing(contact, plan)
            new = {**contact, "prospect_id": plan.object_id}
            if existing is not None:
                if values := self._new_values(existing, contact):
                    change_contact(existing, values, by=self.context.by)
            elif plan.outcome is Outcome.CREATED and "contact_found_by" in row.values:
                first.append({**new, **row.values["contact_found_by"]})
            else:
                more.append(new)
        if first:
            create_first_contacts(first, by=self.context.by)
        if more:
            create_contacts(more, by=self.context.by)

    def _existing(self, contact: dict[str, str], plan: PlannedRow) -> Contact | None:
        people = self.present.get(plan.object_id or 0, []) if plan.outcome is not Outcome.CREATED else []
        for person in people:
            same_mail = contact.get("email") and person.email == contact["email"]
            if same_mail or fold(person.name) == fold(contact["name"]):
                return person
        return None

    def _new_values(self, person: Contact, contact: dict[str, str]) -> dict[str, str]:
        values = {}
        for name, column in COLUMNS.items():
            value, present = contact.get(column, ""), getattr(person, column)
            policy = self.context.policy(name)
            may_write = policy == Policy.ALWAYS or (policy == Policy.IF_EMPTY and not present)
            if value and value != present and may_write:
                values[column] = value
        return values

    def _changes(self, contact: dict[str, str], plan: PlannedRow) -> list[FieldChange]:
        person = self._existing(contact, plan)
        if person is None:
            return [FieldChange(_("contact"), "", contact["name"])]
        return [
            FieldChange(title_of(name), str(getattr(person, name)), value)
            for name, value in self._new_values(person, contact).items()
        ]


def title_of(column: str) -> str:
    """What people call the contact's column."""
    return next(str(field.verbose_name) for field in Contact._meta.concrete_fields if field.name == column)


COMPANION: Final = Companion(
    name="contact", fields=FIELDS, read=read_contact, search_texts=search_texts, begin=ContactImport
)
