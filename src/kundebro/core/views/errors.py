"""What the user meets when something is refused or breaks: what happened, what is kept, what to do."""

import logging
import secrets

from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.template.loader import render_to_string
from django.views.decorators.csrf import requires_csrf_token

logger = logging.getLogger(__name__)


@requires_csrf_token
def bad_request(request: HttpRequest, exception: Exception | None = None) -> HttpResponse:  # noqa: ARG001  Django
    """400: the request itself cannot be read."""
    return _plain("core/errors/400.html", status=400)


@requires_csrf_token
def permission_denied(request: HttpRequest, exception: Exception | None = None) -> HttpResponse:  # noqa: ARG001  Django
    """403: the user's role does not hold the permission."""
    return _framed(request, "core/errors/403.html", status=403)


@requires_csrf_token
def not_found(request: HttpRequest, exception: Exception | None = None) -> HttpResponse:  # noqa: ARG001  Django
    """404: nothing here, or nothing this user may know of."""
    return _framed(request, "core/errors/404.html", status=404)


@requires_csrf_token
def conflict(request: HttpRequest) -> HttpResponse:
    """409: somebody else changed or took away meanwhile what this was about."""
    return _framed(request, "core/errors/409.html", status=409)


@requires_csrf_token
def server_error(request: HttpRequest) -> HttpResponse:
    """500: an error of ours, logged under the id that the page shows; asks neither database nor session."""
    error_id = secrets.token_hex(4)
    logger.error("Error id %s: %s %s", error_id, request.method, request.path)
    response = _plain("core/errors/500.html", {"error_id": error_id}, status=500)
    response["X-Error-Id"] = error_id
    return response


@requires_csrf_token
def csrf_failure(request: HttpRequest, reason: str = "") -> HttpResponse:  # noqa: ARG001  Django
    """403 for a form whose page is too old or whose sign-in has changed (setting CSRF_FAILURE_VIEW)."""
    return _framed(request, "core/errors/csrf.html", status=403)


def _plain(template: str, context: dict[str, str] | None = None, *, status: int) -> HttpResponse:
    return HttpResponse(
        render_to_string(template, {"layout": "core/errors/plain.html", **(context or {})}), status=status
    )


def _framed(request: HttpRequest, template: str, *, status: int) -> HttpResponse:
    if not hasattr(request, "user"):
        return _plain(template, status=status)
    layout = "core/base.html" if request.user.is_authenticated else "core/bare.html"
    return render(request, template, {"layout": layout}, status=status)
