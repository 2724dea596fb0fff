"""What the users app does when allauth and Django tell that someone signed in, failed, or changed their sign-in."""

from typing import Any

from allauth.account.internal.flows.login import record_authentication
from allauth.account.signals import password_changed, password_reset, password_set, user_logged_in
from allauth.mfa.signals import authenticator_added, authenticator_removed, authenticator_reset
from django.contrib.auth import signals
from django.dispatch import receiver
from django.http import HttpRequest, HttpResponse
from django.utils.translation import gettext as _

from kundebro.core.toasts import toast
from kundebro.users import sessions
from kundebro.users.browser import write_choices
from kundebro.users.choices import SecurityEventKind
from kundebro.users.models import User
from kundebro.users.operations import end_sessions, security_log
from kundebro.users.requests import ip_address_of, must_set_up_second_factor


@receiver(signals.user_logged_in)
def note_sign_in(request: HttpRequest, user: User, **_kwargs: Any) -> None:
    """Into the session and the security log."""
    sessions.begin(request)
    security_log(SecurityEventKind.SIGNED_IN, user=user, ip_address=ip_address_of(request))


@receiver(signals.user_login_failed)
def note_failed_sign_in(credentials: dict[str, Any], request: HttpRequest | None = None, **_kwargs: Any) -> None:
    """Into the security log; an e-mail nobody has is not written down, it may be a password in the wrong field."""
    user = User.objects.filter(email=str(credentials.get("email", "")).lower()).first()
    security_log(SecurityEventKind.SIGN_IN_FAILED, user=user, ip_address=ip_address_of(request) if request else None)


@receiver(signals.user_logged_out)
def note_sign_out(request: HttpRequest, user: User | None, **_kwargs: Any) -> None:
    """Into the security log."""
    if user is not None:
        security_log(SecurityEventKind.SIGNED_OUT, user=user, ip_address=ip_address_of(request))


@receiver([password_changed, password_reset, password_set])
def note_new_password(request: HttpRequest, user: User, **_kwargs: Any) -> None:
    """Into the security log; Django has already ended the other sessions, and the user is told."""
    ip_address = ip_address_of(request)
    security_log(SecurityEventKind.SIGN_IN_CHANGED, user=user, text="password", ip_address=ip_address)
    _tell(request)


@receiver([authenticator_added, authenticator_removed, authenticator_reset])
def end_other_sessions(request: HttpRequest, user: User, authenticator: Any, **_kwargs: Any) -> None:
    """After a change of the second factor only the session that made it goes on."""
    ip_address = ip_address_of(request)
    security_log(SecurityEventKind.SIGN_IN_CHANGED, user=user, text=authenticator.type, ip_address=ip_address)
    sessions.go_on(request, end_sessions(user, by=user))
    _tell(request)


@receiver(authenticator_added)
def count_as_confirmed(request: HttpRequest, user: User, authenticator: Any, **_kwargs: Any) -> None:
    """Whoever was led to the second factor has just given password and code: show the recovery codes without asking."""
    if must_set_up_second_factor(request):  # as the request began
        record_authentication(request, user, method="mfa", type=authenticator.type, reauthenticated=True)


@receiver(user_logged_in)
def bring_choices_along(request: HttpRequest, response: HttpResponse, user: User, **_kwargs: Any) -> None:
    """The browser someone signs in on takes over their language and appearance."""
    write_choices(request, response, user)


def _tell(request: HttpRequest) -> None:
    """Say once that the other sessions are over, however many signals one change sends."""
    if not getattr(request, "is_told_of_sessions", False):
        request.is_told_of_sessions = True  # type: ignore[attr-defined]  # ours, for this request
        toast(request, _("You are signed out on all other devices."))
