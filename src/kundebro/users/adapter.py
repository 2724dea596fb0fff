"""How allauth behaves in Kundebro."""

from typing import Any

from allauth.account.adapter import DefaultAccountAdapter
from allauth.core.exceptions import ImmediateHttpResponse
from allauth.core.ratelimit import respond_429
from django.contrib.auth.base_user import AbstractBaseUser
from django.core.exceptions import ValidationError
from django.http import HttpRequest, HttpResponse

from kundebro.users.models import User


class InvitationsOnly(DefaultAccountAdapter):
    """Nobody signs up; people come by invitation and get in only while they have access."""

    def is_open_for_signup(self, request: HttpRequest) -> bool:  # noqa: ARG002  allauth's signature
        """Sign-up is closed."""
        return False

    def pre_authenticate(self, request: HttpRequest, **credentials: Any) -> None:
        """Answer 429 instead of a form error once there were too many wrong passwords."""
        try:
            super().pre_authenticate(request, **credentials)
        except ValidationError as error:
            raise ImmediateHttpResponse(respond_429(request)) from error

    def pre_login(self, request: HttpRequest, user: AbstractBaseUser, **kwargs: Any) -> HttpResponse | None:
        """Turn away those without access, whichever way they proved who they are."""
        response: HttpResponse | None = super().pre_login(request, user, **kwargs)
        if response is None and not (isinstance(user, User) and user.has_access):
            response = self.respond_user_inactive(request, user)
        return response
