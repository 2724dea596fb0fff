"""CRM → Salgsprojekter: search, filters, columns, pages, sums, export."""

from django.contrib.auth.decorators import permission_required
from django.http import HttpResponse, QueryDict
from django.http.response import HttpResponseBase
from django.urls import reverse
from django.utils.translation import gettext as _
from django.utils.translation import pgettext
from django.views.decorators.http import require_GET, require_http_methods

from kundebro.contacts.forms import ExportForm
from kundebro.core.components import PLACE, Action, EmptyState, ListBar, ListState, changed_query
from kundebro.core.pages import Cursor
from kundebro.core.search import searched
from kundebro.core.shortcuts import picker_answer, render_dialog, render_part, wants_part
from kundebro.imports.exports import ExportKind, export_response
from kundebro.imports.outgoing import confirmation, needs_confirmation
from kundebro.pipeline import exports, queries
from kundebro.pipeline.forms import TITLES, FilterForm, chips_of
from kundebro.pipeline.queries import ProjectFilter
from kundebro.pipeline.tables import CHOICE, project_table
from kundebro.prospects.models import Prospect
from kundebro.users.columns import choose_columns
from kundebro.users.requests import SignedInRequest

OFFERED = 20
may_view = permission_required("pipeline.view_salesproject", raise_exception=True)


@require_GET
@may_view
def project_list(request: SignedInRequest) -> HttpResponse:
    """One page of the projects the user may see, as the address asks for them."""
    query = request.GET
    wanted = ProjectFilter(query)
    columns = CHOICE.of(request.user)
    page = queries.project_page(
        wanted=wanted,
        seen_by=request.user,
        fields=CHOICE.fields(columns),
        sort=query.get("sort", "-number"),
        after=Cursor.read(query),
    )
    bar = bar_of(request, wanted)
    is_summed = page.items and page.count.is_exact
    may_export = request.user.has_perm("pipeline.export_salesproject")
    context = {
        "page": page,
        "table": project_table(page, columns, query),
        "bar": bar,
        "sums": queries.sums_of(queries.matching_projects(wanted=wanted, seen_by=request.user)) if is_summed else None,
        "views": views_of(request, "list"),
        "export_url": f"{reverse('pipeline:export')}?" if may_export else "",
        "empty": None if page.items else _empty(request, wanted, bar),
        "is_part": wants_part(request),
    }
    return render_part(request, "pipeline/list.html", "rows", context)


@require_GET
@may_view
def filters(request: SignedInRequest, place: str = "list") -> HttpResponse:
    """All filters: what the panel of list or board loads, and a page of its own for the forecast and without script."""
    bar = bar_of(request, ProjectFilter(request.GET), place=place)
    context = {"form": FilterForm(request.GET), "bar": bar, "title": _("Filter sales projects")}
    return render_part(request, "core/list_filters.html", "fields", context)


@require_http_methods(["GET", "POST"])
@may_view
def columns(request: SignedInRequest) -> HttpResponse:
    """Choose the columns of the list."""
    note = _("Number and description are always there. The choice is yours alone and is remembered.")
    return choose_columns(request, CHOICE, list_url=reverse("pipeline:list"), note=note)


@require_http_methods(["GET", "POST"])
@permission_required("pipeline.export_salesproject", raise_exception=True)
def export(request: SignedInRequest) -> HttpResponseBase:
    """Every project the list's address asks for, as a file."""
    text = request.GET.get("list", "")
    projects = queries.matching_projects(wanted=ProjectFilter(QueryDict(text)), seen_by=request.user)
    count, back = projects.count(), f"{reverse('pipeline:list')}?{text}"
    if needs_confirmation(request, count):
        return confirmation(request, count, url=request.get_full_path(), back_url=back)
    form = ExportForm(request.POST or None)
    if form.is_valid():
        return export_response(
            request,
            name=_("Sales projects"),
            columns=exports.headings(),
            rows=exports.rows_of(projects),
            count=count,
            kind=ExportKind(form.cleaned_data["kind"]),
        )
    context = {"form": form, "count": count, "url": request.get_full_path(), "back": back}
    return render_dialog(request, "pipeline/export.html", context, status=422 if form.errors else 200)


@require_GET
@permission_required("pipeline.add_salesproject", raise_exception=True)
def prospect_choices(request: SignedInRequest) -> HttpResponse:
    """What the picker of customers shows for the letters typed so far."""
    seen = Prospect.objects.active().visible_to(request.user)
    text = request.GET.get("q", "").replace("\0", "").strip()[:200]
    found = searched(seen, text).order_by("sort_name", "pk") if text else seen.order_by("-pk")
    return picker_answer((str(each.pk), each.name, f"{each.number} {each.city}".strip()) for each in found[:OFFERED])


def bar_of(
    request: SignedInRequest, wanted: ProjectFilter, *, query: QueryDict | None = None, place: str = "list"
) -> ListBar:
    """The bar over list, board or forecast, which are addresses of those names."""
    query = request.GET if query is None else query
    states = (
        ("", "open", pgettext("sales projects", "Open")),
        ("mine", "mine", pgettext("sales projects", "Mine")),
        ("closed", "closed", pgettext("sales projects", "Closed")),
        ("all", "all", pgettext("sales projects", "All")),
    )
    return ListBar(
        query=query,
        url=reverse(f"pipeline:{place}"),
        filters_url=reverse("pipeline:filters" if place == "list" else f"pipeline:{place}-filters"),
        text=wanted.text,
        label=_("Search sales projects"),
        placeholder=_("Number, description, competitor or company"),
        states=[ListState(value, title, wanted.state == state) for value, state, title in states],
        states_title=_("Which sales projects"),
        filters=TITLES,
        chips=chips_of(query, wanted),
    )


def views_of(request: SignedInRequest, current: str) -> list[Action]:
    """The three ways to look at the same projects; the filter comes along."""
    query = changed_query(request.GET, sort=None, by=None, **dict.fromkeys(PLACE))
    offered = (
        ("list", _("List"), "list"),
        ("board", _("Board"), "layout-grid"),
        ("forecast", _("Forecast"), "chart-bar"),
    )
    return [
        Action(
            title=title, url=f"{reverse(f'pipeline:{key}')}{query}", icon=icon, key="here" if key == current else ""
        )
        for key, title, icon in offered
    ]


def _empty(request: SignedInRequest, wanted: ProjectFilter, bar: ListBar) -> EmptyState:
    """What stands in place of the rows."""
    if wanted.is_empty:
        create = Action(title=_("Create the first one"), url=reverse("pipeline:add"), icon="plus", method="dialog")
        return EmptyState(
            icon="trending-up",
            title=_("No open sales projects"),
            text=_("Each chance of a sale stands here with its stage, its amount and how sure you are."),
            action=create if request.user.has_perm("pipeline.add_salesproject") else None,
            second=Action(title=_("See closed ones too"), url="?state=all"),
        )
    everywhere = changed_query(request.GET, state="all", **dict.fromkeys(PLACE))
    return EmptyState(
        icon="search",
        title=_("No match"),
        text=_("No sales project fits. Perhaps it is closed, or belongs to a colleague."),
        action=Action(title=_("Reset the filter"), url=bar.reset_url),
        second=Action(title=_("Search closed ones too"), url=everywhere) if wanted.state in ("open", "mine") else None,
    )
