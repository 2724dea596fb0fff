"""Marks what a request changes as done on screen, and tells whoever came too late."""

import logging
from collections.abc import Callable
from typing import Final

from django.core.exceptions import ObjectDoesNotExist
from django.db import IntegrityError
from django.http import HttpRequest, HttpResponse

from kundebro.core.middleware import ForFaults
from kundebro.core.views import conflict
from kundebro.history.doors import Door, through
from kundebro.history.tracked import TooLate

BELONGS_TO_NOTHING: Final = "23503"
"""What PostgreSQL calls a row that points at one which is gone; SQLite has a sentence for it."""

logger = logging.getLogger(__name__)


def through_the_web(get_response: Callable[[HttpRequest], HttpResponse]) -> Callable[[HttpRequest], HttpResponse]:
    """Open the web door around each request."""

    def middleware(request: HttpRequest) -> HttpResponse:
        with through(Door.WEB):
            return get_response(request)

    return middleware


class TellWhoIsLate(ForFaults):
    """Answer 409 when what a form was about is changed or gone at the moment it is saved: nothing of it was stored.

    Forms compare versions themselves; this is for the blink of an eye between their look and their writing.
    """

    def process_exception(self, request: HttpRequest, fault: Exception) -> HttpResponse | None:
        """The page that says so; None leaves the fault to others."""
        if request.method != "POST" or not is_late(fault):
            return None
        logger.warning("Too late: %s %s", request.method, request.path, exc_info=fault)
        return conflict(request)


def is_late(fault: Exception) -> bool:
    """Whether it tells of a row that has changed or is gone, or of what would belong to one that is gone."""
    if isinstance(fault, IntegrityError):
        return getattr(fault.__cause__, "sqlstate", None) == BELONGS_TO_NOTHING or "FOREIGN KEY" in str(fault)
    return isinstance(fault, TooLate | ObjectDoesNotExist)
