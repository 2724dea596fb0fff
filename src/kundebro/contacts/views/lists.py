"""CRM → Kontaktpersoner: the people of all companies; search, filters, columns, pages, export."""

from django.contrib.auth.decorators import permission_required
from django.http import HttpResponse, QueryDict
from django.http.response import HttpResponseBase
from django.urls import reverse
from django.utils.translation import gettext as _
from django.utils.translation import pgettext
from django.views.decorators.http import require_GET, require_http_methods

from kundebro.contacts import exports, queries
from kundebro.contacts.forms import ExportForm, FilterForm, chips_of
from kundebro.contacts.forms.filters import TITLES
from kundebro.contacts.queries import ContactFilter
from kundebro.contacts.tables import CHOICE, contact_table
from kundebro.core.components import PLACE, Action, EmptyState, ListBar, ListState, changed_query
from kundebro.core.pages import Cursor
from kundebro.core.shortcuts import render_dialog, render_part, wants_part
from kundebro.imports.exports import ExportKind, export_response
from kundebro.imports.outgoing import confirmation, needs_confirmation
from kundebro.users.columns import choose_columns
from kundebro.users.requests import SignedInRequest

may_view = permission_required("contacts.view_contact", raise_exception=True)


@require_GET
@may_view
def contact_list(request: SignedInRequest) -> HttpResponse:
    """One page of the contacts the user may see, as the address asks for them."""
    query = request.GET
    wanted = ContactFilter(query)
    columns = CHOICE.of(request.user)
    page = queries.contact_page(
        wanted=wanted,
        seen_by=request.user,
        fields=CHOICE.fields(columns),
        sort=query.get("sort", "name"),
        after=Cursor.read(query),
    )
    may_export = request.user.has_perm("contacts.export_contact")
    bar = _bar(request, wanted)
    context = {
        "page": page,
        "table": contact_table(page, columns, query),
        "bar": bar,
        "export_url": f"{reverse('contacts:export')}?" if may_export else "",
        "empty": None if page.items else _empty(request, wanted, bar),
        "is_part": wants_part(request),
    }
    return render_part(request, "contacts/list.html", "rows", context)


@require_GET
@may_view
def filters(request: SignedInRequest) -> HttpResponse:
    """All filters: what the list's panel loads when it is opened, and a page of its own without script."""
    bar = _bar(request, ContactFilter(request.GET))
    context = {"form": FilterForm(request.GET), "bar": bar, "title": _("Filter contacts")}
    return render_part(request, "core/list_filters.html", "fields", context)


@require_http_methods(["GET", "POST"])
@may_view
def columns(request: SignedInRequest) -> HttpResponse:
    """Choose the columns of the list."""
    note = _("Name and company are always there. The choice is yours alone and is remembered.")
    return choose_columns(request, CHOICE, list_url=reverse("contacts:list"), note=note)


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


def _bar(request: SignedInRequest, wanted: ContactFilter) -> ListBar:
    states = (
        ("", "active", pgettext("contacts", "Active")),
        ("left", "left", pgettext("contacts", "Left")),
        ("all", "all", pgettext("contacts", "All")),
    )
    return ListBar(
        query=request.GET,
        url=reverse("contacts:list"),
        filters_url=reverse("contacts:filters"),
        text=wanted.text,
        label=_("Search contacts"),
        placeholder=_("Name, title, e-mail, phone or company"),
        states=[ListState(value, title, wanted.state == state) for value, state, title in states],
        states_title=_("Which contacts"),
        filters=TITLES,
        chips=chips_of(request.GET, wanted),
    )


def _empty(request: SignedInRequest, wanted: ContactFilter, bar: ListBar) -> EmptyState:
    """What stands in place of the rows."""
    if wanted.is_empty:
        return EmptyState(
            icon="users",
            title=_("No contacts yet"),
            text=_(
                "The people at your prospects stand here. You add them on a prospect's card, or they come along when"
                " you import a list."
            ),
            action=Action(title=_("Go to the prospects"), url=reverse("prospects:list"), icon="building"),
        )
    is_active = wanted.state == "active"
    everywhere = changed_query(request.GET, state="all", **dict.fromkeys(PLACE))
    return EmptyState(
        icon="search",
        title=_("No match"),
        text=_("Nobody among the active contacts fits. Perhaps the person has left, or is spelt differently.")
        if is_active
        else _("Nobody fits. Perhaps the name is spelt differently."),
        action=Action(title=_("Reset the filter"), url=bar.reset_url),
        second=Action(title=_("Search those who have left too"), url=everywhere) if is_active else None,
    )
