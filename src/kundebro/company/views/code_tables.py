from functools import partial
from typing import Any, cast

from django.contrib.auth.decorators import permission_required
from django.core.exceptions import PermissionDenied
from django.db import transaction
from django.db.models import Field
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, render
from django.urls import reverse
from django.utils.html import format_html
from django.utils.translation import gettext as _
from django.utils.translation import ngettext
from django.views.decorators.http import require_GET, require_http_methods, require_POST

from kundebro.company.forms import code_row_form
from kundebro.company.models import CodeTable
from kundebro.company.operations import StillUsed
from kundebro.company.queries import is_used, next_position, use_counts
from kundebro.company.setup_pages import VIEW, CodeTablePage, code_tables
from kundebro.core import toasts
from kundebro.core.components import Action, Column, Crumb, Table
from kundebro.core.registry import UnknownKey
from kundebro.core.shortcuts import render_dialog, see_other


@require_GET
@permission_required(VIEW, raise_exception=True)
def code_table(request: HttpRequest, table: str) -> HttpResponse:
    """All rows of a code table, the retired ones included, and how often each is used."""
    page = _page(table)
    may_change = request.user.has_perm(page.change_permission)
    rows = page.model._default_manager.all()
    context = {"page": page, "may_change": may_change, "table": _table(page, list(rows), has_links=may_change)}
    return render(request, "company/code_table.html", context)


@require_http_methods(["GET", "POST"])
@permission_required(VIEW, raise_exception=True)
def add_code_row(request: HttpRequest, table: str) -> HttpResponse:
    """A new row at the end of the table."""
    page = _changeable_page(request, table)
    return _row_form(request, page, page.model(position=next_position(page.model)), _("“%(name)s” is added"))


@require_http_methods(["GET", "POST"])
@permission_required(VIEW, raise_exception=True)
@transaction.atomic
def change_code_row(request: HttpRequest, table: str, pk: int) -> HttpResponse:
    """One row, and what else can be done with it."""
    page = _changeable_page(request, table)
    return _row_form(request, page, _locked_row(page, pk), _("“%(name)s” is saved"))


@require_POST
@permission_required(VIEW, raise_exception=True)
def retire_code_row(request: HttpRequest, table: str, pk: int) -> HttpResponse:
    """Offer the row no longer; records that have it keep it."""
    return _set_active(request, table, pk, is_active=False, told=_("“%(name)s” is out of use"))


@require_POST
@permission_required(VIEW, raise_exception=True)
def restore_code_row(request: HttpRequest, table: str, pk: int) -> HttpResponse:
    """Offer the row again."""
    return _set_active(request, table, pk, is_active=True, told=_("“%(name)s” is in use again"))


@require_http_methods(["GET", "POST"])
@permission_required(VIEW, raise_exception=True)
def delete_code_row(request: HttpRequest, table: str, pk: int) -> HttpResponse:
    """Delete a row that nothing points at."""
    page = _changeable_page(request, table)
    row = get_object_or_404(page.model, pk=pk)
    here = reverse("company:code-row-change", args=[page.slug, pk])
    if request.method == "GET":
        context = {
            "title": _("Delete “%(name)s”?") % {"name": row},
            "text": _("Nothing uses it. It disappears from the list."),
            "button": _("Delete"),
            "url": reverse("company:code-row-delete", args=[page.slug, pk]),
            "back_url": here,
            "is_dangerous": True,
        }
        return render_dialog(request, "core/components/confirm.html", context)
    try:
        written = page.delete(row, by=request.user)
    except StillUsed:
        toasts.toast(request, _("“%(name)s” is used. Take it out of use instead.") % {"name": row}, level="error")
        return see_other(request, here)
    told = _("“%(name)s” is deleted") % {"name": row}
    return see_other(request, page.url, toast=told, undo_url=page.undo_url(written))


