"""What core adds to every answer."""

from collections.abc import Callable
from random import uniform
from time import sleep
from typing import Final

from django.db.utils import OperationalError
from django.http import HttpRequest, HttpResponse

TIMES: Final = 3
PAUSE: Final = (0.01, 0.05)
DEADLOCK: Final = "40P01"
"""What PostgreSQL calls it when two wait for each other: it lets one of them go, and leaves it to ask again."""


class ForFaults:
    """Passes requests on: whoever derives from it has something to say to a view's fault only."""

    def __init__(self, get_response: Callable[[HttpRequest], HttpResponse]) -> None:
        self.get_response = get_response

    def __call__(self, request: HttpRequest) -> HttpResponse:
        """Pass on."""
        return self.get_response(request)


class AgainAfterDeadlock(ForFaults):
    """Ask a view again whose transaction PostgreSQL gave up for another's: nothing of it was stored.

    What a view stored in a transaction before that one is found again by the key of its form. Uploads are read once and
    not asked for again.
    """

    def process_exception(self, request: HttpRequest, fault: Exception) -> HttpResponse | None:
        """What the view answers when it is asked again, three times in all; None leaves the fault to others."""
        match = request.resolver_match
        if match is None or not _is_deadlock(fault) or request.FILES:
            return None
        for _time in range(TIMES - 1):
            sleep(uniform(*PAUSE))  # noqa: S311  no secret
            try:
                answer: HttpResponse = match.func(request, *match.args, **match.kwargs)
            except OperationalError as again:
                if not _is_deadlock(again):
                    raise
            else:
                return answer
        return None


def _is_deadlock(fault: Exception) -> bool:
    return isinstance(fault, OperationalError) and getattr(fault.__cause__, "sqlstate", None) == DEADLOCK


def no_store(get_response: Callable[[HttpRequest], HttpResponse]) -> Callable[[HttpRequest], HttpResponse]:
    """Keep pages of signed-in users out of every cache, also the browser's: Back after sign-out shows nothing."""

    def answer(request: HttpRequest) -> HttpResponse:
        response = get_response(request)
        if request.user.is_authenticated:
            response.headers.setdefault("Cache-Control", "no-store")
        return response

    return answer
