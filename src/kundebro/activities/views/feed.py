"""The calendar at its secret address: no sign-in, for programs that ask every few minutes."""

from hashlib import sha256
from typing import Final

from django.contrib.auth.decorators import login_not_required
from django.core.cache import cache
from django.http import HttpRequest, HttpResponse
from django.utils import timezone
from django.utils.translation import gettext as _
from django.utils.translation import override
from django.views.decorators.http import condition, require_safe

from kundebro.activities.calendar import feed_events, feed_span
from kundebro.activities.ical import CONTENT_TYPE, written
from kundebro.activities.models import CalendarFeed
from kundebro.activities.operations import note_fetch
from kundebro.activities.queries import appointments_of_feed, closings_of_feed, feed_behind

MOST_A_MINUTE: Final = 20
MINUTE: Final = 60


@login_not_required
@require_safe
def feed(request: HttpRequest, token: str) -> HttpResponse:
    """The calendar of a person or a team. An address that never was, was revoked or is of somebody gone is not found."""
    found = feed_behind(token)
    if found is None:
        return HttpResponse(status=404, headers={"Cache-Control": "no-store"})
    if _is_too_often(found):
        return HttpResponse(status=429, headers={"Retry-After": str(MINUTE), "Cache-Control": "no-store"})
    text = _text_of(found, base_url=request.build_absolute_uri("/").rstrip("/"))
    digest = sha256(text).hexdigest()
    since = note_fetch(found, digest=digest, now=timezone.now())

    @condition(etag_func=lambda _request: f'"{digest}"', last_modified_func=lambda _request: since)
    def answer(_request: HttpRequest) -> HttpResponse:
        return HttpResponse(text, content_type=CONTENT_TYPE)

    response = answer(request)
    response["Cache-Control"] = "private, no-cache"
    return response


def _text_of(feed: CalendarFeed, *, base_url: str) -> bytes:
    now = timezone.now()
    today = timezone.localdate(now)
    first, last = feed_span(today)
    appointments = appointments_of_feed(feed, first=first, last=last, now=now)
    projects = closings_of_feed(feed, first=first, last=last)
    with override(feed.owner.language):
        events = feed_events(appointments, projects, base_url=base_url, today=today, says_whose=feed.team is not None)
        return "".join(written(events, name=_("Kundebro: %(whose)s") % {"whose": feed})).encode()


def _is_too_often(feed: CalendarFeed) -> bool:
    """Whether the address was asked for too often within this minute."""
    key = f"activities.feed.{feed.pk}.{int(timezone.now().timestamp()) // MINUTE}"
    if cache.add(key, 1, MINUTE):
        return False
    try:
        return cache.incr(key) > MOST_A_MINUTE
    except ValueError:  # its minute has just ended
        return False
