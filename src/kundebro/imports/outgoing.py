"""What holds for every list that leaves Kundebro: noted beforehand, confirmed when it is long, one at a time per user."""

import secrets
import time
from typing import Final

from django.core.cache import cache
from django.http import HttpResponse
from django.utils.translation import gettext as _

from kundebro.core.shortcuts import render_dialog
from kundebro.users.choices import SecurityEventKind
from kundebro.users.models import User
from kundebro.users.operations import security_log
from kundebro.users.requests import SignedInRequest, confirm_url, has_confirmed_identity, ip_address_of

CONFIRMED_ABOVE: Final = 5_000
"""Rows; more are asked about once more (security.md 7.5.3)."""

HELD_FOR: Final = 10 * 60
RENEWED_EVERY: Final = 60


class ExportRunning(Exception):
    """The user is fetching another list just now."""

    def __str__(self) -> str:
        return _("You are fetching another list just now. Wait until it is there, and try again.")


class Place:
    """The user's one place for an export, given up ten minutes after the last row when nobody gives it back."""

    def __init__(self, user: User) -> None:
        self._key = f"export-of-{user.pk}"
        self._token = secrets.token_hex(8)
        self._renewed_at = time.monotonic()
        if not cache.add(self._key, self._token, HELD_FOR):
            raise ExportRunning

    def renew(self) -> None:
        """Keep it; called as often as one likes."""
        if time.monotonic() - self._renewed_at > RENEWED_EVERY:
            self._renewed_at = time.monotonic()
            cache.touch(self._key, HELD_FOR)

    def give_back(self) -> None:
        """Let the user's next export begin."""
        if cache.get(self._key) == self._token:
            cache.delete(self._key)


def note_export(request: SignedInRequest, what: str) -> None:
    """Into the security log: who, what and how many, from where."""
    security_log(SecurityEventKind.EXPORTED, user=request.user, text=what, ip_address=ip_address_of(request))


def needs_confirmation(request: SignedInRequest, count: int) -> bool:
    """Whether so many rows leave only after the user has confirmed their identity, which they have not lately."""
    return count > CONFIRMED_ABOVE and not has_confirmed_identity(request)


def confirmation(request: SignedInRequest, count: int, *, url: str, back_url: str) -> HttpResponse:
    """Ask for it, and come back to the address."""
    context = {
        "count": count,
        "limit": CONFIRMED_ABOVE,
        "confirm_url": confirm_url(request, back_to=url),
        "back_url": back_url,
    }
    return render_dialog(request, "imports/confirm_export.html", context)
