"""What the card shows of a debtor or creditor: its tabs, and the groups of fields that are read and edited together."""

from collections.abc import Callable, Iterable, Mapping
from dataclasses import dataclass
from decimal import Decimal
from typing import Any, Final

from django.db import models
from django.utils.functional import Promise
from django.utils.html import format_html
from django.utils.safestring import SafeString
from django.utils.text import capfirst
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from kundebro.core.components import FieldGroup
from kundebro.core.formats import show_count, show_cvr, show_percent, show_phone
from kundebro.core.money import Money
from kundebro.ledger.choices import PartyKind
from kundebro.ledger.models import Creditor, Debtor, PartyAccount

PHONES: Final = frozenset({"phone", "mobile", "fax"})
EMAILS: Final = frozenset({"email", "bookkeeping_email", "invoice_email", "order_email"})
NUMBERS: Final = frozenset({"cvr_no", "se_no"})

MASTER, TERMS, ENTRIES, HISTORY = "master", "terms", "entries", "history"
TABS: Final[Mapping[str, str | Promise]] = {
    MASTER: gettext_lazy("Master data"),
    TERMS: gettext_lazy("Terms"),
    ENTRIES: gettext_lazy("Open entries"),
    HISTORY: gettext_lazy("History"),
}
LABELS: Final[Mapping[str, Any]] = {
    "visit_street": gettext_lazy("street"),
    "visit_house_no": gettext_lazy("house number"),
    "visit_address_2": gettext_lazy("address 2"),
    "visit_postal_code": gettext_lazy("postal code"),
    "visit_city": gettext_lazy("town"),
    "visit_country": gettext_lazy("country"),
    "discount_hundredths": gettext_lazy("discount"),
}
"""Field names where the heading of the group says half of it, or the column's unit is nobody's business."""


@dataclass(frozen=True)
class Fact:
    """A field in read view; a click on it opens the group's form with the cursor there."""

    key: str
    name: str
    value: object


@dataclass(frozen=True)
class Combined:
    """Several fields that are read as one line."""

    label: str | Promise
    line: Callable[[PartyAccount], str]


COMBINED: Final[Mapping[str, Combined | None]] = {
    "street": Combined(gettext_lazy("address 1"), lambda account: account.address_line),
    **dict.fromkeys(("house_no", "floor", "door", "city", "visit_house_no", "visit_city"), None),
    "postal_code": Combined(gettext_lazy("postal code and town"), lambda account: account.postal_line),
    "visit_street": Combined(gettext_lazy("address 1"), lambda account: account.visit_address_line),
    "visit_postal_code": Combined(gettext_lazy("postal code and town"), lambda account: account.visit_postal_line),
}


@dataclass(frozen=True, kw_only=True)
class Group(FieldGroup):
    """Fields of an account, and the tab they stand on."""

    tab: str

    def facts(self, account: PartyAccount) -> list[Fact]:
        """Names and values, fields that are read as one line together."""
        found = []
        for name in self.fields:
            combined = COMBINED.get(name, name)
            if combined is None:
                continue
            if isinstance(combined, Combined):
                found.append(Fact(name, capfirst(str(combined.label)), combined.line(account)))
            else:
                value = getattr(account, name)
                found.append(Fact(name, capfirst(str(label_of(name))), _linked(name, value, shown(name, value))))
        return found


