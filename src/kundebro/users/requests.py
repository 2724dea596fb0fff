"""The request as our views see it."""

from allauth.account.adapter import get_adapter
from django.core.exceptions import PermissionDenied
from django.http import HttpRequest
from django_htmx.middleware import HtmxDetails

from kundebro.users.models import User


class SignedInRequest(HttpRequest):
    """A request behind LoginRequiredMiddleware: its user is one of ours."""

    user: User
    htmx: HtmxDetails


def ip_address_of(request: HttpRequest) -> str | None:
    """Where the request comes from, as far as the trusted proxy or the socket tells."""
    try:
        address: str = get_adapter().get_client_ip(request)
    except PermissionDenied:
        return None
    return address
