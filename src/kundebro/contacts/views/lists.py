"""CRM → Kontaktpersoner: the people of all companies; search, filters, columns, pages, export."""

from django import forms
from django.contrib.auth.decorators import permission_required
from django.http import HttpResponse, QueryDict
from django.http.response import HttpResponseBase
from django.urls import reverse
from django.utils.translation import gettext as _
from django.views.decorators.http import require_GET, require_http_methods

from kundebro.contacts import exports, queries, tables
from kundebro.contacts.forms import ExportForm, FilterForm, chips_of
from kundebro.contacts.forms.filters import TITLES
from kundebro.contacts.queries import ContactFilter
from kundebro.core.components import PLACE, changed_query
from kundebro.core.pages import Cursor
from kundebro.core.shortcuts import render_dialog, render_part, see_other, wants_part
from kundebro.imports.exports import ExportKind, export_response
from kundebro.imports.outgoing import confirmation, needs_confirmation
from kundebro.users.operations import remember
from kundebro.users.requests import SignedInRequest

may_view = permission_required("contacts.view_contact", raise_exception=True)


@require_GET
@may_view
def contact_list(request: SignedInRequest) -> HttpResponse:
    """One page of the contacts the user may see, as the address asks for them."""
    query = request.GET
    wanted = ContactFilter(query)
    columns = tables.chosen_columns(request.user)
    sort = query.get("sort", "name")
    page = queries.contact_page(
        wanted=wanted, seen_by=request.user, fields=tables.fields_of(columns), sort=sort, after=Cursor.read(query)
    )
    context = {
        "page": page,
        "table": tables.ContactTable(page=page, columns=columns, query=query, sort=sort),
        "wanted": wanted,
        "chips": chips_of(query, wanted),
        "kept": [(name, value) for name in TITLES for value in query.getlist(name) if value],
        "sort": query.get("sort", ""),
        "reset_url": changed_query(query, q=None, state=None, **dict.fromkeys((*TITLES, *PLACE))),
        "is_part": wants_part(request),
    }
    return render_part(request, "contacts/list.html", "rows", context)


@require_GET
@may_view
def filters(request: SignedInRequest) -> HttpResponse:
    """All filters: what the list's panel loads when it is opened, and a page of its own without script."""
    context = {
        "form": FilterForm(request.GET),
        "wanted": ContactFilter(request.GET),
        "sort": request.GET.get("sort", ""),
    }
    return render_part(request, "contacts/filters.html", "fields", context)


class ColumnsForm(forms.Form):
    """Which columns the list shows besides name and company."""

    columns = forms.MultipleChoiceField(required=False, widget=forms.CheckboxSelectMultiple)

    def __init__(self, *args: object, **kwargs: object) -> None:
        super().__init__(*args, **kwargs)  # type: ignore[arg-type]
        offered = [(key, column.title) for key, column in tables.COLUMNS.items() if key not in tables.ALWAYS]
        self.fields["columns"].choices = offered  # type: ignore[attr-defined]
        self.fields["columns"].label = _("Columns")


@require_http_methods(["GET", "POST"])
@may_view
def columns(request: SignedInRequest) -> HttpResponse:
    """Choose the columns; the choice is the user's own and lasts."""
    back = f"{reverse('contacts:list')}?{request.GET.urlencode()}"
    if request.method == "POST":
        form = ColumnsForm(request.POST)
        if form.is_valid():
            chosen = list(tables.USUAL) if "usual" in request.POST else form.cleaned_data["columns"]
            remember(request.user, tables.PREFERENCE, chosen)
            return see_other(request, back)
    shown = [column.key for column in tables.chosen_columns(request.user)]
    return render_dialog(
        request, "contacts/columns.html", {"form": ColumnsForm(initial={"columns": shown}), "back": back}
    )


@require_http_methods(["GET", "POST"])
@permission_required("contacts.export_contact", raise_exception=True)
def export(request: SignedInRequest) -> HttpResponseBase:
    """Everybody the list's address asks for, as a file."""
    text = request.GET.get("list", "")
    contacts = queries.matching_contacts(wanted=ContactFilter(QueryDict(text)), seen_by=request.user)
    count, back = contacts.count(), f"{reverse('contacts:list')}?{text}"
    if needs_confirmation(request, count):
        return confirmation(request, count, url=request.get_full_path(), back_url=back)
    form = ExportForm(request.POST or None)
    if form.is_valid():
        return export_response(
            request,
            name=_("Contacts"),
            columns=exports.headings(),
            rows=exports.rows_of(contacts),
            count=count,
            kind=ExportKind(form.cleaned_data["kind"]),
        )
    context = {"form": form, "count": count, "list": text, "back": back}
    return render_dialog(request, "contacts/export.html", context, status=422 if form.errors else 200)
