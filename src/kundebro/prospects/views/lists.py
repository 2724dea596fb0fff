"""The list of prospects: search, filters, columns, pages."""

from django.contrib.auth.decorators import permission_required
from django.http import HttpResponse
from django.urls import reverse
from django.utils.translation import gettext as _
from django.utils.translation import pgettext
from django.views.decorators.http import require_GET, require_http_methods

from kundebro.core.components import PLACE, Action, EmptyState, ListBar, ListState, changed_query
from kundebro.core.pages import Cursor
from kundebro.core.shortcuts import render_part, wants_part
from kundebro.ledger.choices import PartyKind
from kundebro.prospects import queries
from kundebro.prospects.forms import FilterForm, chips_of
from kundebro.prospects.forms.filters import TITLES
from kundebro.prospects.operations.transfer import rights_to_transfer
from kundebro.prospects.panels import deeds
from kundebro.prospects.queries import ProspectFilter
from kundebro.prospects.queries.filters import ready_views
from kundebro.prospects.tables import CHOICE, prospect_table
from kundebro.users.columns import choose_columns
from kundebro.users.requests import SignedInRequest


@require_GET
@permission_required("prospects.view_prospect", raise_exception=True)
def prospect_list(request: SignedInRequest) -> HttpResponse:
    """One page of the prospects the user may see, as the address asks for them."""
    query = request.GET
    wanted = ProspectFilter(query)
    columns = CHOICE.of(request.user)
    page = queries.prospect_page(
        wanted=wanted,
        seen_by=request.user,
        fields=CHOICE.fields(columns),
        sort=query.get("sort", "name"),
        after=Cursor.read(query),
    )
    may_export = request.user.has_perm("prospects.export_prospect")
    bar = _bar(request, wanted)
    context = {
        "page": page,
        "table": prospect_table(page, columns, query),
        "bar": bar,
        "bulk": _bulk(request, wanted),
        "all_count": page.count if page.has_neighbours else None,
        "export_url": f"{reverse('prospects:selection-export')}?all=1&" if may_export else "",
        "empty": None if page.items else _empty(request, wanted, bar),
        "is_part": wants_part(request),
    }
    return render_part(request, "prospects/list.html", "rows", context)


@require_GET
@permission_required("prospects.view_prospect", raise_exception=True)
def filters(request: SignedInRequest) -> HttpResponse:
    """All filters: what the list's panel loads when it is opened, and a page of its own without script."""
    bar = _bar(request, ProspectFilter(request.GET))
    context = {"form": FilterForm(request.GET), "bar": bar, "title": _("Filter prospects")}
    return render_part(request, "core/list_filters.html", "fields", context)


@require_http_methods(["GET", "POST"])
@permission_required("prospects.view_prospect", raise_exception=True)
def columns(request: SignedInRequest) -> HttpResponse:
    """Choose the columns of the list."""
    note = _("Number and name are always there. The choice is yours alone and is remembered.")
    return choose_columns(request, CHOICE, list_url=reverse("prospects:list"), note=note)


def _bar(request: SignedInRequest, wanted: ProspectFilter) -> ListBar:
    states = (
        ("", "active", pgettext("prospects", "Active")),
        ("archived", "archived", pgettext("prospects", "Archived")),
        ("all", "all", pgettext("prospects", "All")),
    )
    return ListBar(
        query=request.GET,
        url=reverse("prospects:list"),
        filters_url=reverse("prospects:filters"),
        text=wanted.text,
        label=_("Search prospects"),
        placeholder=_("Name, number, CVR, phone, e-mail, town or contact"),
        states=[ListState(value, title, wanted.state == state) for value, state, title in states],
        states_title=_("Which prospects"),
        filters=TITLES,
        chips=chips_of(request.GET, wanted),
        views=[
            Action(title=view.title, url=f"{reverse('prospects:list')}?{view.query}", icon=view.icon)
            for view in ready_views
        ],
    )


def _bulk(request: SignedInRequest, wanted: ProspectFilter) -> list[Action]:
    """What the user may do with the rows that are ticked."""
    offered = (
        ("change", _("Edit together"), "edit", "change_prospect", True),
        ("export", _("Export"), "file-export", "export_prospect", True),
        ("archive", _("Archive"), "archive", "archive_prospect", wanted.state != "archived"),
        ("unarchive", _("Bring back"), "archive-off", "archive_prospect", wanted.state != "active"),
    )
    actions = [
        Action(title=title, url=reverse(f"prospects:selection-{name}"), icon=icon, method="dialog")
        for name, title, icon, permission, makes_sense in offered
        if makes_sense and request.user.has_perm(f"prospects.{permission}")
    ]
    if request.user.has_perm("prospects.add_suppliercomparison") and wanted.state != "archived":
        url = reverse("prospects:selection-compare")
        actions.append(Action(title=_("Compare suppliers"), url=url, icon="scale", method="dialog"))
    if wanted.state != "archived":
        actions += [
            Action(title=deed.title, url=reverse(deed.url_name), icon=deed.icon, method="dialog")
            for deed in deeds
            if request.user.has_perm(deed.permission)
        ]
    return [*actions, *(_transferring(kind) for kind in PartyKind if request.user.has_perms(rights_to_transfer(kind)))]


def _transferring(kind: PartyKind) -> Action:
    is_debtor = kind == PartyKind.DEBTOR
    return Action(
        title=_("To debtor") if is_debtor else _("To creditor"),
        url=reverse(f"prospects:selection-to-{kind.value}"),
        icon="file-invoice" if is_debtor else "receipt",
        method="dialog",
    )


def _empty(request: SignedInRequest, wanted: ProspectFilter, bar: ListBar) -> EmptyState:
    """What stands in place of the rows."""
    user = request.user
    if wanted.is_empty:
        create = Action(title=_("Create the first one"), url=reverse("prospects:quick"), icon="plus", method="dialog")
        take_in = Action(title=_("Import from Excel"), url=reverse("imports:upload"), icon="file-import")
        return EmptyState(
            icon="building",
            title=_("No prospects yet"),
            text=_(
                "Companies and people you do business with, or would like to, stand here under one account number each."
            ),
            action=create if user.has_perm("prospects.add_prospect") else None,
            second=take_in if user.has_perm("prospects.import_prospect") else None,
        )
    is_active = wanted.state == "active"
    everywhere = changed_query(request.GET, state="all", **dict.fromkeys(PLACE))
    return EmptyState(
        icon="search",
        title=_("No match"),
        text=_("Nothing among the active prospects fits. Perhaps it is archived, or spelt differently.")
        if is_active
        else _("Nothing fits. Perhaps it is spelt differently."),
        action=Action(title=_("Reset the filter"), url=bar.reset_url),
        second=Action(title=_("Search archived ones too"), url=everywhere) if is_active else None,
    )
