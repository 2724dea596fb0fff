"""CRM → Statistik."""

from django.contrib.auth.decorators import permission_required
from django.http import HttpResponse, QueryDict
from django.http.response import HttpResponseBase
from django.shortcuts import render
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext as _
from django.utils.translation import pgettext
from django.views.decorators.http import require_GET, require_http_methods

from kundebro.contacts.forms import ExportForm
from kundebro.core.components import ListBar, ListState
from kundebro.core.shortcuts import render_dialog, render_part
from kundebro.home.statistics import StatisticsPage
from kundebro.imports.exports import ExportKind, export_response
from kundebro.prospects.forms import FilterForm, chips_of
from kundebro.prospects.forms.filters import TITLES
from kundebro.users.requests import SignedInRequest


@require_GET
@permission_required("prospects.view_prospect", raise_exception=True)
def statistics(request: SignedInRequest) -> HttpResponse:
    """The prospects counted one way: a picture with the table behind it, each number with its list."""
    page = StatisticsPage(request.user, request.GET, timezone.localdate())
    may_export = request.user.has_perm("prospects.export_prospect")
    context = {
        "page": page,
        "bar": _bar(request, page),
        "export_url": f"{reverse('home:statistics-export')}?" if may_export else "",
    }
    return render(request, "home/statistics.html", context)


@require_GET
@permission_required("prospects.view_prospect", raise_exception=True)
def filters(request: SignedInRequest) -> HttpResponse:
    """All filters of the prospects: what is counted."""
    page = StatisticsPage(request.user, request.GET, timezone.localdate())
    context = {"form": FilterForm(request.GET), "bar": _bar(request, page), "title": _("Filter prospects")}
    return render_part(request, "core/list_filters.html", "fields", context)


@require_http_methods(["GET", "POST"])
@permission_required("prospects.export_prospect", raise_exception=True)
def export(request: SignedInRequest) -> HttpResponseBase:
    """The table as a file."""
    text = request.GET.get("list", "")
    page = StatisticsPage(request.user, QueryDict(text), timezone.localdate())
    rows = list(page.exported())
    form = ExportForm(request.POST or None)
    if form.is_valid():
        return export_response(
            request,
            name=_("Statistics"),
            columns=page.columns,
            rows=rows,
            count=len(rows),
            kind=ExportKind(form.cleaned_data["kind"]),
        )
    back = f"{reverse('home:statistics')}?{text}"
    context = {"form": form, "count": len(rows), "url": request.get_full_path(), "back": back}
    return render_dialog(request, "home/export.html", context, status=422 if form.errors else 200)


def _bar(request: SignedInRequest, page: StatisticsPage) -> ListBar:
    states = (
        ("active", pgettext("prospects", "Active")),
        ("archived", pgettext("prospects", "Archived")),
        ("all", pgettext("prospects", "All")),
    )
    return ListBar(
        query=request.GET,
        url=reverse("home:statistics"),
        filters_url=reverse("home:statistics-filters"),
        text=page.wanted.text,
        label=_("Search prospects"),
        placeholder=_("Name, number, CVR, phone, e-mail, town or contact"),
        states=[ListState(value, title, page.wanted.state == value) for value, title in states],
        states_title=_("Which prospects"),
        filters=TITLES,
        chips=chips_of(request.GET, page.wanted),
    )
