"""What an import or its dry run does and has done, live; and what follows from it."""

from dataclasses import dataclass

from django.contrib.auth.decorators import permission_required
from django.core.exceptions import PermissionDenied
from django.http import HttpResponse
from django.http.response import HttpResponseBase
from django.shortcuts import get_object_or_404
from django.urls import reverse
from django.utils.translation import gettext as _
from django.utils.translation import pgettext
from django.views.decorators.http import require_GET, require_POST

from kundebro.core.components import Tile
from kundebro.core.formats import show_count
from kundebro.core.pages import Cursor
from kundebro.core.shortcuts import render_part, see_other
from kundebro.core.toasts import toast
from kundebro.history.operations.undo import why_not
from kundebro.imports import queries
from kundebro.imports.choices import Outcome
from kundebro.imports.models import ImportRun
from kundebro.imports.operations import start as starting
from kundebro.imports.refused import refused_response
from kundebro.imports.targets import targets
from kundebro.users.requests import SignedInRequest

may_import = permission_required("imports.import_lists", raise_exception=True)


@require_GET
@may_import
def run(request: SignedInRequest, pk: int) -> HttpResponse:
    """Progress, counts, and the rows worth a look; the page keeps itself up to date until all is done."""
    shown = _import_run(request, pk)
    show = request.GET.get("show", "")
    page = queries.rows_page(shown, shown=show, after=Cursor.read(request.GET))
    context = {
        "import_run": shown,
        "upload": shown.upload,
        "target": targets[shown.upload.target],
        "unused": queries.unused_headings(shown),
        "tiles": _tiles(shown),
        "filters": _filters(shown, show),
        "page": page,
        "rows": queries.report_rows(shown, page.items),
        "why_no_undo": why_not(shown.changeset) if shown.changeset else "",
        "next_step": getattr(shown, "real_run", None),
    }
    return render_part(request, "imports/run.html", "report", context)


@require_POST
@may_import
def start(request: SignedInRequest, pk: int) -> HttpResponse:
    """Import what the dry run has shown."""
    dry_run = _import_run(request, pk)
    try:
        import_run = starting.start_import(dry_run, by=request.user)
    except starting.NotReady:
        toast(request, _("There is nothing to import here."), level="warning")
        return see_other(request, dry_run.get_absolute_url())
    return see_other(request, import_run.get_absolute_url())


@require_POST
@may_import
def resume(request: SignedInRequest, pk: int) -> HttpResponse:
    """Go on with an interrupted import."""
    import_run = _import_run(request, pk)
    try:
        starting.resume(import_run)
    except starting.NotReady:
        toast(request, _("The import cannot go on."), level="warning")
    return see_other(request, import_run.get_absolute_url())


@require_GET
@may_import
def refused(request: SignedInRequest, pk: int) -> HttpResponseBase:
    """The refused rows with the reasons, as a list to correct and send again."""
    return refused_response(request, _import_run(request, pk))


@dataclass(frozen=True)
class Filter:
    """A choice of rows on the report."""

    key: str
    title: str
    count: int
    is_current: bool


def _import_run(request: SignedInRequest, pk: int) -> ImportRun:
    runs = ImportRun.objects.visible_to(request.user).select_related(
        "upload", "started_by", "job", "undo_job", "changeset__undone_by"
    )
    found = get_object_or_404(runs, pk=pk)
    if not request.user.has_perm(targets[found.upload.target].permission):
        raise PermissionDenied
    return found


def _tiles(import_run: ImportRun) -> list[Tile]:
    here = reverse("imports:run", args=[import_run.pk])
    return [
        Tile(
            title=pgettext("import rows", "New"),
            value=show_count(import_run.created),
            tone="good" if import_run.created else "",
        ),
        Tile(
            title=pgettext("import rows", "Changed"),
            value=show_count(import_run.updated),
            url=f"{here}?show={Outcome.UPDATED.value}",
        ),
        Tile(title=_("Unchanged"), value=show_count(import_run.unchanged)),
        Tile(
            title=_("Refused"),
            value=show_count(import_run.refused),
            url=f"{here}?show={Outcome.REFUSED.value}",
            tone="bad" if import_run.refused else "",
        ),
        Tile(
            title=_("With remarks"),
            value=show_count(import_run.warned),
            url=f"{here}?show=warned",
            tone="warn" if import_run.warned else "",
        ),
    ]


def _filters(import_run: ImportRun, shown: str) -> list[Filter]:
    counts = {
        Outcome.REFUSED.value: (_("Refused"), import_run.refused),
        "warned": (_("With remarks"), import_run.warned),
        Outcome.UPDATED.value: (pgettext("import rows", "Changed"), import_run.updated),
    }
    return [Filter(key, title, count, key == shown) for key, (title, count) in counts.items()]
