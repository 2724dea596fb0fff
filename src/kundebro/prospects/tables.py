"""The columns of the list, which of them a user has chosen, and the rows."""

from collections.abc import Callable, Collection, Iterator, Sequence
from dataclasses import dataclass
from operator import attrgetter
from typing import Any, Final
from urllib.parse import urlencode

from django.http import QueryDict
from django.urls import reverse
from django.utils import timezone
from django.utils.html import format_html
from django.utils.safestring import SafeString
from django.utils.text import capfirst
from django.utils.translation import get_language, gettext_lazy
from django.utils.translation import gettext as _

from kundebro.company.choices import Colour
from kundebro.core.components import Column, Heading, Table
from kundebro.core.formats import show_cvr, show_date, show_phone
from kundebro.core.pages import Page
from kundebro.prospects.models import Prospect
from kundebro.prospects.queries import SORTS
from kundebro.users.models import User
from kundebro.users.queries import preference

PREFERENCE: Final = "prospects.columns"
ALWAYS: Final = ("number", "name")
USUAL: Final = ("postal_code", "city", "phone", "status", "responsible", "next_follow_up_on")
IN_EVERY_ROW: Final = ("number", "name", "postal_code", "city", "archived_at")
"""What a row reads whatever the columns: its link, its second line on a phone, its mark when archived."""

TONES: Final = {
    **dict.fromkeys((Colour.BLUE, Colour.AZURE, Colour.INDIGO, Colour.CYAN), "info"),
    **dict.fromkeys((Colour.GREEN, Colour.LIME), "good"),
    **dict.fromkeys((Colour.YELLOW, Colour.ORANGE), "warn"),
    **dict.fromkeys((Colour.RED, Colour.PINK), "bad"),
    **dict.fromkeys((Colour.TEAL, Colour.PURPLE), "brand"),
}


@dataclass(frozen=True, kw_only=True)
class ListColumn(Column[Prospect]):
    """A column of the list, and the fields it reads."""

    needs: tuple[str, ...]

    @property
    def fields(self) -> list[str]:
        """The prospect's fields behind the column."""
        return list(dict.fromkeys(name.split("__")[0] for name in self.needs))


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


def _column(
    key: str,
    cell: Callable[[Any], object],
    *,
    title: Any = "",
    needs: tuple[str, ...] = (),
    **rest: Any,
) -> ListColumn:
    label = title or Prospect._meta.get_field(key).verbose_name  # type: ignore[union-attr]
    return ListColumn(
        key=key, title=capfirst(label), cell=cell, needs=needs or (key,), is_sortable=key in SORTS, **rest
    )


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
        _column("industry", _industry, needs=("industry__title", "industry__title_en")),
        _column("source", lambda each: each.source__name or "", needs=("source__name",)),
        _column("customer_type", lambda each: each.customer_type.upper()),
        _column("intended_role", lambda each: each.get_intended_role_display()),
        _column(
            "employee_count", lambda each: "" if each.employee_count is None else each.employee_count, kind="number"
        ),
        _column(
            "created",
            lambda each: show_date(timezone.localdate(each.created_at)),
            title=gettext_lazy("created"),
            needs=("created_at",),
            kind="date",
        ),
    )
}


def chosen_columns(user: User) -> list[ListColumn]:
    """The columns the user wants to see, number and name always first."""
    wanted = preference(user, PREFERENCE, USUAL)
    return [column for key, column in COLUMNS.items() if key in ALWAYS or key in wanted]


def fields_of(columns: Collection[ListColumn]) -> set[str]:
    """What the list must read for these columns."""
    return {*IN_EVERY_ROW, *(name for column in columns for name in column.needs)}


@dataclass(frozen=True, kw_only=True)
class ProspectTable:
    """One page of the list."""

    page: Page[Prospect]
    columns: Sequence[ListColumn]
    query: QueryDict
    sort: str

    def headings(self) -> list[Heading]:
        """The headings; a click sorts, another one turns the order."""
        return Table(records=(), columns=self.columns, caption="", query=self.query, sort=self.sort).headings

    def rows(self) -> Iterator[SafeString]:
        """The rows, each written in one go: template tags for every cell would take longer than all the rest.

        The link of a row carries the list along, so that the card knows previous and next.
        """
        trail = {"list": self.query.urlencode(), "of": self.page.count.number if self.page.count.is_exact else ""}
        base, rest = reverse("prospects:list"), urlencode(trail)
        cells = "".join(
            NAME_CELL if column.key == "name" else CELL % (column.kind, column.phone) for column in self.columns
        )
        readers = [NAME_READERS if column.key == "name" else (column.cell,) for column in self.columns]
        read = [each for group in readers for each in group]
        row = ROW % cells
        for place, prospect in enumerate(self.page.items, start=self.page.first):
            url = f"{base}{prospect.pk}/?{rest}&at={place}"
            values = (each(prospect) for each in read)
            yield format_html(row, *values, key=prospect.pk, label=prospect.name, url=url)


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
