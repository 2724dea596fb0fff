"""The columns of the lists of debtors and creditors, and the rows."""

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from operator import attrgetter
from typing import Any, Final

from django.http import QueryDict
from django.utils import timezone
from django.utils.html import format_html, format_html_join
from django.utils.safestring import SafeString
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy, pgettext_lazy

from kundebro.core.components import ListColumn, Table
from kundebro.core.formats import show_cvr, show_date, show_phone
from kundebro.core.pages import Page
from kundebro.ledger.amounts import shown_amount
from kundebro.ledger.choices import PartyKind
from kundebro.ledger.models import Debtor, PartyAccount
from kundebro.ledger.queries import SORTS
from kundebro.ledger.subledgers import SubLedger
from kundebro.users.columns import ColumnChoice
from kundebro.users.models import User

AMOUNTS: Final = frozenset({"balance", "overdue"})
"""Columns for those who may see amounts."""


def _column(key: str, cell: Any, **rest: Any) -> ListColumn[Any]:
    return ListColumn.of(Debtor, key, cell, is_sortable=key in SORTS, **rest)


COLUMNS: Final = {
    column.key: column
    for column in (
        _column("number", lambda each: each.number, title=gettext_lazy("no."), kind="number"),
        _column("name", lambda each: each.name),
        _column("postal_code", lambda each: each.postal_code),
        _column("city", lambda each: each.city),
        _column("phone", lambda each: show_phone(each.phone)),
        _column("email", lambda each: each.email),
        _column("cvr_no", lambda each: show_cvr(each.cvr_no)),
        _column("country", lambda each: each.country_id, needs=("country_id",)),
        _column("posting_group", lambda each: each.posting_group__name, needs=("posting_group__name",)),
        _column("payment_terms", lambda each: each.payment_terms__name or "", needs=("payment_terms__name",)),
        _column(
            "balance",
            lambda each: shown_amount(each.balance),
            title=gettext_lazy("balance"),
            needs=("balance_ore",),
            kind="number",
            phone="aside",
        ),
        _column(
            "overdue",
            lambda each: shown_amount(each.overdue) if each.overdue_ore else "",
            title=pgettext_lazy("amount", "Overdue"),
            needs=("overdue_ore",),
            kind="number",
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


def choice_of(kind: PartyKind, user: User) -> ColumnChoice[Any]:
    """The columns the user may choose between in the list of the kind."""
    hidden = frozenset() if user.has_perm("ledger.view_amounts") else AMOUNTS
    return ColumnChoice(
        preference=f"ledger.{kind}.columns",
        columns={key: column for key, column in COLUMNS.items() if key not in hidden},
        always=("number", "name"),
        usual=("city", "phone", "balance", "overdue"),
        in_every_row=("number", "name", "postal_code", "city", "archived_at", "is_barred"),
    )


@dataclass(kw_only=True)
class AccountTable(Table[Any]):
    """One page of the list."""

    def body(self) -> SafeString:
        """The rows, each written in one go."""
        return format_html_join("", "{}", ((row,) for row in self._rows()))

    def _rows(self) -> Iterator[SafeString]:
        cells = "".join(
            NAME_CELL if column.key == "name" else CELL % (column.kind, column.phone) for column in self.columns
        )
        readers = [NAME_READERS if column.key == "name" else (column.cell,) for column in self.columns]
        read = [each for group in readers for each in group]
        row = ROW % cells
        for account in self.records:
            yield format_html(row, *(each(account) for each in read), url=account.get_absolute_url())


def account_table(
    ledger: SubLedger, page: Page[Any], columns: Sequence[ListColumn[Any]], query: QueryDict, *, sort: str
) -> AccountTable:
    """The page of the list with these columns."""
    return AccountTable(
        records=page.items, columns=columns, caption=ledger.title, query=query, sort=sort, target="#rows"
    )


def _marks(account: PartyAccount) -> str | SafeString:
    words = [
        *([_("Barred")] if account.is_barred else []),
        *([_("Archived")] if account.archived_at else []),
    ]
    return format_html_join("", ' <span class="tag tag-warn">{}</span>', ((word,) for word in words))


def _second_line(account: PartyAccount) -> str:
    return " · ".join(filter(None, (account.number, account.postal_line)))


ROW: Final = '<tr role="row" data-href="{url}">%s</tr>\n'
CELL: Final = '<td role="cell" class="cell-%s phone-%s">{}</td>'
NAME_CELL: Final = (
    '<td role="cell" class="cell-text phone-title"><a href="{url}">{}</a>{}<small class="row-line">{}</small></td>'
)
NAME_READERS: Final = (attrgetter("name"), _marks, _second_line)
"""What the cell of the name holds: link, marks, and the second line on a phone."""
