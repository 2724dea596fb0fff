"""The columns of the list, which of them a user has chosen, and the rows."""

from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass
from operator import attrgetter
from typing import Any, Final
from urllib.parse import urlencode

from django.http import QueryDict
from django.urls import reverse
from django.utils import timezone
from django.utils.html import format_html, format_html_join
from django.utils.safestring import SafeString
from django.utils.text import capfirst
from django.utils.translation import get_language, gettext_lazy, pgettext_lazy
from django.utils.translation import gettext as _

from kundebro.company.choices import Colour
from kundebro.core.components import Column, ListColumn, Table
from kundebro.core.formats import show_cvr, show_date, show_phone
from kundebro.core.money import Money
from kundebro.core.pages import Page
from kundebro.prospects.models import Prospect, SupplierComparison
from kundebro.prospects.queries import SORTS
from kundebro.users.columns import ColumnChoice

TONES: Final = {
    **dict.fromkeys((Colour.BLUE, Colour.AZURE, Colour.INDIGO, Colour.CYAN), "info"),
    **dict.fromkeys((Colour.GREEN, Colour.LIME), "good"),
    **dict.fromkeys((Colour.YELLOW, Colour.ORANGE), "warn"),
    **dict.fromkeys((Colour.RED, Colour.PINK), "bad"),
    **dict.fromkeys((Colour.TEAL, Colour.PURPLE), "brand"),
}


def tone_of(colour: str) -> str:
    """The look of a word that the company has given a colour."""
    return TONES.get(Colour(colour), "neutral")


def _status(prospect: Any) -> str | SafeString:
    name = prospect.status__name
    return format_html('<span class="tag tag-{}">{}</span>', tone_of(prospect.status__colour), name) if name else ""


def _industry(prospect: Any) -> str:
    danish, english = prospect.industry__title or "", prospect.industry__title_en or ""
    return danish if get_language() == "da" else english or danish


def _follow_up(prospect: Prospect) -> str | SafeString:
    day = prospect.next_follow_up_on
    if day is None:
        return ""
    shown = show_date(day)
    return format_html('<span class="negative">{}</span>', shown) if day < timezone.localdate() else shown


def _money(ore: int) -> str:
    return Money(ore).format() if ore else ""


def _column(key: str, cell: Callable[[Any], object], **rest: Any) -> ListColumn[Prospect]:
    return ListColumn.of(Prospect, key, cell, is_sortable=key in SORTS, **rest)


COLUMNS: Final = {
    column.key: column
    for column in (
        _column("number", lambda each: each.number, title=gettext_lazy("no."), kind="number"),
        _column("name", lambda each: each.name),
        _column("search_name", lambda each: each.search_name),
        _column(
            "address",
            lambda each: each.address_line,
            title=gettext_lazy("address"),
            needs=("street", "house_no", "floor", "door"),
        ),
        _column("postal_code", lambda each: each.postal_code),
        _column("city", lambda each: each.city),
        _column("country", lambda each: each.country_id, needs=("country_id",)),
        _column("cvr_no", lambda each: show_cvr(each.cvr_no)),
        _column("phone", lambda each: show_phone(each.phone)),
        _column("mobile", lambda each: show_phone(each.mobile)),
        _column("email", lambda each: each.email),
        _column("website", lambda each: each.website),
        _column("attention", lambda each: each.attention),
        _column("status", _status, needs=("status__name", "status__colour"), phone="aside"),
        _column("responsible", lambda each: each.responsible__name or "", needs=("responsible__name",)),
        _column("next_follow_up_on", _follow_up, kind="date"),
        _column(
            "quoted",
            lambda each: _money(each.quotes_total_ore),
            title=gettext_lazy("quoted"),
            needs=("quotes_total_ore",),
            kind="number",
        ),
        _column(
            "value",
            lambda each: _money(each.potential_value_ore),
            title=pgettext_lazy("sales project", "value"),
            needs=("potential_value_ore",),
            kind="number",
        ),
        _column(
            "latest_activity_on",
            lambda each: show_date(each.latest_activity_on) if each.latest_activity_on else "",
            kind="date",
        ),
        _column("industry", _industry, needs=("industry__title", "industry__title_en")),
        _column("source", lambda each: each.source__name or "", needs=("source__name",)),
        _column("customer_type", lambda each: each.customer_type.upper()),
        _column("intended_role", lambda each: each.get_intended_role_display()),
        _column(
            "employee_count", lambda each: "" if each.employee_count is None else each.employee_count, kind="number"
        ),
        _column("debtor", lambda each: each.debtor__number or "", needs=("debtor__number",)),
        _column("creditor", lambda each: each.creditor__number or "", needs=("creditor__number",)),
        _column(
            "created",
            lambda each: show_date(timezone.localdate(each.created_at)),
            title=gettext_lazy("created"),
            needs=("created_at",),
            kind="date",
        ),
    )
}


