"""The start page."""

from django.contrib.auth.decorators import permission_required
from django.http import HttpResponse
from django.shortcuts import render
from django.urls import reverse
from django.utils import timezone
from django.views.decorators.http import require_GET

from kundebro.core.shortcuts import render_part, wants_part
from kundebro.home import queries
from kundebro.home.pages import StartPage, TeamPage, beginnings
from kundebro.users.choices import Scope
from kundebro.users.models import User
from kundebro.users.requests import SignedInRequest


@require_GET
def start(request: SignedInRequest) -> HttpResponse:
    """What waits for the user this morning; every number opens its list. In an empty company: what to do first."""
    user, today = request.user, timezone.localdate()
    morning = queries.morning_of(user, today=today, sells=user.has_perm("pipeline.change_salesproject"))
    if not morning.newest and queries.is_new():
        return render(request, "home/first.html", {"beginnings": beginnings(user)})
    context = {
        "page": StartPage(user, morning, today),
        "morning": morning,
        "has_team": user.scope != Scope.OWN,
        "may_finish": user.has_perm("activities.change_activity"),
        "add_url": _add_url(user),
    }
    return render(request, "home/start.html", context)


@require_GET
@permission_required("prospects.view_prospect", raise_exception=True)
def team(request: SignedInRequest) -> HttpResponse:
    """How the people in the user's scope stand; the start page loads it as a part."""
    today = timezone.localdate()
    found = queries.team_of(request.user, today=today)
    context = {
        "page": TeamPage(found, today, is_part=wants_part(request)),
        "team": found,
        "add_url": _add_url(request.user),
    }
    return render_part(request, "home/team.html", "team", context)


def _add_url(user: User) -> str:
    """Where a next step is planned, for those who may."""
    return reverse("activities:add") if user.has_perm("activities.add_activity") else ""
