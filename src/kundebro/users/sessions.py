"""How long a session lasts, an hour without a request and twelve hours in any case; and on which device it is used."""

from datetime import timedelta

from allauth.usersessions.models import UserSession
from django.contrib.auth import update_session_auth_hash
from django.http import HttpRequest
from django.utils import timezone

from kundebro.users.models import User
from kundebro.users.requests import ip_address_of

IDLE = timedelta(minutes=60)
ABSOLUTE = timedelta(hours=12)
NOTED_EVERY = timedelta(minutes=5).total_seconds()
SIGNED_IN_AT, SEEN_AT = "signed_in_at", "seen_at"


def begin(request: HttpRequest) -> None:
    """Note when the user signed in."""
    request.session[SIGNED_IN_AT] = request.session[SEEN_AT] = timezone.now().timestamp()


def is_over(request: HttpRequest) -> bool:
    """Whether one of the limits has passed; a session that does not say when it began is over."""
    now = timezone.now().timestamp()
    signed_in_at: float = request.session.get(SIGNED_IN_AT, 0)
    seen_at: float = request.session.get(SEEN_AT, 0)
    return now - signed_in_at > ABSOLUTE.total_seconds() or now - seen_at > IDLE.total_seconds()


def note_request(request: HttpRequest) -> None:
    """Note that the user is still there and where, to five minutes, so that reading pages seldom writes."""
    now = timezone.now().timestamp()
    if now - request.session.get(SEEN_AT, 0) > NOTED_EVERY:
        request.session[SEEN_AT] = now
        note_device(request)


def note_device(request: HttpRequest) -> None:
    """Keep with which browser and from which address the session is used, for the list of sessions.

    allauth's own middleware does this at every request: a write for each page that is read (decision 10).
    """
    if ip_address_of(request) is not None:
        UserSession.objects.create_from_request(request)


def go_on(request: HttpRequest, user: User) -> None:
    """Let this session live on after the user's sessions were ended."""
    update_session_auth_hash(request, user)
    note_device(request)
