"""Reads the cells of a row of prospects; pure, so that another process can do it ahead of the database."""

import re
from collections.abc import Callable, Collection, Iterable, Mapping, Sequence
from datetime import date
from decimal import ROUND_HALF_UP, Decimal, InvalidOperation
from functools import cache
from typing import Any, Final

from babel import Locale
from django.core.exceptions import ValidationError
from django.utils.translation import gettext as _

from kundebro.core.danish import fold, number_key, without_company_form
from kundebro.core.formats import parse_date
from kundebro.imports.targets import CheckedRow, ListRow
from kundebro.parties.addresses import parse_address, parse_town
from kundebro.parties.checks import CHECKS
from kundebro.parties.choices import CustomerType
from kundebro.parties.validators import DENMARK, check_email_domain, many_lines, one_line
from kundebro.prospects.choices import CoordinatesSource, IntendedRole
from kundebro.prospects.models import Prospect

Texts = Mapping[str, str]


def room_of(name: str) -> int:
    """How many characters the column holds."""
    field: Any = Prospect._meta.get_field(name)
    return int(field.max_length)


LINES: Final[dict[str, int]] = {
    name: room_of(name)
    for name in (
        "name",
        "search_name",
        "number",
        "address_2",
        "house_no",
        "floor",
        "door",
        "city",
        "attention",
        "krak_id",
        "kob_id",
        "tdc_id",
    )
}
ADDRESS_PARTS: Final = ("house_no", "floor", "door")
PARAGRAPHS: Final[dict[str, int]] = {
    name: room_of(name)
    for name in (
        "remark_1",
        "remark_2",
        "remark_3",
        "general_text",
        "packing_info",
        "pallet_specification",
        "profile_text",
    )
}
CODES: Final[tuple[str, ...]] = (
    "responsible",
    "industry",
    "status",
    "source",
    "currency",
    "payment_terms",
    "delivery_terms",
    "department",
    "vat_code",
    "debtor_profile",
    "creditor_profile",
    "debtor_posting_group",
    "creditor_posting_group",
)
LISTS: Final[tuple[str, ...]] = ("target_groups", "interest_types")
IDENTITIES: Final = ("number", "cvr_no", "phone", "email")
FLAGS: Final = ("is_gdpr_approved", "allows_campaigns", "may_update_automatically")
YES: Final = frozenset({"ja", "j", "x", "1", "true", "sand", "yes", "y", "ok", "ü", "√", "✓"})
NO: Final = frozenset({"nej", "n", "0", "false", "falsk", "no", "-"})
LIST_SEPARATOR: Final = re.compile(r"[,;/|\n]")
SIX_DECIMALS: Final = Decimal("0.000001")
LOST_LETTER: Final = re.compile(r"(?:^|[\s(])\?[^\W\d_]|[^\W\d_]\?[^\W\d_]")
CUSTOMER_TYPES: Final[dict[str, str]] = {
    **{value: value for value in CustomerType.values},
    "b2b": "btb",
    "b2c": "btc",
    "b2g": "btg",
    "erhverv": "btb",
    "privat": "btc",
    "offentlig": "btg",
}
ROLES: Final[dict[str, str]] = {
    "kunde": "customer",
    "leverandor": "supplier",
    "kreditor": "supplier",
    "partner": "partner",
    "andet": "other",
}


