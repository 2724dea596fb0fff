"""Moves a sales project to another stage, from its card or from the board, and ends it."""

from django.contrib.auth.decorators import permission_required
from django.http import HttpResponse
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods, require_POST

from kundebro.core.shortcuts import render_dialog, see_other, wants_part
from kundebro.core.toasts import toast
from kundebro.history.recorder import latest_changeset
from kundebro.history.tracked import StaleWrite
from kundebro.history.views import undo_url
from kundebro.pipeline.choices import Outcome
from kundebro.pipeline.forms import CloseForm, MoveForm
from kundebro.pipeline.models import SalesProject
from kundebro.pipeline.operations import close_project, move_project
from kundebro.pipeline.views.board import is_on_board, render_board
from kundebro.pipeline.views.records import visible_project
from kundebro.users.requests import SignedInRequest

may_change = permission_required("pipeline.change_salesproject", raise_exception=True)


@require_POST
@may_change
def move(request: SignedInRequest, pk: int) -> HttpResponse:
    """To the stage that the form or the address names; a stage that ends the project asks how it ended."""
    project = visible_project(request.user, pk)
    form = MoveForm({**request.GET.dict(), **request.POST.dict()})
    if not form.is_valid():
        toast(request, _("Choose a stage to move it to."), level="error")
        return _after(request, project)
    stage, version = form.cleaned_data["stage"], form.cleaned_data["version"]
    if stage.is_closed:
        return see_other(request, reverse("pipeline:close", args=[project.pk]))
    try:
        moved = move_project(
            project,
            stage,
            on=timezone.localdate(),
            by=request.user,
            version=version,
            key=form.cleaned_data["idempotency_key"] or None,
        )
    except StaleWrite:
        toast(
            request, _("%(project)s has been changed by someone else meanwhile.") % {"project": project}, level="error"
        )
        return _after(request, project)
    said = _("%(number)s is moved to %(stage)s") % {"number": moved.number, "stage": stage.name}
    toast(request, said, undo_url=undo_url(latest_changeset()))
    return _after(request, moved)


@require_http_methods(["GET", "POST"])
@may_change
def close(request: SignedInRequest, pk: int) -> HttpResponse:
    """Won, lost or dropped."""
    project = visible_project(request.user, pk)
    form = CloseForm(request.POST or None, initial=_seen(project) | {"outcome": request.GET.get("outcome", "")})
    if not form.is_valid():
        return _ask_outcome(request, project, form, status=422 if form.is_bound else 200)
    said = form.cleaned_data
    try:
        close_project(
            project,
            Outcome(said["outcome"]),
            on=said["closed_on"],
            by=request.user,
            lost_reason=said["lost_reason"],
            competitor=said["competitor"],
            version=said["version"],
            key=said["idempotency_key"],
        )
    except StaleWrite:
        form.add_error(None, _("Somebody else has changed it meanwhile. Look at it before you close it."))
        return _ask_outcome(request, project, form, status=422)
    outcome = Outcome(said["outcome"])
    told = _("%(number)s is closed: %(outcome)s") % {"number": project.number, "outcome": outcome.label}
    url = reverse("pipeline:board") if request.GET.get("from") == "board" else project.get_absolute_url()
    return see_other(request, url, toast=told, undo_url=undo_url(latest_changeset()))


def _seen(project: SalesProject) -> dict[str, object]:
    return {"version": project.version, "competitor": project.competitor}


def _ask_outcome(request: SignedInRequest, project: SalesProject, form: CloseForm, *, status: int) -> HttpResponse:
    """The dialog; a card dropped on the board brings it too."""
    from_board = request.GET.get("from") == "board"
    url = reverse("pipeline:close", args=[project.pk]) + ("?from=board" if from_board else "")
    back = reverse("pipeline:board") if from_board else project.get_absolute_url()
    context = {"project": project, "form": form, "url": url, "back": back}
    return render_dialog(request, "pipeline/close.html", context, status=status)


def _after(request: SignedInRequest, project: SalesProject) -> HttpResponse:
    """The board as it is now, or the project's card."""
    if is_on_board(request):
        return render_board(request)
    if wants_part(request) or request.POST.get("from") != "board":
        return see_other(request, project.get_absolute_url())
    return see_other(request, reverse("pipeline:board"))
