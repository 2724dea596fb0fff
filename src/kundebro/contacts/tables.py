"""The columns of the list, which of them a user has chosen, and the rows."""

from collections.abc import Callable, Sequence
from typing import Any, Final

from django.http import QueryDict
from django.urls import reverse
from django.utils import timezone
from django.utils.html import format_html, format_html_join
from django.utils.safestring import SafeString
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from kundebro.contacts.models import Contact
from kundebro.contacts.queries import SORTS
from kundebro.core.components import ListColumn, Table
from kundebro.core.formats import show_date, show_phone
from kundebro.core.pages import Page
from kundebro.users.columns import ColumnChoice


def _column(key: str, cell: Callable[[Contact], object], **rest: Any) -> ListColumn[Contact]:
    return ListColumn.of(Contact, key, cell, is_sortable=key in SORTS, **rest)


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


CHOICE: Final = ColumnChoice(
    preference="contacts.columns",
    columns=COLUMNS,
    always=("name", "company"),
    usual=("title", "mobile", "phone", "email"),
    in_every_row=("name", "is_primary", "left_at", "title", "prospect__number", "prospect__name"),
)


class ContactTable(Table[Contact]):
    """One page of the list."""

    def body(self) -> SafeString:
        """The rows, each written in one go."""
        base = reverse("contacts:list")
        row = ROW % "".join(CELL % (column.kind, column.phone) for column in self.columns[1:])
        cells = [column.cell for column in self.columns[1:]]
        found = []
        for contact in self.records:
            url = f"{base}{contact.pk}/"
            others = (cell(contact) for cell in cells)
            found.append((format_html(row, *others, url=url, name=_linked_name(contact, url)),))
        return format_html_join("", "{}", found)


def contact_table(page: Page[Contact], columns: Sequence[ListColumn[Contact]], query: QueryDict) -> ContactTable:
    """The page of the list with these columns."""
    return ContactTable(
        records=page.items,
        columns=columns,
        caption=_("Contacts"),
        query=query,
        sort=query.get("sort", "name"),
        target="#rows",
    )


def _linked_name(contact: Contact, url: str) -> SafeString:
    mark: str | SafeString = ""
    if contact.left_at:
        mark = format_html(' <span class="tag tag-warn">{}</span>', _("Left"))
    elif contact.is_primary:
        mark = format_html(' <span class="tag tag-brand">{}</span>', _("Primary"))
    line = " · ".join(filter(None, (contact.title, contact.prospect.name)))
    return format_html('<a href="{}">{}</a>{}<small class="row-line">{}</small>', url, contact.name, mark, line)


ROW: Final = '<tr role="row" data-href="{url}"><td role="cell" class="cell-text phone-title">{name}</td>%s</tr>\n'
CELL: Final = '<td role="cell" class="cell-%s phone-%s">{}</td>'