class Reader:
    """Reads rows with the given columns; `extra` reads what apps above add to a row."""

    def __init__(
        self, fields: Collection[str], today: date, extra: Sequence[Callable[[Texts, CheckedRow], None]]
    ) -> None:
        self.fields = frozenset(fields)
        self.today = today
        self.extra = extra
        self.checked = [name for name in CHECKS if name in self.fields and name != "postal_code"]
        self.lines = [
            (name, LINES[name]) for name in LINES if name in self.fields and name not in ("name", *ADDRESS_PARTS)
        ]
        self.paragraphs = [(name, PARAGRAPHS[name]) for name in PARAGRAPHS if name in self.fields]
        self.codes = [name for name in CODES if name in self.fields]
        self.lists = [name for name in LISTS if name in self.fields]

    def read(self, source: ListRow) -> CheckedRow:
        """One row; a cell that cannot be right is named and refuses the row, the others are read all the same."""
        texts = source.values
        row = CheckedRow(source.number, source.line, values={"columns": {}, "codes": {}, "lists": {}})
        self._identity(texts, row)
        country = self._country(texts, row)
        self._address(texts, row, country)
        self._checked(texts, row, country)
        self._plain(texts, row)
        self._choices(texts, row)
        self._numbers(texts, row)
        self._flags(texts, row)
        self._dates(texts, row)
        self._codes(texts, row)
        for read in self.extra:
            read(texts, row)
        columns = row.values["columns"]
        row.title = f"{columns.get('number', '')} {columns.get('name', '')}".strip()
        row.identities = {name: columns[name] for name in IDENTITIES if columns.get(name)}
        if "number" in row.identities:
            row.identities["number"] = number_key(row.identities["number"])
        return row

    def _checked(self, texts: Texts, row: CheckedRow, country: str) -> None:
        for name in self.checked:
            if text := texts.get(name):
                try:
                    value, warnings = CHECKS[name](text, country)
                except ValidationError as error:
                    refuse(row, name, error)
                else:
                    row.values["columns"][name] = value
                    warn(row, name, warnings)

    def _plain(self, texts: Texts, row: CheckedRow) -> None:
        for name, length in self.lines:
            if text := texts.get(name):
                checked(row, name, one_line, text, length)
        for name, length in self.paragraphs:
            if text := texts.get(name):
                checked(row, name, many_lines, text, length)

    def _codes(self, texts: Texts, row: CheckedRow) -> None:
        for name in self.codes:
            if text := texts.get(name):
                row.values["codes"][name] = text.strip()
        for name in self.lists:
            if text := texts.get(name):
                row.values["lists"][name] = [part.strip() for part in LIST_SEPARATOR.split(text) if part.strip()]

    def _identity(self, texts: Texts, row: CheckedRow) -> None:
        name = texts.get("name", "")
        if checked(row, "name", one_line, name, LINES["name"]) and not row.values["columns"].get("name"):
            row.refuse("name", _("The name is missing."))
        columns = row.values["columns"]
        if name and not texts.get("search_name"):
            columns["search_name"] = without_company_form(columns.get("name", ""))
        if "?" in name and LOST_LETTER.search(name):
            row.warn("name", _("A letter seems to have been lost in the name; it says “?”."))

    def _country(self, texts: Texts, row: CheckedRow) -> str:
        text = texts.get("country", "").strip()
        if not text:
            return DENMARK
        code = countries().get(text.upper()) or countries().get(fold(text))
        if code is None:
            row.refuse("country", _("No country is called “%(text)s”.") % {"text": text})
            return DENMARK
        row.values["columns"]["country_id"] = code
        return code

    def _address(self, texts: Texts, row: CheckedRow, country: str) -> None:
        columns = row.values["columns"]
        self._street(texts, row)
        if second := texts.get("address_2"):
            unit = parse_address(second)
            is_unit = not unit.street and not unit.rest
            if is_unit and not columns.get("floor") and not columns.get("door"):
                columns.update(floor=unit.floor, door=unit.door)
            else:
                columns["address_2"] = ", ".join(filter(None, (columns.get("address_2"), second.strip())))
        self._town(texts, row, country)
        for name, cell in (("street", "address"), ("address_2", "address_2")):
            if len(columns.get(name, "")) > room_of(name):
                checked(row, cell, one_line, columns[name], room_of(name))

    def _street(self, texts: Texts, row: CheckedRow) -> None:
        columns = row.values["columns"]
        if line := texts.get("address"):
            street, house_no, floor, door, rest = parse_address(line)
            columns.update(street=street, house_no=house_no, floor=floor, door=door)
            if rest:
                columns["address_2"] = rest
        for name in ADDRESS_PARTS:
            if text := texts.get(name, ""):
                checked(row, name, one_line, text.removesuffix(" sal").rstrip("."), LINES[name])

    def _town(self, texts: Texts, row: CheckedRow, country: str) -> None:
        postal_code, city = texts.get("postal_code", ""), texts.get("city", "")
        if town := texts.get("postal_line"):
            parsed = parse_town(town)
            postal_code, city = postal_code or parsed.postal_code, city or parsed.city
        if postal_code:
            try:
                value, warnings = CHECKS["postal_code"](postal_code, country)
            except ValidationError as error:
                refuse(row, "postal_code" if "postal_code" in self.fields else "postal_line", error)
            else:
                row.values["columns"]["postal_code"] = value
                warn(row, "postal_code", warnings)
        if city:
            checked(row, "city", one_line, city, LINES["city"])

    def _choices(self, texts: Texts, row: CheckedRow) -> None:
        for name, known in (("customer_type", CUSTOMER_TYPES), ("intended_role", ROLES)):
            if text := texts.get(name, "").strip():
                value = known.get(fold(text).replace(" ", ""), text if text in IntendedRole.values else "")
                if not value:
                    sentence = _("“%(text)s” is not one of the choices: %(choices)s.")
                    choices = "BTB, BTC, BTG" if name == "customer_type" else _("customer, supplier, partner, other")
                    row.refuse(name, sentence % {"text": text, "choices": choices})
                else:
                    row.values["columns"][name] = value

    def _numbers(self, texts: Texts, row: CheckedRow) -> None:
        columns = row.values["columns"]
        if text := texts.get("employee_count", "").strip():
            digits = text.replace(".", "").replace(" ", "")
            if digits.isascii() and digits.isdigit() and len(digits) <= 9:  # noqa: PLR2004  fits the column
                columns["employee_count"] = int(digits)
            elif re.fullmatch(r"\d+\s*[-–]\s*\d+\+?|\d+\+", text):
                columns["employee_interval"] = text[:20]
            else:
                row.refuse("employee_count", _("Write the number of employees in digits."))
        if domain := texts.get("email_domain"):
            try:
                columns["email_domain"] = check_email_domain(domain).value
            except ValidationError as error:
                row.warn("email_domain", error.messages[0])
        point = [coordinate(texts.get(name, ""), bound) for name, bound in (("latitude", 90), ("longitude", 180))]
        if point[0] is not None and point[1] is not None:
            columns.update(latitude=point[0], longitude=point[1], coordinates_source=CoordinatesSource.MANUAL.value)
        elif texts.get("latitude") or texts.get("longitude"):
            row.warn("latitude", _("The coordinates are left out: both are needed, in degrees."))

    def _flags(self, texts: Texts, row: CheckedRow) -> None:
        for name in FLAGS:
            text = texts.get(name, "").strip()
            if text and (said := yes_or_no(text)) is None:
                row.refuse(name, _("Write yes or no, not “%(text)s”.") % {"text": text})
            elif text:
                row.values["columns"][name] = said

    def _dates(self, texts: Texts, row: CheckedRow) -> None:
        columns = row.values["columns"]
        for name in ("next_follow_up_on", "gdpr_approved_on"):
            if text := texts.get(name, "").strip():
                try:
                    columns[name] = day_of(text, self.today)
                except ValidationError as error:
                    refuse(row, name, error)
        approved_on = columns.get("gdpr_approved_on")
        if approved_on and approved_on > self.today:
            row.refuse("gdpr_approved_on", _("The approval cannot be in the future."))
        if approved_on and "is_gdpr_approved" not in self.fields:
            columns["is_gdpr_approved"] = True
        if columns.get("is_gdpr_approved"):
            columns.setdefault("gdpr_approved_on", self.today)
        elif approved_on or columns.get("is_gdpr_approved") is False:
            columns["gdpr_approved_on"] = None
            if approved_on:
                row.warn("gdpr_approved_on", _("The date is left out, for GDPR OK says no."))


