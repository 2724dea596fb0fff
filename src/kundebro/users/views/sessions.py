from allauth.usersessions.models import UserSession
from django.http import HttpResponse
from django.shortcuts import get_object_or_404, render
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext as _
from django.views.decorators.http import require_GET, require_POST

from kundebro.core.shortcuts import see_other
from kundebro.users import operations, queries
from kundebro.users.devices import device_name, is_mobile
from kundebro.users.requests import SignedInRequest
from kundebro.users.sessions import go_on, note_device


@require_GET
def session_list(request: SignedInRequest) -> HttpResponse:
    """Where one is signed in: device, address, last used."""
    note_device(request)
    shown = [
        {
            "session": each,
            "device": device_name(each.user_agent),
            "is_mobile": is_mobile(each.user_agent),
            "is_this": each.session_key == request.session.session_key,
        }
        for each in queries.open_sessions_of(request.user, now=timezone.now())
    ]
    return render(request, "users/sessions.html", {"sessions": shown})


@require_POST
def end_session(request: SignedInRequest, pk: int) -> HttpResponse:
    """End one's session on one other device."""
    others = UserSession.objects.filter(user=request.user).exclude(session_key=request.session.session_key)
    operations.end_session(get_object_or_404(others, pk=pk), by=request.user)
    return see_other(request, reverse("users:sessions"), toast=_("The device is signed out."))


@require_POST
def sign_out_elsewhere(request: SignedInRequest) -> HttpResponse:
    """End one's sessions on all other devices."""
    go_on(request, operations.end_sessions(request.user, by=request.user))
    return see_other(request, reverse("users:sessions"), toast=_("You are signed out on all other devices."))
