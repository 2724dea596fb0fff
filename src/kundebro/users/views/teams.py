from django.core.exceptions import ValidationError
from django.http import HttpResponse
from django.shortcuts import get_object_or_404, render
from django.urls import reverse
from django.utils.translation import gettext as _
from django.views.decorators.http import require_GET, require_http_methods, require_POST

from kundebro.core.shortcuts import render_dialog, see_other
from kundebro.core.toasts import toast
from kundebro.users import operations, queries
from kundebro.users.forms import TeamForm
from kundebro.users.models import Team
from kundebro.users.requests import SignedInRequest
from kundebro.users.views.people import may_change, may_view


@require_GET
@may_view
def team_list(request: SignedInRequest) -> HttpResponse:
    """The teams and how many belong to each."""
    return render(request, "users/teams.html", {"teams": queries.teams_with_size()})


@require_http_methods(["GET", "POST"])
@may_change
def add_team(request: SignedInRequest) -> HttpResponse:
    """Add a team."""
    form = TeamForm(request.POST or None)
    if form.is_valid():
        try:
            operations.create_team(name=form.cleaned_data["name"])
        except ValidationError as error:
            form.add_error(None, error)
        else:
            return see_other(request, reverse("users:teams"), toast=_("The team is created."))
    context = {"form": form, "title": _("New team"), "url": reverse("users:add-team")}
    return render_dialog(request, "users/team.html", context, status=422 if form.is_bound else 200)


@require_http_methods(["GET", "POST"])
@may_change
def change_team(request: SignedInRequest, pk: int) -> HttpResponse:
    """Rename a team."""
    team = get_object_or_404(Team, pk=pk)
    form = TeamForm(request.POST or None, instance=team)
    if form.is_valid():
        try:
            operations.rename_team(team, name=form.cleaned_data["name"])
        except ValidationError as error:
            form.add_error(None, error)
        else:
            return see_other(request, reverse("users:teams"), toast=_("The team is saved."))
    context = {"form": form, "title": _("Rename team"), "url": reverse("users:change-team", args=[pk])}
    return render_dialog(request, "users/team.html", context, status=422 if form.is_bound else 200)


@require_POST
@may_change
def remove_team(request: SignedInRequest, pk: int) -> HttpResponse:
    """Remove a team nobody belongs to."""
    team = get_object_or_404(Team, pk=pk)
    try:
        operations.remove_team(team)
    except operations.TeamInUse:
        toast(request, _("The team has members. Move them to another team first."), level="error")
        return see_other(request, reverse("users:teams"))
    return see_other(request, reverse("users:teams"), toast=_("The team is removed."))
