"""The start page."""

from django.http import HttpResponse
from django.shortcuts import render
from django.views.decorators.http import require_GET

from kundebro.home import queries
from kundebro.users.requests import SignedInRequest


@require_GET
def start(request: SignedInRequest) -> HttpResponse:
    """What waits for the user this morning; every number opens its list."""
    return render(request, "home/start.html", {"morning": queries.morning_of(request.user)})
