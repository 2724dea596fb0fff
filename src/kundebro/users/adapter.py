"""How allauth behaves in Kundebro."""

import time
from typing import Any

from allauth.account import app_settings
from allauth.account.adapter import DefaultAccountAdapter
from allauth.account.authentication import get_authentication_records
from allauth.core.exceptions import ImmediateHttpResponse
from allauth.core.ratelimit import respond_429
from django.contrib.auth.base_user import AbstractBaseUser
from django.core.exceptions import ValidationError
from django.http import HttpRequest, HttpResponse

from kundebro.users.models import User
from kundebro.users.requests import must_set_up_second_factor


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

    def is_reauthentication_required(self, *, app: str, **kwargs: Any) -> bool:
        """Whether to ask for the password once more: not of those who gave it just now and are led to a second factor."""
        if must_set_up_second_factor(self.request) and self._has_just_signed_in():
            return False
        return bool(super().is_reauthentication_required(app=app, **kwargs))

    def _has_just_signed_in(self) -> bool:
        records = get_authentication_records(self.request, self.request.user)
        return any(time.time() - record["at"] < app_settings.REAUTHENTICATION_TIMEOUT for record in records)
