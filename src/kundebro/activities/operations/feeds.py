"""Gives out, renews and revokes the secret addresses of calendar feeds; what was given out stands in the security log."""

from datetime import datetime, timedelta
from typing import Final

from django.db import transaction

from kundebro.activities.models import CalendarFeed
from kundebro.users.choices import SecurityEventKind
from kundebro.users.models import Team, User
from kundebro.users.operations import security_log
from kundebro.users.tokens import hash_of, new_token

NOTED_EVERY: Final = timedelta(minutes=5)


def renew_feed(*, by: User, team: Team | None = None, now: datetime) -> str:
    """Give the user a new secret for the calendar, or for the team's; an earlier address stops working."""
    token = new_token()
    with transaction.atomic():
        User.objects.select_for_update().get(pk=by.pk)
        fresh = {"token_hash": hash_of(token), "made_at": now, "fetched_at": None, "digest": "", "digest_at": None}
        CalendarFeed.objects.update_or_create(owner=by, team=team, defaults=fresh)
        security_log(SecurityEventKind.RIGHTS_CHANGED, user=by, text=f"{by.email}: calendar address of {team or by}")
    return token


def revoke_feed(feed: CalendarFeed, *, by: User) -> None:
    """Let the address stop working."""
    with transaction.atomic():
        CalendarFeed.objects.filter(pk=feed.pk).delete()
        security_log(SecurityEventKind.RIGHTS_CHANGED, user=by, text=f"{by.email}: calendar address of {feed} revoked")


def note_fetch(feed: CalendarFeed, *, digest: str, now: datetime) -> datetime:
    """Remember, to five minutes, when the feed was read, and what it said; returns since when it says so."""
    since = feed.digest_at if feed.digest_at and feed.digest == digest else now
    if since == now or feed.fetched_at is None or now - feed.fetched_at >= NOTED_EVERY:
        said = {"fetched_at": now, "digest": digest, "digest_at": since}
        CalendarFeed.objects.filter(pk=feed.pk, token_hash=feed.token_hash).update(**said)
    return since