def checked(row: CheckedRow, name: str, check: Any, text: str, length: int) -> bool:
    """Store the text as the check gives it; otherwise name what is wrong and say no."""
    try:
        row.values["columns"][name] = check(text, max_length=length).value
    except ValidationError as error:
        refuse(row, name, error)
        return False
    return True


def refuse(row: CheckedRow, name: str, error: ValidationError) -> None:
    """Refuse the row for this cell."""
    row.refuse(name, error.messages[0])


def warn(row: CheckedRow, name: str, warnings: Iterable[str]) -> None:
    """Say what looks odd about the cell."""
    for warning in warnings:
        row.warn(name, warning)


def yes_or_no(text: str) -> bool | None:
    """What a cell says: yes, no, or neither."""
    said = {text, fold(text)}
    if said & YES:
        return True
    return False if said & NO else None


def day_of(text: str, today: date) -> date:
    """A date as a spreadsheet writes it (2027-04-20, with or without a time) or as people do."""
    if len(text) >= 10 and text[4] == "-" == text[7]:  # noqa: PLR2004  an ISO date
        try:
            return date.fromisoformat(text[:10])
        except ValueError:
            pass
    if len(text) == 10 and text[2] == "-" == text[5]:  # noqa: PLR2004  20-04-2027, by far the most common
        try:
            return date(int(text[6:]), int(text[3:5]), int(text[:2]))
        except ValueError:
            pass
    return parse_date(text, today=today)


def coordinate(text: str, bound: int) -> Decimal | None:
    """Degrees with six decimals, rounded half up; None for what is none."""
    try:
        value = Decimal(text.strip().replace(",", ".")).quantize(SIX_DECIMALS, ROUND_HALF_UP)
    except InvalidOperation:
        return None
    return value if abs(value) <= bound else None


@cache
def countries() -> dict[str, str]:
    """Country codes by code and by folded Danish and English name (names from CLDR)."""
    known: dict[str, str] = {}
    for language in ("da", "en"):
        for code, name in Locale(language).territories.items():
            if len(code) == 2 and code.isalpha():  # noqa: PLR2004  the alpha-2 codes
                known[fold(name)] = code
                known[code] = code
    return known
