"""Questions about people: who is here, and whose records someone sees."""

from datetime import datetime
from typing import Any

from allauth.usersessions.models import UserSession
from django.db.models import Count, Q, QuerySet

from kundebro.core.pages import Cursor, Page, paginate
from kundebro.users.choices import Role, Scope
from kundebro.users.models import Invitation, SecurityEvent, Team, User, UserQuerySet
from kundebro.users.sessions import ABSOLUTE, IDLE

SELLING_ROLES = (Role.SELLER, Role.SALES_MANAGER, Role.ADMINISTRATOR)


def seen_responsibles(user: User) -> frozenset[int] | None:
    """Keys of the people whose records the user sees; None means everyone's."""
    if not user.has_access:
        return frozenset()
    if user.scope == Scope.ALL:
        return None
    return user.teammates if user.scope == Scope.TEAM else frozenset({user.pk})


def scope_filter(user: User, field: str = "responsible") -> Q:
    """The records the user sees, by who is responsible; a team also sees what nobody has taken yet."""
    seen = seen_responsibles(user)
    if seen is None:
        return Q()
    theirs = Q(**{f"{field}__in": seen})
    if user.has_access and user.scope == Scope.TEAM:
        return theirs | Q(**{f"{field}__isnull": True})
    return theirs


def employees() -> UserQuerySet:
    """Everyone who works here, with or without sign-in, in Danish name order."""
    return User.objects.active().order_by("sort_name", "pk")


def sellers() -> UserQuerySet:
    """The people one chooses between as responsible; in a small company the administrator sells too."""
    return employees().filter(role__in=SELLING_ROLES)


def user_by_initials(text: str) -> User | None:
    """The person with these initials, whatever their case."""
    initials = text.strip().upper()
    return User.objects.filter(initials=initials).first() if initials else None


def preference(user: User, key: str, default: Any = None) -> Any:
    """What the user has chosen under the key (see the operation `remember`)."""
    return user.preferences.get(key, default)


def people_page(*, wanted: Q, after: Cursor | None = None) -> Page[User]:
    """One page of the register, in Danish name order."""
    people = User.objects.filter(wanted).select_related("team", "department")
    return paginate(people, order=("sort_name", "pk"), after=after)


def teams_with_size() -> "QuerySet[Team]":
    """All teams in Danish name order, each with its `size`."""
    return Team.objects.annotate(size=Count("members")).order_by("sort_name", "pk")


def security_page(*, wanted: Q, after: Cursor | None = None) -> Page[SecurityEvent]:
    """One page of the security log, newest first."""
    return paginate(SecurityEvent.objects.filter(wanted).select_related("user"), order=("-pk",), after=after)


def first_broken_event() -> SecurityEvent | None:
    """The oldest line of the security log that was altered or whose predecessor is gone; None when all is well."""
    before: SecurityEvent | None = None
    for event in SecurityEvent.objects.order_by("pk").iterator():
        if event.digest != event.computed_digest() or (before and event.previous != before.digest):
            return event
        before = event
    return None


def open_sessions_of(user: User, *, now: datetime) -> list[UserSession]:
    """Where the user is signed in, the latest used first; what has ended or run out is forgotten on the way."""
    known: list[UserSession] = UserSession.objects.purge_and_list(user)
    open_ones = [each for each in known if now - each.last_seen_at <= IDLE and now - each.created_at <= ABSOLUTE]
    return sorted(open_ones, key=lambda each: each.last_seen_at, reverse=True)


def valid_invitation(token: str, *, now: datetime) -> Invitation | None:
    """The invitation behind the link, while it can be used."""
    return Invitation.objects.valid(token, now=now).select_related("user").first()