def _page(table: str) -> CodeTablePage:
    try:
        return code_tables[table]
    except UnknownKey as error:
        raise Http404 from error


def _changeable_page(request: HttpRequest, table: str) -> CodeTablePage:
    page = _page(table)
    if not request.user.has_perm(page.change_permission):
        raise PermissionDenied
    return page


def _locked_row(page: CodeTablePage, pk: int) -> CodeTable:
    return get_object_or_404(page.model._default_manager.select_for_update(), pk=pk)


@transaction.atomic
def _set_active(request: HttpRequest, table: str, pk: int, *, is_active: bool, told: str) -> HttpResponse:
    page = _changeable_page(request, table)
    row = _locked_row(page, pk)
    row.is_active = is_active
    return _write(request, page, row, told)


def _row_form(request: HttpRequest, page: CodeTablePage, row: CodeTable, told: str) -> HttpResponse:
    form = code_row_form(page.model, page.extra_fields)(request.POST or None, instance=row)
    if form.is_valid():
        return _write(request, page, form.save(commit=False), told)
    context = {
        "title": _("Add") if row.pk is None else row.name,
        "form": form,
        "back": Crumb(title=page.title, url=page.url),
        "actions": _actions(page, row),
    }
    return render(request, "company/form.html", context, status=422 if form.errors else 200)


def _write(request: HttpRequest, page: CodeTablePage, row: CodeTable, told: str) -> HttpResponse:
    written = page.save(row, by=request.user)
    return see_other(request, page.url, toast=told % {"name": row}, undo_url=page.undo_url(written))


def _actions(page: CodeTablePage, row: CodeTable) -> list[Action]:
    if row.pk is None:
        return []

    def address(name: str) -> str:
        return reverse(f"company:code-row-{name}", args=[page.slug, row.pk])

    if row.is_active:
        switch = Action(title=_("Take out of use"), url=address("retire"), icon="archive", method="post")
    else:
        switch = Action(title=_("Take into use again"), url=address("restore"), icon="archive-off", method="post")
    reason = _("It is used: take it out of use instead") if is_used(row) else ""
    return [
        switch,
        Action(
            title=_("Delete"), url=address("delete"), icon="trash", method="dialog", reason=reason, is_dangerous=True
        ),
    ]


def _table(page: CodeTablePage, rows: list[CodeTable], *, has_links: bool) -> Table[CodeTable]:
    counts = use_counts(page.model)

    def link(row: CodeTable) -> str:
        return reverse("company:code-row-change", args=[page.slug, row.pk])

    columns: list[Column[CodeTable]] = [
        Column(key="name", title=_("Name"), cell=_named, phone="title"),
        Column(key="code", title=_("Code"), cell=lambda row: row.code, phone="line"),
        *(
            Column(key=name, title=_title(page.model, name), cell=partial(_shown, name=name))
            for name in page.list_fields
        ),
        Column(key="used", title=_("Used"), cell=lambda row: _used(counts[row.pk]), phone="aside"),
    ]
    return Table(records=rows, columns=columns, caption=str(page.title), link=link if has_links else None)


def _named(row: CodeTable) -> str:
    dot = format_html('<span class="badge bg-{}" aria-hidden="true"></span> ', row.colour) if row.colour else ""
    state = "" if row.is_active else format_html(' <span class="tag tag-neutral">{}</span>', _("out of use"))
    return format_html("{}{}{}", dot, row.name, state)


def _title(model: type[CodeTable], name: str) -> str:
    title = str(cast("Field[Any, Any]", model._meta.get_field(name)).verbose_name)
    return title[:1].upper() + title[1:]


def _shown(row: CodeTable, *, name: str) -> Any:
    value = getattr(row, f"get_{name}_display", lambda: getattr(row, name))()
    if isinstance(value, bool):
        return _("yes") if value else ""
    return value or ""


def _used(count: int) -> str:
    return ngettext("%(count)d time", "%(count)d times", count) % {"count": count} if count else ""
