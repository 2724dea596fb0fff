from allauth.account.internal.flows.login import record_authentication
from allauth.account.utils import perform_login
from django.contrib.auth.decorators import login_not_required
from django.core.exceptions import ValidationError
from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.utils import timezone
from django.views.decorators.cache import never_cache
from django.views.decorators.debug import sensitive_post_parameters
from django.views.decorators.http import require_GET, require_http_methods

from kundebro.users import operations, queries
from kundebro.users.browser import language_of
from kundebro.users.choices import Language
from kundebro.users.forms import FirstAdministratorForm, PasswordForm
from kundebro.users.models import User


@login_not_required
@never_cache
@sensitive_post_parameters("password", "password_again")
@require_http_methods(["GET", "POST"])
def accept_invitation(request: HttpRequest, token: str) -> HttpResponse:
    """Choose a password by the link from an administrator; then signed in."""
    invitation = queries.valid_invitation(token, now=timezone.now())
    if invitation is None or invitation.user is None:
        return _link_is_no_good(request)
    form = PasswordForm(request.POST or None, user=invitation.user)
    if form.is_valid():
        password = form.cleaned_data["password"]
        try:
            user = operations.accept_invitation(token, password=password, now=timezone.now())
        except operations.InvitationNotValid:
            return _link_is_no_good(request)
        return _signed_in(request, user)
    context = {"form": form, "person": invitation.user}
    return render(request, "users/accept_invitation.html", context, status=422 if form.is_bound else 200)


@login_not_required
@never_cache
@sensitive_post_parameters("password", "password_again")
@require_http_methods(["GET", "POST"])
def first_administrator(request: HttpRequest, token: str) -> HttpResponse:
    """Make the first administrator by the link from the console; then signed in."""
    invitation = queries.valid_invitation(token, now=timezone.now())
    if invitation is None or invitation.user is not None:
        return _link_is_no_good(request)
    form = FirstAdministratorForm(request.POST or None)
    if form.is_valid():
        chosen = form.cleaned_data
        try:
            user = operations.create_first_administrator(
                token,
                name=chosen["name"],
                email=chosen["email"],
                password=chosen["password"],
                language=Language(language_of(request)),
                now=timezone.now(),
            )
        except operations.InvitationNotValid:
            return _link_is_no_good(request)
        except ValidationError as error:
            form.add_error(None, error)
        else:
            return _signed_in(request, user)
    return render(request, "users/first_administrator.html", {"form": form}, status=422 if form.is_bound else 200)


@login_not_required
@require_GET
def forgotten_password(request: HttpRequest) -> HttpResponse:
    """Whom to ask for a new password."""
    return render(request, "users/forgotten_password.html")


def _signed_in(request: HttpRequest, user: User) -> HttpResponse:
    """On to the start page, by way of the second factor if there is one; the password was typed just now."""
    record_authentication(request, user, method="password")
    response: HttpResponse = perform_login(request, user)
    return response


def _link_is_no_good(request: HttpRequest) -> HttpResponse:
    return render(request, "users/link_not_valid.html", status=410)