CHOICE: Final = ColumnChoice(
    preference="prospects.columns",
    columns=COLUMNS,
    always=("number", "name"),
    usual=("postal_code", "city", "phone", "status", "responsible", "next_follow_up_on"),
    in_every_row=("number", "name", "postal_code", "city", "archived_at"),
)


@dataclass(kw_only=True)
class ProspectTable(Table[Prospect]):
    """One page of the list."""

    page: Page[Prospect]

    @property
    def is_selectable(self) -> bool:
        """Every row has a box."""
        return True

    def body(self) -> SafeString:
        """The rows, each written in one go: template tags for every cell would take longer than all the rest.

        The link of a row carries the list along, so that the card knows previous and next.
        """
        return format_html_join("", "{}", ((row,) for row in self._rows()))

    def _rows(self) -> Iterator[SafeString]:
        trail = {"list": self.query.urlencode(), "of": self.page.count.number if self.page.count.is_exact else ""}
        base, rest = reverse("prospects:list"), urlencode(trail)
        cells = "".join(
            NAME_CELL if column.key == "name" else CELL % (column.kind, column.phone) for column in self.columns
        )
        readers = [NAME_READERS if column.key == "name" else (column.cell,) for column in self.columns]
        read = [each for group in readers for each in group]
        row = ROW % cells
        for place, prospect in enumerate(self.records, start=self.page.first):
            url = f"{base}{prospect.pk}/?{rest}&at={place}"
            values = (each(prospect) for each in read)
            yield format_html(row, *values, key=prospect.pk, label=prospect.name, url=url)


def prospect_table(page: Page[Prospect], columns: Sequence[ListColumn[Prospect]], query: QueryDict) -> ProspectTable:
    """The page of the list with these columns."""
    return ProspectTable(
        page=page,
        records=page.items,
        columns=columns,
        caption=_("Prospects"),
        query=query,
        sort=query.get("sort", "name"),
        target="#rows",
    )


def comparison_table(page: Page[SupplierComparison], query: QueryDict) -> Table[SupplierComparison]:
    """Choices of suppliers as a list: what it is about, who was chosen, who stands beside each other."""
    columns: list[Column[SupplierComparison]] = [
        Column(key="title", title=_("What is to be bought"), cell=str, phone="title"),
        Column(key="state", title=_("State"), cell=_choice_state, phone="aside"),
        Column(
            key="candidates",
            title=_("Candidates"),
            cell=lambda each: ", ".join(candidate.prospect.name for candidate in each.candidates.all()),
            phone="line",
        ),
        Column(
            key="created",
            title=capfirst(_("created")),
            cell=lambda each: show_date(timezone.localdate(each.created_at)),
            kind="date",
        ),
    ]
    link = SupplierComparison.get_absolute_url
    return Table(
        records=page.items, columns=columns, caption=_("Choice of suppliers"), query=query, link=link, target="#rows"
    )


def _choice_state(comparison: SupplierComparison) -> SafeString:
    chosen = next((each for each in comparison.candidates.all() if each.is_chosen), None)
    tone, word = ("good", chosen.prospect.name) if chosen else ("info", _("open"))
    return format_html('<span class="tag tag-{}">{}</span>', tone, word)


def _archived_mark(prospect: Prospect) -> str | SafeString:
    return format_html(' <span class="tag">{}</span>', _("Archived")) if prospect.archived_at else ""


def _second_line(prospect: Prospect) -> str:
    return " · ".join(filter(None, (prospect.number, prospect.postal_line)))


ROW: Final = (
    '<tr role="row" data-href="{url}"><td role="cell" class="cell-box"><input class="form-check-input" type="checkbox"'
    ' name="selected" value="{key}" form="selection" aria-label="{label}"></td>%s</tr>\n'
)
CELL: Final = '<td role="cell" class="cell-%s phone-%s">{}</td>'
NAME_CELL: Final = (
    '<td role="cell" class="cell-text phone-title"><a href="{url}">{}</a>{}<small class="row-line">{}</small></td>'
)
NAME_READERS: Final = (attrgetter("name"), _archived_mark, _second_line)
"""What the cell of the name holds: link, mark, and the second line on a phone."""
