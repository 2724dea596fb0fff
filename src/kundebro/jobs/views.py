from django.conf import settings
from django.contrib.auth.decorators import login_not_required, permission_required
from django.core.exceptions import PermissionDenied
from django.db import DatabaseError
from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext as _
from django.views.decorators.http import require_GET, require_POST
from django_htmx.http import trigger_client_event

from kundebro.core import toasts
from kundebro.core.pages import Cursor
from kundebro.core.shortcuts import render_part, see_other, wants_part
from kundebro.jobs import operations, queries, schedule
from kundebro.jobs.models import Run
from kundebro.jobs.tables import backup_table, run_table, safety_tiles
from kundebro.users.requests import SignedInRequest

FINISHED_EVENT = "kundebro:run-finished"
"""Tells the page around a run's progress that the run has just finished."""


@require_GET
def run_list(request: SignedInRequest) -> HttpResponse:
    """The user's own background work; the administrator may look at everybody's."""
    may_see_all = request.user.has_perm("jobs.view_all_runs")
    shows_all = may_see_all and request.GET.get("show") == "all"
    page = queries.runs_page(seen_by=request.user, is_everyones=shows_all, after=Cursor.read(request.GET))
    table = run_table(page.items, query=request.GET, shows_people=shows_all)
    context = {"page": page, "table": table, "may_see_all": may_see_all, "shows_all": shows_all}
    return render_part(request, "jobs/list.html", "rows", context)


@require_GET
def run(request: SignedInRequest, pk: int) -> HttpResponse:
    """One run and how far it is; htmx asks again every second until it has finished."""
    return _progress(request, _visible_run(request, pk))


@require_POST
def cancel(request: SignedInRequest, pk: int) -> HttpResponse:
    """Stop the run."""
    stopped = operations.cancel_run(_changeable_run(request, pk), now=timezone.now())
    return _after(request, stopped)


@require_POST
def retry(request: SignedInRequest, pk: int) -> HttpResponse:
    """Let a failed run begin again; one that began again meanwhile is only shown."""
    shown = _changeable_run(request, pk)
    try:
        shown = operations.retry_run(shown)
    except operations.RunCannotBeRetried:
        toasts.toast(request, _("It is not possible to try this job again."), level="warning")
    return _after(request, shown)


@require_GET
@permission_required("jobs.view_backup", raise_exception=True)
def backups(request: SignedInRequest) -> HttpResponse:
    """The backups, and whether all is well with them."""
    found = queries.safety()
    context = {
        "tiles": safety_tiles(found, now=timezone.now()),
        "table": backup_table(found.backups, query=request.GET),
        "under_way": found.under_way,
        "folder": settings.BACKUPS,
    }
    return render_part(request, "jobs/backups.html", "content", context)


@require_POST
@permission_required("jobs.add_backup", raise_exception=True)
def take_backup(request: SignedInRequest) -> HttpResponse:
    """Begin a backup in the background, and show how far it is."""
    begun = schedule.start_now("jobs.back_up", by=request.user, link=reverse("jobs:backups"))
    return see_other(request, begun.get_absolute_url())


@login_not_required
@require_GET
def health(_request: HttpRequest) -> HttpResponse:
    """Whether this process can serve, for load balancers: 200 or 503, nothing more."""
    try:
        is_healthy = queries.is_healthy()
    except DatabaseError:
        is_healthy = False
    return HttpResponse("ok" if is_healthy else "", status=200 if is_healthy else 503, content_type="text/plain")


def _visible_run(request: SignedInRequest, pk: int) -> Run:
    return get_object_or_404(Run.objects.visible_to(request.user).select_related("started_by"), pk=pk)


def _changeable_run(request: SignedInRequest, pk: int) -> Run:
    found = _visible_run(request, pk)
    if not request.user.has_perm("jobs.change_run", found):
        raise PermissionDenied
    return found


def _after(request: SignedInRequest, run: Run) -> HttpResponse:
    return _progress(request, run) if wants_part(request) else see_other(request, run.get_absolute_url())


def _progress(request: SignedInRequest, run: Run) -> HttpResponse:
    response = render_part(request, "jobs/run.html", "progress", {"run": run})
    if run.is_finished and wants_part(request):
        trigger_client_event(response, FINISHED_EVENT)
    return response
