from django.contrib.auth.decorators import permission_required
from django.db import transaction
from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, render
from django.urls import reverse
from django.utils.translation import gettext as _
from django.views.decorators.http import require_GET, require_http_methods

from kundebro.company.forms import NumberSeriesForm
from kundebro.company.models import NumberSeries
from kundebro.company.operations import SystemSeries, delete_series
from kundebro.company.setup_pages import CHANGE, VIEW
from kundebro.core import toasts
from kundebro.core.components import Action, Column, Crumb, Table
from kundebro.core.shortcuts import render_dialog, see_other


@require_GET
@permission_required(VIEW, raise_exception=True)
def number_series(request: HttpRequest) -> HttpResponse:
    """All series and the number each gives next."""
    may_change = request.user.has_perm(CHANGE)
    columns: list[Column[NumberSeries]] = [
        Column(key="name", title=_("Name"), cell=lambda series: series.name, phone="title"),
        Column(key="code", title=_("Code"), cell=lambda series: series.code, phone="line"),
        Column(
            key="next", title=_("Next number"), cell=lambda series: series.shown(series.next_number), phone="aside"
        ),
        Column(key="last", title=_("Last number"), cell=lambda series: series.shown_end),
        Column(key="system", title=_("Kind"), cell=lambda series: _("system") if series.is_system else _("own")),
    ]
    table = Table(
        records=list(NumberSeries.objects.all()),
        columns=columns,
        caption=_("Number series"),
        link=_address if may_change else None,
    )
    return render(request, "company/number_series.html", {"table": table, "may_change": may_change})


@require_http_methods(["GET", "POST"])
@permission_required(CHANGE, raise_exception=True)
def add_number_series(request: HttpRequest) -> HttpResponse:
    """A series of one's own."""
    return _series_form(request, NumberSeries())


@require_http_methods(["GET", "POST"])
@permission_required(CHANGE, raise_exception=True)
@transaction.atomic
def change_number_series(request: HttpRequest, pk: int) -> HttpResponse:
    """One series."""
    return _series_form(request, get_object_or_404(NumberSeries.objects.select_for_update(), pk=pk))


@require_http_methods(["GET", "POST"])
@permission_required(CHANGE, raise_exception=True)
def delete_number_series(request: HttpRequest, pk: int) -> HttpResponse:
    """Delete a series of one's own."""
    series = get_object_or_404(NumberSeries, pk=pk)
    if request.method == "GET":
        context = {
            "title": _("Delete “%(name)s”?") % {"name": series},
            "text": _("Numbers already given stay as they are."),
            "button": _("Delete"),
            "url": reverse("company:number-series-delete", args=[pk]),
            "back_url": _address(series),
            "is_dangerous": True,
        }
        return render_dialog(request, "core/components/confirm.html", context)
    try:
        delete_series(series)
    except SystemSeries:
        toasts.toast(request, _("A system series cannot be deleted"), level="error")
        return see_other(request, _address(series))
    told = _("“%(name)s” is deleted") % {"name": series}
    return see_other(request, reverse("company:number-series"), toast=told)


def _address(series: NumberSeries) -> str:
    return reverse("company:number-series-change", args=[series.pk])


def _series_form(request: HttpRequest, series: NumberSeries) -> HttpResponse:
    form = NumberSeriesForm(request.POST or None, instance=series)
    if form.is_valid() and form.save_series():
        told = _("“%(name)s” is saved") % {"name": series}
        return see_other(request, reverse("company:number-series"), toast=told)
    context = {
        "title": _("Add number series") if series._state.adding else series.name,
        "form": form,
        "back": Crumb(title=_("Number series"), url=reverse("company:number-series")),
        "actions": _actions(series),
    }
    return render(request, "company/form.html", context, status=422 if form.errors else 200)


def _actions(series: NumberSeries) -> list[Action]:
    if series._state.adding:
        return []
    reason = _("A system series cannot be deleted") if series.is_system else ""
    url = reverse("company:number-series-delete", args=[series.pk])
    return [Action(title=_("Delete"), url=url, icon="trash", method="dialog", reason=reason, is_dangerous=True)]
