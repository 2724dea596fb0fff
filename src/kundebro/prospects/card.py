"""What the card shows of a prospect: its tabs, and the groups of fields that are read and edited together."""

from collections.abc import Callable, Iterable, Mapping
from dataclasses import dataclass
from typing import Any, Final

from django.db import models
from django.utils.functional import Promise
from django.utils.html import format_html
from django.utils.safestring import SafeString
from django.utils.text import capfirst
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from kundebro.core.components import FieldGroup
from kundebro.core.formats import show_count, show_cvr, show_date, show_decimal, show_phone
from kundebro.prospects.models import Prospect

PHONES: Final = frozenset({"phone", "mobile", "fax"})
EMAILS: Final = frozenset({"email", "bookkeeping_email", "invoice_email", "order_email"})
NUMBERS: Final = frozenset({"cvr_no", "se_no"})

LABELS: Final[Mapping[str, Any]] = {
    "visit_street": gettext_lazy("street"),
    "visit_house_no": gettext_lazy("house number"),
    "visit_address_2": gettext_lazy("address 2"),
    "visit_postal_code": gettext_lazy("postal code"),
    "visit_city": gettext_lazy("town"),
    "visit_country": gettext_lazy("country"),
    "employee_interval": gettext_lazy("as an interval"),
}
"""Field names where the heading of the group already says half of it."""


@dataclass(frozen=True)
class Fact:
    """A field in read view; a click on it opens the group's form with the cursor there."""

    key: str
    name: str
    value: object

    @property
    def is_wanted(self) -> bool:
        """Whether it is shown to those who want fewer fields: filled, or never left out."""
        return bool(self.value) or self.key in ESSENTIAL


@dataclass(frozen=True)
class Combined:
    """Several fields that are read as one line."""

    label: str | Promise
    line: Callable[[Prospect], str]


COMBINED: Final[Mapping[str, Combined | None]] = {
    "street": Combined(gettext_lazy("address 1"), lambda prospect: prospect.address_line),
    **dict.fromkeys(("house_no", "floor", "door", "city", "visit_house_no", "visit_city"), None),
    "postal_code": Combined(gettext_lazy("postal code and town"), lambda prospect: prospect.postal_line),
    "visit_street": Combined(gettext_lazy("address 1"), lambda prospect: prospect.visit_address_line),
    "visit_postal_code": Combined(gettext_lazy("postal code and town"), lambda prospect: prospect.visit_postal_line),
}

ESSENTIAL: Final = frozenset(
    [
        "number",
        "name",
        "responsible",
        "next_follow_up_on",
        "status",
        "street",
        "postal_code",
        "country",
        "phone",
        "mobile",
        "email",
        "website",
        "attention",
        "cvr_no",
        "industry",
        "customer_type",
        "target_groups",
        "interest_types",
        "source",
        "debtor_profile",
        "debtor_posting_group",
        "creditor_profile",
        "creditor_posting_group",
        "currency",
        "payment_terms",
        "remark_1",
        "general_text",
        "is_gdpr_approved",
        "gdpr_approved_on",
        "allows_campaigns",
    ]
)
"""Shown also while empty when the user wants fewer fields; the others then only when they hold something."""


@dataclass(frozen=True, kw_only=True)
class Group(FieldGroup):
    """Fields of a prospect, and the tabs they stand on."""

    tabs: tuple[str, ...]

    def facts(self, prospect: Prospect) -> list[Fact]:
        """Names and values, fields that are read as one line together."""
        found = []
        for name in self.fields:
            combined = COMBINED.get(name, name)
            if combined is None:
                continue
            if isinstance(combined, Combined):
                value: str = combined.line(prospect)
            else:
                value = linked(name, getattr(prospect, name), self.shown(prospect, name))
            label = combined.label if isinstance(combined, Combined) else label_of(name)
            found.append(Fact(name, capfirst(str(label)), value))
        return found

    def shown(self, prospect: Prospect, name: str) -> str:
        """One field as text."""
        value = getattr(prospect, name)
        return shown(name, value.all() if isinstance(field_of(name), models.ManyToManyField) else value)


MASTER, DEBTOR, CREDITOR, SEGMENTATION, NOTES, GDPR, HISTORY = (
    "master",
    "debtor",
    "creditor",
    "segmentation",
    "notes",
    "gdpr",
    "history",
)
TABS: Final[Mapping[str, str | Promise]] = {
    MASTER: gettext_lazy("Master data"),
    DEBTOR: gettext_lazy("Debtor"),
    CREDITOR: gettext_lazy("Creditor"),
    SEGMENTATION: gettext_lazy("Segmentation"),
    NOTES: gettext_lazy("Notes and texts"),
    GDPR: gettext_lazy("GDPR"),
    HISTORY: gettext_lazy("History"),
}