SHARED_GROUPS: Final = (
    Group(
        key="identity",
        title=gettext_lazy("Identity"),
        tab=MASTER,
        fields=("number", "name", "search_name"),
        icon="building",
    ),
    Group(
        key="reach",
        title=gettext_lazy("Telephone and e-mail"),
        tab=MASTER,
        fields=(
            "phone",
            "mobile",
            "fax",
            "email",
            "bookkeeping_email",
            "invoice_email",
            "order_email",
            "website",
        ),
        icon="phone",
    ),
    Group(
        key="address",
        title=gettext_lazy("Address"),
        tab=MASTER,
        fields=("street", "house_no", "floor", "door", "address_2", "postal_code", "city", "country"),
        icon="map-pin",
    ),
    Group(
        key="attention",
        title=gettext_lazy("Contact details"),
        tab=MASTER,
        fields=("attention", "attention_title", "language"),
        icon="user",
    ),
    Group(
        key="numbers",
        title=gettext_lazy("Numbers"),
        tab=MASTER,
        fields=("cvr_no", "se_no", "vat_no", "gln"),
        icon="hash",
    ),
    Group(
        key="visit",
        title=gettext_lazy("Visiting address"),
        tab=MASTER,
        fields=(
            "visit_street",
            "visit_house_no",
            "visit_address_2",
            "visit_postal_code",
            "visit_city",
            "visit_country",
        ),
        icon="truck-delivery",
    ),
    Group(
        key="accounting",
        title=gettext_lazy("Accounting"),
        tab=TERMS,
        fields=("profile", "posting_group", "vat_code", "currency", "department"),
        icon="report-money",
    ),
)
DEBTOR_GROUPS: Final = (
    Group(
        key="terms",
        title=gettext_lazy("Terms of sale"),
        tab=TERMS,
        fields=("payment_terms", "delivery_terms", "discount_hundredths", "credit_limit_ore"),
        icon="cash",
    ),
    Group(
        key="documents",
        title=gettext_lazy("Invoices"),
        tab=TERMS,
        fields=("document_channel", "e_invoice_id_kind", "requires_order_reference"),
        icon="file-invoice",
    ),
    Group(
        key="collection",
        title=gettext_lazy("Reminders and barring"),
        tab=TERMS,
        fields=("reminder_model", "interest_model", "is_barred", "is_reminder_barred", "is_statement_barred"),
        icon="bell",
    ),
)
CREDITOR_GROUPS: Final = (
    Group(
        key="terms",
        title=gettext_lazy("Terms of purchase"),
        tab=TERMS,
        fields=("payment_terms", "delivery_terms", "is_approved", "is_barred"),
        icon="cash",
    ),
    Group(
        key="bank",
        title=gettext_lazy("Paid to"),
        tab=TERMS,
        fields=("bank_reg_no", "bank_account_no", "iban", "bic", "fik_creditor_no"),
        icon="building-bank",
    ),
)
GROUPS: Final = {
    PartyKind.DEBTOR: {group.key: group for group in (*SHARED_GROUPS, *DEBTOR_GROUPS)},
    PartyKind.CREDITOR: {group.key: group for group in (*SHARED_GROUPS, *CREDITOR_GROUPS)},
}


def related_of(kind: PartyKind, groups: Iterable[Group]) -> set[str]:
    """What is best read along with an account to show the groups."""
    model = MODELS[kind]
    names = {name for group in groups for name in group.fields if model._meta.get_field(name).is_relation}
    return names - {"visit_country"}


MODELS: Final[Mapping[PartyKind, type[PartyAccount]]] = {PartyKind.DEBTOR: Debtor, PartyKind.CREDITOR: Creditor}


def field_of(name: str) -> "models.Field[Any, Any]":
    """The model field of that name, of whichever kind has it."""
    known = {field.name: field for model in (Creditor, Debtor) for field in model._meta.concrete_fields}
    return known[name]


def label_of(name: str) -> str | Promise:
    """What the field is called on the card."""
    return LABELS.get(name) or field_of(name).verbose_name


def shown(name: str, value: Any) -> str:  # noqa: PLR0911  one line per kind of value
    """A field's value as people read it; empty text for nothing."""
    if isinstance(value, bool):
        return _("Yes") if value else _("No")
    if value is None or value == "":
        return ""
    column = field_of(name)
    if column.choices:
        return str(dict(column.flatchoices).get(value, value))
    if name.endswith("_ore"):
        return Money(value).format()
    if name.endswith("_hundredths"):
        return show_percent(Decimal(value).scaleb(-2)) if value else ""
    if isinstance(column, models.IntegerField):
        return show_count(value)
    if name in PHONES:
        return show_phone(value)
    return show_cvr(value) if name in NUMBERS else str(value)


def _linked(name: str, value: Any, text: str) -> str | SafeString:
    """The text as a link where one can call, write or go there."""
    if not value:
        return text
    if name in PHONES and name != "fax":
        return format_html('<a href="tel:{}">{}</a>', value, text)
    if name in EMAILS:
        return format_html('<a href="mailto:{}">{}</a>', value, text)
    if name == "website" and value.startswith(("https://", "http://")):
        return format_html('<a href="{}" rel="noopener noreferrer" target="_blank">{}</a>', value, text)
    return text
