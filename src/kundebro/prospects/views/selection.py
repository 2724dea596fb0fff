"""What is done to the rows ticked in the list, or to all that match its search."""

from dataclasses import dataclass
from typing import Self

from django import forms
from django.contrib.auth.decorators import permission_required
from django.http import HttpResponse, QueryDict
from django.http.response import HttpResponseBase
from django.urls import reverse
from django.utils.http import urlencode
from django.utils.translation import gettext as _
from django.utils.translation import ngettext
from django.views.decorators.http import require_http_methods, require_POST

from kundebro.core.formats import show_count
from kundebro.core.shortcuts import render_dialog, see_other
from kundebro.history.recorder import latest_changeset
from kundebro.history.views import undo_url
from kundebro.imports.exports import ExportKind, export_response
from kundebro.imports.outgoing import confirmation, needs_confirmation
from kundebro.jobs.models import Run
from kundebro.prospects import exports
from kundebro.prospects.forms import ArchiveForm, ExportForm, RepeatableForm, TogetherForm
from kundebro.prospects.forms.export import ExportColumns
from kundebro.prospects.models import Prospect, ProspectQuerySet
from kundebro.prospects.operations import archive_prospects, change_prospects, unarchive_prospects
from kundebro.prospects.operations.together import start_archiving, start_changing, start_unarchiving
from kundebro.prospects.queries import ProspectFilter, matching_prospects
from kundebro.prospects.queries.archive import held_back
from kundebro.prospects.refusals import left_in_use
from kundebro.prospects.tables import CHOICE
from kundebro.users.models import User
from kundebro.users.requests import SignedInRequest

WAITED_FOR = 1000
MOST_TICKED = 500


@dataclass(frozen=True)
class Selection:
    """Ticked rows, or everything behind a list's address."""

    keys: tuple[int, ...]
    query: str
    is_all: bool

    @classmethod
    def read(cls, data: QueryDict) -> Self:
        """The selection that a form of the list sends along."""
        keys = [int(key) for key in data.getlist("selected")[:MOST_TICKED] if key.isdecimal() and len(key) < 19]  # noqa: PLR2004  an integer of the database
        return cls(tuple(keys), data.get("list", ""), data.get("all") == "1")

    def prospects(self, user: User) -> ProspectQuerySet:
        """The prospects chosen, of those the user may see."""
        if self.is_all:
            return matching_prospects(wanted=ProspectFilter(QueryDict(self.query)), seen_by=user)
        return Prospect.objects.visible_to(user).filter(pk__in=self.keys)

    @property
    def fields(self) -> list[tuple[str, str]]:
        """The hidden fields that carry the selection on."""
        ticked = [] if self.is_all else [("selected", str(key)) for key in self.keys]
        return [*ticked, ("list", self.query), *([("all", "1")] if self.is_all else [])]

    @property
    def list_url(self) -> str:
        """The list as it stood."""
        return f"{reverse('prospects:list')}?{self.query}" if self.query else reverse("prospects:list")


@require_POST
@permission_required("prospects.change_prospect", raise_exception=True)
def change(request: SignedInRequest) -> HttpResponse:
    """Give the chosen prospects the same values."""
    selection = Selection.read(request.POST)
    is_sent = "apply" in request.POST
    form = TogetherForm(request.POST if is_sent else None)
    prospects = selection.prospects(request.user)
    count = prospects.count()
    if not is_sent or not count or not form.is_valid():
        return _asked(request, "prospects/together.html", selection, count, form)
    values, key = form.values(), form.cleaned_data["idempotency_key"]
    if count > WAITED_FOR:
        title = _("Change %(count)s prospects") % {"count": show_count(count)}
        return _started(request, start_changing(prospects, values, by=request.user, title=title, key=key))
    done = change_prospects(prospects, values, by=request.user, key=key)
    told = ngettext("%(count)d prospect changed", "%(count)d prospects changed", done) % {"count": done}
    return _done(request, selection, told)


