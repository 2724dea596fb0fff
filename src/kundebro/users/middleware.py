"""What every request learns from the user: language, length of the session, second factor, and that denials are noted."""

from collections.abc import Callable
from http import HTTPStatus

from django.conf import settings
from django.contrib.auth import logout
from django.contrib.auth.views import redirect_to_login
from django.http import HttpRequest, HttpResponse
from django.shortcuts import resolve_url
from django.urls import Resolver404, resolve, reverse
from django.utils import translation
from django_htmx.http import HttpResponseClientRedirect
from django_htmx.middleware import HtmxDetails

from kundebro.core.shortcuts import see_other, wants_part
from kundebro.users import sessions
from kundebro.users.browser import choices_written, language_of
from kundebro.users.choices import SecurityEventKind
from kundebro.users.models import User
from kundebro.users.operations import change_profile, security_log
from kundebro.users.requests import ip_address_of, must_set_up_second_factor

View = Callable[[HttpRequest], HttpResponse]

SECOND_FACTOR = "users:second-factor"
OPEN_WITHOUT_SECOND_FACTOR = frozenset(
    {
        SECOND_FACTOR,
        "mfa_activate_totp",
        "mfa_add_webauthn",
        "account_reauthenticate",
        "account_logout",
        "core:appearance",
        "core:language",
        "core:manifest",
    }
)


def language_of_user(get_response: View) -> View:
    """Answer in the user's language, whatever the browser says it prefers."""

    def answer(request: HttpRequest) -> HttpResponse:
        with translation.override(language_of(request)):
            response = get_response(request)
            response.headers.setdefault("Content-Language", translation.get_language() or "")
        return response

    return answer


def keep_choices(get_response: View) -> View:
    """Keep with the user what they choose on this browser: language, colours, single keys."""

    def answer(request: HttpRequest) -> HttpResponse:
        response = get_response(request)
        user = request.user
        if isinstance(user, User):
            chosen = choices_written(response).items()
            if changes := {field: value for field, value in chosen if getattr(user, field) != value}:
                change_profile(user, changes)
        return response

    return answer


def session_limits(get_response: View) -> View:
    """Sign out whose session has lasted long enough."""

    def answer(request: HttpRequest) -> HttpResponse:
        if request.user.is_authenticated:
            if sessions.is_over(request):
                logout(request)
            else:
                sessions.note_request(request)
        return get_response(request)

    return answer


def sign_in_again(get_response: View) -> View:
    """Send the whole page to sign-in when a part of it was asked for after the session had ended."""

    def answer(request: HttpRequest) -> HttpResponse:
        response = get_response(request)
        sign_in = resolve_url(settings.LOGIN_URL)
        if wants_part(request) and response.headers.get("Location", "").startswith(sign_in):
            page = HtmxDetails(request).current_url_abs_path or "/"
            return HttpResponseClientRedirect(redirect_to_login(page, sign_in).url)
        return response

    return answer


def denials(get_response: View) -> View:
    """Note in the security log who was refused what."""

    def answer(request: HttpRequest) -> HttpResponse:
        response = get_response(request)
        if response.status_code == HTTPStatus.FORBIDDEN and isinstance(request.user, User):
            what = f"{request.method} {request.path}"
            security_log(SecurityEventKind.DENIED, user=request.user, text=what, ip_address=ip_address_of(request))
        return response

    return answer


def second_factor_first(get_response: View) -> View:
    """Lead whoever must have a second factor and has none to where one is set up; no other page answers before."""

    def answer(request: HttpRequest) -> HttpResponse:
        if not must_set_up_second_factor(request):
            return get_response(request)
        if _name_of(request) not in OPEN_WITHOUT_SECOND_FACTOR:
            return see_other(request, reverse(SECOND_FACTOR))
        request.is_without_menu = True  # type: ignore[attr-defined]  # the frame reads it
        return get_response(request)

    return answer


def _name_of(request: HttpRequest) -> str:
    try:
        return resolve(request.path_info).view_name
    except Resolver404:
        return ""
