"""Marks what a request changes as done on screen."""

from collections.abc import Callable

from django.http import HttpRequest, HttpResponse

from kundebro.history.doors import Door, through


def through_the_web(get_response: Callable[[HttpRequest], HttpResponse]) -> Callable[[HttpRequest], HttpResponse]:
    """Open the web door around each request."""

    def middleware(request: HttpRequest) -> HttpResponse:
        with through(Door.WEB):
            return get_response(request)

    return middleware