GROUPS: Final = {
    group.key: group
    for group in (
        Group(
            key="identity",
            title=gettext_lazy("Identity"),
            tabs=(MASTER,),
            fields=("number", "name", "search_name", "intended_role"),
            icon="building",
        ),
        Group(
            key="follow-up",
            title=gettext_lazy("Responsible and follow-up"),
            tabs=(MASTER,),
            fields=("responsible", "next_follow_up_on", "status"),
            icon="calendar-due",
        ),
        Group(
            key="reach",
            title=gettext_lazy("Telephone and e-mail"),
            tabs=(MASTER,),
            fields=(
                "phone",
                "mobile",
                "fax",
                "email",
                "bookkeeping_email",
                "invoice_email",
                "order_email",
                "website",
                "email_domain",
            ),
            icon="phone",
        ),
        Group(
            key="address",
            title=gettext_lazy("Address"),
            tabs=(MASTER,),
            fields=("street", "house_no", "floor", "door", "address_2", "postal_code", "city", "country"),
            icon="map-pin",
        ),
        Group(
            key="attention",
            title=gettext_lazy("Contact details"),
            tabs=(MASTER,),
            fields=("attention", "attention_title", "language"),
            icon="user",
        ),
        Group(
            key="numbers",
            title=gettext_lazy("Numbers"),
            tabs=(MASTER,),
            fields=("cvr_no", "se_no", "vat_no"),
            icon="hash",
        ),
        Group(
            key="visit",
            title=gettext_lazy("Visiting address"),
            tabs=(MASTER,),
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
            key="keys",
            title=gettext_lazy("External keys"),
            tabs=(MASTER,),
            fields=("krak_id", "kob_id", "tdc_id", "google_place_id"),
            icon="key",
        ),
        Group(
            key="coordinates",
            title=gettext_lazy("Coordinates"),
            tabs=(MASTER,),
            fields=("latitude", "longitude"),
            icon="target",
        ),
        Group(
            key="debtor",
            title=gettext_lazy("As a debtor"),
            tabs=(DEBTOR,),
            fields=("debtor_profile", "debtor_posting_group", "vat_code", "gln"),
            icon="file-invoice",
        ),
        Group(
            key="creditor",
            title=gettext_lazy("As a creditor"),
            tabs=(CREDITOR,),
            fields=("creditor_profile", "creditor_posting_group", "vat_code"),
            icon="receipt",
        ),
        Group(
            key="terms",
            title=gettext_lazy("Terms"),
            tabs=(DEBTOR, CREDITOR),
            fields=("currency", "payment_terms", "delivery_terms", "department"),
            icon="report-money",
        ),
        Group(
            key="segments",
            title=gettext_lazy("Segments"),
            tabs=(SEGMENTATION,),
            fields=("industry", "customer_type", "target_groups", "interest_types"),
            icon="category",
        ),
        Group(
            key="standing",
            title=gettext_lazy("Standing and size"),
            tabs=(SEGMENTATION,),
            fields=("status", "source", "employee_count", "employee_interval"),
            icon="flag",
        ),
        Group(
            key="remarks",
            title=gettext_lazy("Remarks"),
            tabs=(NOTES,),
            fields=("remark_1", "remark_2", "remark_3"),
            icon="note",
            is_text=True,
        ),
        Group(
            key="texts",
            title=gettext_lazy("Texts on documents"),
            tabs=(NOTES,),
            fields=("general_text", "packing_info", "pallet_specification", "profile_text"),
            icon="file-text",
            is_text=True,
        ),
        Group(
            key="gdpr",
            title=gettext_lazy("Approval and campaigns"),
            tabs=(GDPR,),
            fields=("is_gdpr_approved", "gdpr_approved_on", "allows_campaigns"),
            icon="shield-check",
        ),
        Group(
            key="updates",
            title=gettext_lazy("Data from outside"),
            tabs=(GDPR,),
            fields=("may_update_automatically",),
            icon="refresh",
        ),
    )
}


def related_of(groups: Iterable[Group]) -> set[str]:
    """What is best read along with a prospect to show the groups; few have a country to visit of their own."""
    names = {name for group in groups for name in group.fields if isinstance(field_of(name), models.ForeignKey)}
    return names - {"visit_country"}


def groups_of(tab: str) -> list[Group]:
    """The groups of a tab."""
    return [group for group in GROUPS.values() if tab in group.tabs]


def field_of(name: str) -> "models.Field[Any, Any]":
    """The model field of that name."""
    found: models.Field[Any, Any] = Prospect._meta.get_field(name)  # type: ignore[assignment]
    return found


def label_of(name: str) -> str | Promise:
    """What the field is called on the card."""
    return LABELS.get(name) or field_of(name).verbose_name


def shown(name: str, value: Any) -> str:  # noqa: PLR0911  one line per kind of value
    """A field's value as people read it; empty text for nothing."""
    column = field_of(name)
    if isinstance(column, models.ManyToManyField):
        return ", ".join(str(each) for each in value or ())
    if isinstance(value, bool):
        return _("Yes") if value else _("No")
    if value is None or value == "":
        return ""
    if column.choices:
        return str(dict(column.flatchoices).get(value, value))
    if isinstance(column, models.DateField):
        return show_date(value)
    if isinstance(column, models.DecimalField):
        return show_decimal(value)
    if isinstance(column, models.IntegerField):
        return show_count(value)
    if name in PHONES:
        return show_phone(value)
    return show_cvr(value) if name in NUMBERS else str(value)


def linked(name: str, value: Any, text: str) -> str | SafeString:
    """The text as a link where one can call, write or go there."""
    if not value:
        return text
    if name in PHONES and name != "fax":
        return format_html('<a href="tel:{}">{}</a>', value, text)
    if name in EMAILS:
        return format_html('<a href="mailto:{}">{}</a>', value, text)
    if name == "website" and value.startswith(("https://", "http://")):
        return format_html(
            '<a href="{}" rel="noopener noreferrer" target="_blank">{}</a>', value, _without_scheme(text)
        )
    return text


def _without_scheme(address: str) -> str:
    return address.split("://", 1)[-1].removesuffix("/")
