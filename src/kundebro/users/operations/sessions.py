from allauth.usersessions.models import UserSession
from django.contrib.sessions.models import Session
from django.db import transaction

from kundebro.users.choices import SecurityEventKind
from kundebro.users.models import User
from kundebro.users.operations.log_security_event import security_log


def end_session(session: UserSession, *, by: User) -> None:
    """Sign a person out on one device."""
    with transaction.atomic():
        session.end()
        security_log(SecurityEventKind.SIGNED_OUT, user=by, text=f"{session.user.email}: one session, {session.ip}")


def end_sessions(user: User, *, by: User | None) -> User:
    """Sign a person out everywhere; whoever goes on must renew their session with the user returned."""
    with transaction.atomic():
        user = User.objects.select_for_update().get(pk=user.pk)
        user.end_sessions()
        user.save(update_fields=["session_round"])
        UserSession.objects.filter(user=user).delete()
        security_log(SecurityEventKind.SIGNED_OUT, user=by, text=f"{user.email}: all sessions")
    return user


def forget_ended_sessions() -> int:
    """Delete what is known of devices whose sessions are gone; how many."""
    open_keys = Session.objects.values("session_key")
    deleted, _by_model = UserSession.objects.exclude(session_key__in=open_keys).delete()
    return int(deleted)
