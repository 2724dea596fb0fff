"""How long a session lasts: an hour without a request, twelve hours in any case."""

from datetime import timedelta

from django.http import HttpRequest
from django.utils import timezone

IDLE = timedelta(minutes=60).total_seconds()
ABSOLUTE = timedelta(hours=12).total_seconds()
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
    return now - signed_in_at > ABSOLUTE or now - seen_at > IDLE


def note_request(request: HttpRequest) -> None:
    """Note that the user is still there, to five minutes, so that reading pages seldom writes."""
    now = timezone.now().timestamp()
    if now - request.session.get(SEEN_AT, 0) > NOTED_EVERY:
        request.session[SEEN_AT] = now
