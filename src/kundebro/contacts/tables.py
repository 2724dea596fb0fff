"""The columns of the list, which of them a user has chosen, and the rows."""

from collections.abc import Callable, Collection, Iterator, Sequence
from dataclasses import dataclass
from typing import Any, Final

from django.http import QueryDict
from django.urls import reverse
from django.utils import timezone
from django.utils.functional import Promise
from django.utils.html import format_html, format_html_join
from django.utils.safestring import SafeString
from django.utils.text import capfirst
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from kundebro.contacts.models import Contact
from kundebro.contacts.queries import SORTS
from kundebro.core.components import Column, Heading, Table
from kundebro.core.formats import show_date, show_phone
from kundebro.core.pages import Page
from kundebro.users.models import User
from kundebro.users.queries import preference

PREFERENCE: Final = "contacts.columns"
ALWAYS: Final = ("name", "company")
USUAL: Final = ("title", "mobile", "phone", "email")
IN_EVERY_ROW: Final = ("name", "is_primary", "left_at", "title", "prospect__number", "prospect__name")
"""What a row reads whatever the columns: its link, its marks, its second line on a phone."""


@dataclass(frozen=True, kw_only=True)
class ListColumn(Column[Contact]):
    """A column of the list, and the fields it reads."""

    needs: tuple[str, ...]


@dataclass(frozen=True)
class ListRow:
    """One contact as a row: its link and its cells as written."""

    url: str
    cells: SafeString


def _column(
    key: str,
    cell: Callable[[Contact], object],
    *,
    title: str | Promise = "",
    needs: tuple[str, ...] = (),
    **rest: Any,
) -> ListColumn:
    label: Any = title or getattr(Contact._meta.get_field(key), "verbose_name", key)
    return ListColumn(
        key=key, title=capfirst(label), cell=cell, needs=needs or (key,), is_sortable=key in SORTS, **rest
    )


def _company(contact: Contact) -> SafeString:
    company = contact.prospect
    return format_html('<a href="{}">{}</a>', company.get_absolute_url(), company.name)


COLUMNS: Final = {
    column.key: column
    for column in (
        _column("name", lambda each: each.name, needs=("name",)),
        _column("company", _company, title=gettext_lazy("company"), needs=("prospect__name",)),
        _column("number", lambda each: each.prospect.number, title=gettext_lazy("no."), needs=("prospect__number",)),
        _column("title", lambda each: each.title),
        _column("role", lambda each: each.role.name if each.role else "", needs=("role__name",)),
        _column("initials", lambda each: each.initials),
        _column("mobile", lambda each: show_phone(each.mobile)),
        _column("phone", lambda each: show_phone(each.phone)),
        _column("email", lambda each: each.email),
        _column("city", lambda each: each.prospect.city, title=gettext_lazy("town"), needs=("prospect__city",)),
        _column(
            "responsible",
            lambda each: each.prospect.responsible.name if each.prospect.responsible else "",
            title=gettext_lazy("responsible"),
            needs=("prospect__responsible__name",),
        ),
        _column("receives", lambda each: each.get_receives_display()),
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
    """The columns the user wants to see, name and company always first."""
    wanted = preference(user, PREFERENCE, USUAL)
    return [column for key, column in COLUMNS.items() if key in ALWAYS or key in wanted]


def fields_of(columns: Collection[ListColumn]) -> set[str]:
    """What the list must read for these columns."""
    return {*IN_EVERY_ROW, *(name for column in columns for name in column.needs)}


@dataclass(frozen=True, kw_only=True)
class ContactTable:
    """One page of the list."""

    page: Page[Contact]
    columns: Sequence[ListColumn]
    query: QueryDict
    sort: str

    def headings(self) -> list[Heading]:
        """The headings; a click sorts, another one turns the order."""
        return Table(records=(), columns=self.columns, caption="", query=self.query, sort=self.sort).headings

    def rows(self) -> Iterator[ListRow]:
        """The rows, made while they are written."""
        base = reverse("contacts:list")
        cells = [(f"cell-{column.kind} phone-{column.phone}", column.cell) for column in self.columns[1:]]
        for contact in self.page.items:
            url = f"{base}{contact.pk}/"
            others = ((style, cell(contact)) for style, cell in cells)
            shown = (("cell-text phone-title", _linked_name(contact, url)), *others)
            yield ListRow(url, format_html_join("", '<td role="cell" class="{}">{}</td>', shown))


def _linked_name(contact: Contact, url: str) -> SafeString:
    mark: str | SafeString = ""
    if contact.left_at:
        mark = format_html(' <span class="tag tag-warn">{}</span>', _("Left"))
    elif contact.is_primary:
        mark = format_html(' <span class="tag tag-brand">{}</span>', _("Primary"))
    line = " · ".join(filter(None, (contact.title, contact.prospect.name)))
    return format_html('<a href="{}">{}</a>{}<small class="row-line">{}</small>', url, contact.name, mark, line)
