"""The sheet of Messe-indtastning: rows of texts become checked rows, by the rules that imports go by."""

from collections.abc import Collection, Iterable, Mapping, Sequence
from dataclasses import dataclass, field
from datetime import date
from typing import Any, Final

from django.utils.functional import Promise
from django.utils.text import capfirst
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from kundebro.company.queries import town_of
from kundebro.contacts.queries.duplicates import known_as
from kundebro.core.danish import fold, number_key, without_company_form
from kundebro.core.formats import show_date, show_phone
from kundebro.imports.choices import Level
from kundebro.imports.targets import CheckedRow, ListRow
from kundebro.prospects.importing.cells import Reader
from kundebro.prospects.importing.codes import NEW, Codes
from kundebro.prospects.importing.companions import companions
from kundebro.prospects.models import Prospect
from kundebro.prospects.queries import Duplicate
from kundebro.users.models import User

MOST_ROWS: Final = 1000
COLUMNS: Final[Mapping[str, str | Promise]] = {
    "number": gettext_lazy("Account number"),
    "name": gettext_lazy("Name"),
    "contact_name": gettext_lazy("Contact person"),
    "phone": gettext_lazy("Phone"),
    "email": gettext_lazy("E-mail"),
    "postal_code": gettext_lazy("Postcode"),
    "city": gettext_lazy("Town"),
    "interest_types": gettext_lazy("Interests"),
    "remark_1": gettext_lazy("Remark"),
    "next_follow_up_on": gettext_lazy("Next follow-up"),
}
TWINS: Final[Mapping[str, str | Promise]] = {
    "email": gettext_lazy("Same e-mail as row %(row)s"),
    "phone": gettext_lazy("Same phone number as row %(row)s"),
    "name": gettext_lazy("Same name as row %(row)s"),
}
"""What two rows may share, and how it is said."""


@dataclass(frozen=True)
class Remark:
    """A sentence about a cell or a row, and where to look."""

    text: str
    url: str = ""


@dataclass
class FairRow:
    """One row as typed, what it means, what is wrong with it, and whom it may be about already."""

    place: int
    texts: Mapping[str, str]
    checked: CheckedRow
    errors: dict[str, Remark] = field(default_factory=dict)
    warnings: dict[str, str] = field(default_factory=dict)
    duplicates: list[Remark] = field(default_factory=list)

    @property
    def columns(self) -> dict[str, Any]:
        """What goes into the prospect, by column."""
        columns: dict[str, Any] = self.checked.values["columns"]
        return columns

    @property
    def contact_name(self) -> str:
        """Who was talked to; empty when nobody was named."""
        name: str = self.checked.values.get("contact", {}).get("name", "")
        return name

    @property
    def number(self) -> str:
        """The account number that was typed; empty when the series shall give one."""
        number: str = self.columns.get("number", "")
        return number

    @property
    def marks(self) -> dict[str, str]:
        """What another row must not share (its number), or shares when it is about the same."""
        name = fold(without_company_form(self.columns.get("name", "")))
        found = {
            "number": number_key(self.number) if self.number else "",
            "email": self.columns.get("email", ""),
            "phone": self.columns.get("phone", ""),
            "name": f"{name}, {fold(self.columns.get('city', ''))}" if name else "",
        }
        return {kind: value for kind, value in found.items() if value}

    def tidied(self) -> dict[str, str]:
        """The cells as they were understood, where people write them in many ways; the town of the postcode."""
        columns = self.columns
        day, phone = columns.get("next_follow_up_on"), columns.get("phone")
        shown = {name: columns.get(name, "") for name in ("number", "email", "postal_code", "city")}
        shown["phone"] = show_phone(phone) if phone else ""
        shown["next_follow_up_on"] = show_date(day) if day else ""
        return {name: text for name, text in shown.items() if text}


def read_rows(rows: Iterable[tuple[int, Mapping[str, str]]], *, by: User, today: date) -> list[FairRow]:
    """The rows that hold something, in their order."""
    reader = Reader(COLUMNS, today, [companion.read for companion in companions])
    codes = Codes(by)
    trimmed = ((place, {name: cells.get(name, "").strip() for name in COLUMNS}) for place, cells in rows)
    return [_read(place, texts, reader, codes) for place, texts in trimmed if any(texts.values())]


def refuse_taken(rows: Sequence[FairRow], *, seen_by: User, but: Collection[int] = ()) -> None:
    """Mark the rows whose account number an earlier row or a prospect has, except the prospects `but`."""
    first: dict[str, FairRow] = {}
    for row in rows:
        if key := row.marks.get("number"):
            earlier = first.setdefault(key, row)
            if earlier is not row:
                said = _("The account number stands in row %(row)s already.") % {"row": earlier.place + 1}
                row.errors["number"] = Remark(said)
    holders = Prospect.objects.filter(number_key__in=list(first)).exclude(pk__in=but)
    visible = set(holders.visible_to(seen_by).values_list("pk", flat=True)) if first else set()
    for holder in holders if first else ():
        first[holder.number_key].errors["number"] = _taken_by(holder, is_visible=holder.pk in visible)


def flag_twins(rows: Sequence[FairRow]) -> None:
    """Say at each row what it shares with an earlier one."""
    first: dict[tuple[str, str], FairRow] = {}
    for row in rows:
        for kind, sentence in TWINS.items():
            if mark := row.marks.get(kind):
                earlier = first.setdefault((kind, mark), row)
                if earlier is not row:
                    row.duplicates.append(Remark(str(sentence) % {"row": earlier.place + 1}))


def flag_known(rows: Iterable[FairRow], *, seen_by: User) -> None:
    """Say at each row which prospects it may be about."""
    for row in rows:
        row.duplicates.extend(_same_as(duplicate) for duplicate in known_as(row.columns, seen_by=seen_by))


def _read(place: int, texts: Mapping[str, str], reader: Reader, codes: Codes) -> FairRow:
    checked = reader.read(ListRow(place + 1, place + 1, texts))
    columns = checked.values["columns"]
    if columns.get("postal_code") and not columns.get("city"):
        columns["city"] = town_of(columns["postal_code"]) or ""
    for key in codes.resolve_lists(checked).get("interest_types", ()):
        if isinstance(key, str):
            said = _("“%(text)s” is new and is added to the interest types.")
            checked.warn("interest_types", said % {"text": key.removeprefix(NEW)})
    row = FairRow(place, texts, checked)
    for issue in checked.issues:
        if issue.level is Level.ERROR:
            row.errors.setdefault(issue.field, Remark(issue.text))
        else:
            row.warnings[issue.field] = f"{row.warnings.get(issue.field, '')} {issue.text}".strip()
    return row


def _taken_by(holder: Prospect, *, is_visible: bool) -> Remark:
    if not is_visible:
        return Remark(_("The account number %(number)s is in use.") % {"number": holder.number})
    said = _("The account number is in use: open %(name)s")
    return Remark(said % {"name": holder.name}, holder.get_absolute_url())


def _same_as(duplicate: Duplicate) -> Remark:
    reason = capfirst(duplicate.reason)
    if not duplicate.is_visible:
        return Remark(_("%(reason)s: a prospect you do not see") % {"reason": reason})
    said = _("%(reason)s: %(prospect)s") % {"reason": reason, "prospect": duplicate.prospect}
    return Remark(said, duplicate.prospect.get_absolute_url())
