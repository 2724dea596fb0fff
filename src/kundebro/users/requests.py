"""The request as our views see it."""

from allauth.account.adapter import get_adapter
from allauth.account.internal.flows.reauthentication import did_recently_reauthenticate
from django.conf import settings
from django.core.exceptions import PermissionDenied
from django.http import HttpRequest
from django.http.request import split_domain_port
from django.utils.http import urlencode
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


def must_set_up_second_factor(request: HttpRequest) -> bool:
    """Whether the one who asks may go nowhere before a second factor is set up."""
    user = request.user
    return bool(settings.REQUIRE_SECOND_FACTOR) and isinstance(user, User) and user.lacks_second_factor


def takes_passkeys(request: HttpRequest) -> bool:
    """Whether browsers make passkeys here: for a name behind https, or for `localhost`; never for a bare IP address."""
    host, _port = split_domain_port(request.get_host())
    is_number = host.startswith("[") or host.replace(".", "").isdigit()
    return host == "localhost" or (request.is_secure() and not is_number)


def has_confirmed_identity(request: HttpRequest) -> bool:
    """Whether the user has given password or second factor once more within the last five minutes."""
    return bool(did_recently_reauthenticate(request))


def confirm_url(request: HttpRequest, *, back_to: str) -> str:
    """Where the user does that, and comes back to the address afterwards."""
    methods = get_adapter().get_reauthentication_methods(request.user)
    return f"{methods[0]['url']}?{urlencode({'next': back_to})}"
