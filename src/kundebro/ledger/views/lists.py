"""The lists of debtors and of creditors: search, states, columns, pages."""

from django.http import HttpResponse, QueryDict
from django.utils.translation import gettext as _
from django.utils.translation import pgettext
from django.views.decorators.http import require_GET, require_http_methods

from kundebro.core.components import PLACE, Action, EmptyState, ListBar, ListState, changed_query
from kundebro.core.pages import Cursor
from kundebro.core.shortcuts import render_part, wants_part
from kundebro.ledger.queries import AccountFilter
from kundebro.ledger.subledgers import SubLedger
from kundebro.ledger.tables import AMOUNTS, account_table, choice_of
from kundebro.ledger.views.doors import may
from kundebro.users.columns import choose_columns
from kundebro.users.requests import SignedInRequest


@require_GET
@may("view")
def account_list(request: SignedInRequest, ledger: SubLedger) -> HttpResponse:
    """One page of the accounts the user may see, as the address asks for them."""
    wanted, sort = _wanted(request)
    choice = choice_of(ledger.kind, request.user)
    columns = choice.of(request.user)
    page = ledger.page(
        wanted=wanted,
        seen_by=request.user,
        fields=choice.fields(columns),
        sort=sort,
        after=Cursor.read(request.GET),
    )
    bar = _bar(request, ledger, wanted)
    context = {
        "ledger": ledger,
        "page": page,
        "table": account_table(ledger, page, columns, request.GET, sort=sort),
        "bar": bar,
        "open_url": ledger.url("open") if request.user.has_perm(ledger.permission("add")) else "",
        "ageing_url": ledger.url("ageing") if request.user.has_perm("ledger.view_amounts") else "",
        "columns_url": ledger.url("columns"),
        "empty": None if page.items else _empty(request, ledger, wanted, bar),
        "is_part": wants_part(request),
    }
    return render_part(request, "ledger/list.html", "rows", context)


@require_http_methods(["GET", "POST"])
@may("view")
def columns(request: SignedInRequest, ledger: SubLedger) -> HttpResponse:
    """Choose the columns of the list."""
    note = _("Number and name are always there. The choice is yours alone and is remembered.")
    return choose_columns(request, choice_of(ledger.kind, request.user), list_url=ledger.url("list"), note=note)


def _wanted(request: SignedInRequest) -> tuple[AccountFilter, str]:
    """What the address asks for; who may not see amounts neither sorts by them nor asks who owes something."""
    query, sort = request.GET, request.GET.get("sort", "name")
    if not request.user.has_perm("ledger.view_amounts"):
        sort = "name" if sort.removeprefix("-") in AMOUNTS else sort
        if query.get("state") == "open":
            query = QueryDict(changed_query(query, state=None).removeprefix("?"))
    return AccountFilter(query), sort


def _bar(request: SignedInRequest, ledger: SubLedger, wanted: AccountFilter) -> ListBar:
    states = [
        ("", "active", pgettext("accounts", "Active")),
        ("open", "open", pgettext("accounts", "Open")),
        ("blocked", "blocked", pgettext("accounts", "Barred")),
        ("archived", "archived", pgettext("accounts", "Archived")),
        ("all", "all", pgettext("accounts", "All")),
    ]
    sees_amounts = request.user.has_perm("ledger.view_amounts")
    return ListBar(
        query=request.GET,
        url=ledger.url("list"),
        text=wanted.text,
        label=ledger.search,
        placeholder=_("Name, number, CVR, phone, e-mail or town"),
        states=[
            ListState(value, title, wanted.state == state)
            for value, state, title in states
            if sees_amounts or state != "open"
        ],
        states_title=ledger.which,
    )


def _empty(request: SignedInRequest, ledger: SubLedger, wanted: AccountFilter, bar: ListBar) -> EmptyState:
    """What stands in place of the rows."""
    if wanted.is_empty:
        create = Action(title=_("Open the first one"), url=ledger.url("open"), icon="plus", method="dialog")
        may_open = request.user.has_perm(ledger.permission("add"))
        return EmptyState(
            icon=ledger.icon, title=ledger.none_yet, text=ledger.purpose, action=create if may_open else None
        )
    everywhere = changed_query(request.GET, state="all", **dict.fromkeys(PLACE))
    return EmptyState(
        icon="search",
        title=_("No match"),
        text=_("Nothing fits. Perhaps it is archived, or spelt differently."),
        action=Action(title=_("Reset the filter"), url=bar.reset_url),
        second=None if wanted.state == "all" else Action(title=_("Search all"), url=everywhere),
    )