@require_POST
@permission_required("prospects.archive_prospect", raise_exception=True)
def archive(request: SignedInRequest) -> HttpResponse:
    """Put the chosen prospects away, with a reason."""
    selection = Selection.read(request.POST)
    is_sent = "apply" in request.POST
    form = ArchiveForm(request.POST if is_sent else None)
    prospects = selection.prospects(request.user).active()
    everyone = prospects.count()
    held = held_back(prospects, by=request.user) if everyone <= WAITED_FOR else []
    count = everyone - len({each.prospect.pk for each in held})
    if not is_sent or not count or not form.is_valid():
        return _asked(request, "prospects/archive_together.html", selection, count, form, held_back=held)
    reason, key = form.cleaned_data["reason"], form.cleaned_data["idempotency_key"]
    if count > WAITED_FOR:
        title = _("Archive %(count)s prospects") % {"count": show_count(count)}
        return _started(request, start_archiving(prospects, by=request.user, title=title, reason=reason, key=key))
    done = archive_prospects(prospects, by=request.user, reason=reason, key=key)
    told = ngettext("%(count)d prospect archived", "%(count)d prospects archived", done) % {"count": done}
    if left := everyone - done:
        told = f"{told}. {left_in_use(left)}"
    return _done(request, selection, told)


@require_POST
@permission_required("prospects.archive_prospect", raise_exception=True)
def unarchive(request: SignedInRequest) -> HttpResponse:
    """Bring the chosen prospects back."""
    selection = Selection.read(request.POST)
    is_sent = "apply" in request.POST
    form = RepeatableForm(request.POST if is_sent else None)
    prospects = selection.prospects(request.user).archived()
    count = prospects.count()
    if not is_sent or not count or not form.is_valid():
        return _asked(request, "prospects/unarchive_together.html", selection, count, form)
    key = form.cleaned_data["idempotency_key"]
    if count > WAITED_FOR:
        title = _("Bring back %(count)s prospects") % {"count": show_count(count)}
        return _started(request, start_unarchiving(prospects, by=request.user, title=title, key=key))
    done = unarchive_prospects(prospects, by=request.user, key=key)
    told = ngettext("%(count)d prospect brought back", "%(count)d prospects brought back", done) % {"count": done}
    return _done(request, selection, told)


@require_http_methods(["GET", "POST"])
@permission_required("prospects.export_prospect", raise_exception=True)
def export(request: SignedInRequest) -> HttpResponseBase:
    """The chosen prospects as a file: asks for its form and columns first."""
    is_sent = "apply" in request.POST
    selection = Selection.read(request.POST if request.method == "POST" else request.GET)
    form = ExportForm(request.POST if is_sent else None)
    prospects = selection.prospects(request.user)
    count = prospects.count()
    if needs_confirmation(request, count):
        url = f"{request.path}?{urlencode(selection.fields)}"
        return confirmation(request, count, url=url, back_url=selection.list_url)
    if not is_sent or not form.is_valid():
        return _asked(request, "prospects/export.html", selection, count, form)
    if form.cleaned_data["columns"] == ExportColumns.SHOWN:
        columns = exports.shown_columns(CHOICE.of(request.user))
    else:
        columns = exports.all_columns()
    return export_response(
        request,
        name=_("Prospects"),
        columns=[column.title for column in columns],
        rows=exports.rows_of(prospects, columns),
        count=count,
        kind=ExportKind(form.cleaned_data["kind"]),
    )


def _asked(
    request: SignedInRequest, template: str, selection: Selection, count: int, form: forms.BaseForm, **more: object
) -> HttpResponse:
    context = {"selection": selection, "count": count, "form": form, "is_long": count > WAITED_FOR, **more}
    return render_dialog(request, template, context, status=422 if form.errors else 200)


def _done(request: SignedInRequest, selection: Selection, told: str) -> HttpResponse:
    return see_other(request, selection.list_url, toast=told, undo_url=undo_url(latest_changeset()))


def _started(request: SignedInRequest, run: Run | None) -> HttpResponse:
    return see_other(request, run.get_absolute_url() if run else reverse("jobs:list"))
