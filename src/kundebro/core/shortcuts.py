"""How views answer: a page or the part of it that htmx asked for, a dialog, a redirect after a change."""

from collections.abc import Iterable, Mapping
from typing import Any

from django.http import HttpRequest, HttpResponse, HttpResponseRedirect, JsonResponse
from django.shortcuts import render
from django.utils.cache import patch_vary_headers
from django_htmx.http import HttpResponseClientRedirect

from kundebro.core import toasts

DIALOG = "dialog"


class SeeOther(HttpResponseRedirect):
    """Go and look there (303): the browser asks with GET whatever it has just sent."""

    status_code = 303


def wants_part(request: HttpRequest) -> bool:
    """Whether htmx asked for a part of the page rather than for the page."""
    headers = request.headers
    return (
        headers.get("HX-Request") == "true"
        and headers.get("HX-Boosted") != "true"
        and headers.get("HX-History-Restore-Request") != "true"
    )


def wants_dialog(request: HttpRequest) -> bool:
    """Whether the answer will stand in the page's dialog."""
    return wants_part(request) and request.headers.get("HX-Target") == DIALOG


def render_part(
    request: HttpRequest, template: str, part: str, context: Mapping[str, Any] | None = None, *, status: int = 200
) -> HttpResponse:
    """The partial `part` of the template when htmx asked, else the whole page."""
    name = f"{template}#{part}" if wants_part(request) else template
    return _rendered(request, name, context, status)


def render_dialog(
    request: HttpRequest, template: str, context: Mapping[str, Any] | None = None, *, status: int = 200
) -> HttpResponse:
    """The template, which extends `layout`, inside the page's dialog or as a page of its own."""
    layout = "core/dialog.html" if wants_dialog(request) else "core/dialog_page.html"
    return _rendered(request, template, {**(context or {}), "layout": layout}, status)


def see_other(
    request: HttpRequest, url: str, *, toast: str = "", undo_url: str = "", open_url: str = ""
) -> HttpResponse:
    """Send the browser on after a change, with a toast; htmx is told to load the whole page."""
    if toast:
        toasts.toast(request, toast, undo_url=undo_url, open_url=open_url)
    return HttpResponseClientRedirect(url) if wants_part(request) else SeeOther(url)


def picker_answer(choices: Iterable[tuple[str, str, str]]) -> JsonResponse:
    """What a picker with a search address expects: value, text and a grey note of each match."""
    return JsonResponse({"choices": [{"value": value, "text": text, "note": note} for value, text, note in choices]})


def _rendered(request: HttpRequest, name: str, context: Mapping[str, Any] | None, status: int) -> HttpResponse:
    response = render(request, name, dict(context or {}), status=status)
    patch_vary_headers(response, ["HX-Request"])
    if wants_part(request):
        toasts.send_along(request, response)
    return response
