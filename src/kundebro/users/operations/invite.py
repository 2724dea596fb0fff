from datetime import datetime

from django.contrib.auth.hashers import UNUSABLE_PASSWORD_PREFIX
from django.contrib.auth.password_validation import validate_password
from django.db import transaction
from django.urls import reverse
from django.utils.translation import gettext as _

from kundebro.users.choices import Language, Role, SecurityEventKind
from kundebro.users.models import Invitation, User
from kundebro.users.operations.create_user import create_user
from kundebro.users.operations.log_security_event import security_log
from kundebro.users.tokens import hash_of, new_token


class InvitationNotValid(Exception):
    """The link has been used, replaced by a newer one, or is too old."""

    def __str__(self) -> str:
        return _("The link has been used or is too old.")


class MayNotSignIn(Exception):
    """Someone without access cannot be invited."""

    def __str__(self) -> str:
        return _("This person may not sign in. Change that first.")


def invite(user: User, *, by: User | None, base_url: str) -> str:
    """Make a link with which the person chooses a password once within 24 hours; earlier links stop working."""
    if not user.has_access:
        raise MayNotSignIn
    with transaction.atomic():
        token = _replace_invitation(user)
        security_log(SecurityEventKind.SIGN_IN_CHANGED, user=by, text=f"{user.email}: invitation")
    return base_url.rstrip("/") + reverse("users:accept-invitation", args=[token])


def first_administrator_link(base_url: str) -> str | None:
    """Make the link for whoever sets Kundebro up; None once an administrator can sign in."""
    with transaction.atomic():
        if _has_administrator():
            return None
        token = _replace_invitation(None)
    return base_url.rstrip("/") + reverse("users:first-administrator", args=[token])


def accept_invitation(token: str, *, password: str, now: datetime) -> User:
    """Give the invited person the password; sessions from before are over and the link is used up.

    Raises InvitationNotValid, and ValidationError for a password that is refused.
    """
    with transaction.atomic():
        user = _use_up(token, now=now).user
        if user is None or not user.has_access:
            raise InvitationNotValid
        validate_password(password, user)
        user.set_password(password)
        user.end_sessions()
        user.save()
        security_log(SecurityEventKind.SIGN_IN_CHANGED, user=user, text=f"{user.email}: password by invitation")
    return user


def create_first_administrator(
    token: str, *, name: str, email: str, password: str, language: Language, now: datetime
) -> User:
    """Make the first administrator; the link is used up.

    Raises InvitationNotValid, and ValidationError for details that are refused.
    """
    with transaction.atomic():
        if _use_up(token, now=now).user is not None or _has_administrator():
            raise InvitationNotValid
        user = create_user(name=name, email=email, role=Role.ADMINISTRATOR, by=None, language=language)
        validate_password(password, user)
        user.set_password(password)
        user.save()
    return user


def _has_administrator() -> bool:
    return User.objects.administrators().exclude(password__startswith=UNUSABLE_PASSWORD_PREFIX).exists()


def _replace_invitation(user: User | None) -> str:
    token = new_token()
    Invitation.objects.filter(user=user).delete()
    Invitation.objects.create(user=user, token_hash=hash_of(token))
    return token


def _use_up(token: str, *, now: datetime) -> Invitation:
    """The invitation behind the token, deleted: of two who come at once the second finds nothing."""
    invitation = Invitation.objects.valid(token, now=now).select_for_update().first()
    if invitation is None:
        raise InvitationNotValid
    invitation.delete()
    return invitation
