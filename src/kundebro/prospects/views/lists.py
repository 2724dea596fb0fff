"""The list of prospects: search, filters, columns, pages."""

from django import forms
from django.contrib.auth.decorators import permission_required
from django.http import HttpResponse
from django.urls import reverse
from django.utils.translation import gettext as _
from django.views.decorators.http import require_GET, require_http_methods

from kundebro.core.components import PLACE, changed_query
from kundebro.core.pages import Cursor
from kundebro.core.shortcuts import render_dialog, render_part, see_other, wants_part
from kundebro.prospects import queries, tables
from kundebro.prospects.forms import FilterForm, chips_of
from kundebro.prospects.forms.filters import TITLES
from kundebro.prospects.queries import ProspectFilter
from kundebro.users.operations import remember
from kundebro.users.requests import SignedInRequest


@require_GET
@permission_required("prospects.view_prospect", raise_exception=True)
def prospect_list(request: SignedInRequest) -> HttpResponse:
    """One page of the prospects the user may see, as the address asks for them."""
    query = request.GET
    wanted = ProspectFilter(query)
    columns = tables.chosen_columns(request.user)
    sort = query.get("sort", "name")
    page = queries.prospect_page(
        wanted=wanted, seen_by=request.user, fields=tables.fields_of(columns), sort=sort, after=Cursor.read(query)
    )
    filters = (*TITLES, *PLACE)
    context = {
        "page": page,
        "table": tables.ProspectTable(page=page, columns=columns, query=query, sort=sort),
        "wanted": wanted,
        "chips": chips_of(query, wanted),
        "kept": [(name, value) for name in TITLES for value in query.getlist(name) if value],
        "sort": query.get("sort", ""),
        "reset_url": changed_query(query, q=None, state=None, **dict.fromkeys(filters)),
        "is_part": wants_part(request),
    }
    return render_part(request, "prospects/list.html", "rows", context)


@require_GET
@permission_required("prospects.view_prospect", raise_exception=True)
def filters(request: SignedInRequest) -> HttpResponse:
    """All filters: what the list's panel loads when it is opened, and a page of its own without script."""
    context = {
        "form": FilterForm(request.GET),
        "wanted": ProspectFilter(request.GET),
        "sort": request.GET.get("sort", ""),
    }
    return render_part(request, "prospects/filters.html", "fields", context)


class ColumnsForm(forms.Form):
    """Which columns the list shows besides number and name."""

    columns = forms.MultipleChoiceField(required=False, widget=forms.CheckboxSelectMultiple)

    def __init__(self, *args: object, **kwargs: object) -> None:
        super().__init__(*args, **kwargs)  # type: ignore[arg-type]
        offered = [(key, column.title) for key, column in tables.COLUMNS.items() if key not in tables.ALWAYS]
        self.fields["columns"].choices = offered  # type: ignore[attr-defined]
        self.fields["columns"].label = _("Columns")


@require_http_methods(["GET", "POST"])
@permission_required("prospects.view_prospect", raise_exception=True)
def columns(request: SignedInRequest) -> HttpResponse:
    """Choose the columns; the choice is the user's own and lasts."""
    back = f"{reverse('prospects:list')}?{request.GET.urlencode()}"
    if request.method == "POST":
        form = ColumnsForm(request.POST)
        if form.is_valid():
            chosen = list(tables.USUAL) if "usual" in request.POST else form.cleaned_data["columns"]
            remember(request.user, tables.PREFERENCE, chosen)
            return see_other(request, back)
    shown = [column.key for column in tables.chosen_columns(request.user)]
    return render_dialog(
        request, "prospects/columns.html", {"form": ColumnsForm(initial={"columns": shown}), "back": back}
    )
