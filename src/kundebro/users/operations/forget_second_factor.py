from allauth.mfa.models import Authenticator
from django.db import transaction

from kundebro.users.choices import SecurityEventKind
from kundebro.users.models import User
from kundebro.users.operations.log_security_event import security_log
from kundebro.users.operations.sessions import end_sessions


def forget_second_factor(user: User, *, by: User | None) -> User:
    """Remove passkeys, codes and recovery codes of someone who has lost them; their sessions are over."""
    with transaction.atomic():
        Authenticator.objects.filter(user=user).delete()
        security_log(SecurityEventKind.SIGN_IN_CHANGED, user=by, text=f"{user.email}: second factor removed")
        return end_sessions(user, by=by)
