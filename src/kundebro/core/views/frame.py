"""What the frame around every page opens."""

from dataclasses import replace
from typing import Any

from django.contrib.auth.decorators import login_not_required
from django.http import HttpRequest, HttpResponse, JsonResponse
from django.templatetags.static import static
from django.utils.http import url_has_allowed_host_and_scheme
from django.views.decorators.http import require_GET, require_POST
from django.views.i18n import set_language

from kundebro.core import keyboard as keys
from kundebro.core import menu
from kundebro.core import palette as search
from kundebro.core.appearance import Appearance
from kundebro.core.forms import AppearanceForm
from kundebro.core.shortcuts import SeeOther, render_dialog, render_part, wants_part

PETROL = "#0e3f47"


@require_GET
def palette(request: HttpRequest) -> HttpResponse:
    """Search and commands in one list (Ctrl+K)."""
    text = request.GET.get("q", "")[:100]
    context = {"text": text, "groups": search.answers(request, text)}
    if wants_part(request) and request.headers.get("HX-Target") == "palette-results":
        return render_part(request, "core/palette.html", "results", context)
    return render_dialog(request, "core/palette.html", context)


@require_GET
def new(request: HttpRequest) -> HttpResponse:
    """Everything the user may create, for the phone's +."""
    return render_dialog(request, "core/new.html", {"entries": menu.entries_for(request, menu.creations)})


@require_GET
def keyboard(request: HttpRequest) -> HttpResponse:
    """The sheet with all shortcuts, and the switch for single keys."""
    going = [item for item in menu.entries_for(request, menu.menu) if item.link.key]
    groups = [*keys.SHEET, *((section.title, section.shortcuts) for section in keys.sections)]
    return render_dialog(request, "core/keyboard.html", {"groups": groups, "going": going})


@login_not_required
@require_POST
def appearance(request: HttpRequest) -> HttpResponse:
    """Keep the chosen theme, density or use of single keys in this browser's cookie."""
    form = AppearanceForm(request.POST)
    now = Appearance.read(request)
    response = HttpResponse(status=204) if wants_part(request) else SeeOther(_next(request))
    if form.is_valid():
        replace(now, **form.changes()).write(response, is_secure=request.is_secure())
    return response


@login_not_required
@require_POST
def language(request: HttpRequest) -> HttpResponse:
    """Danish or English."""
    return set_language(request)


@login_not_required
@require_GET
def manifest(request: HttpRequest) -> HttpResponse:  # noqa: ARG001  Django
    """Lets a phone put Kundebro on its home screen."""
    icons: list[dict[str, Any]] = [{"src": static("core/mark.svg"), "sizes": "any", "type": "image/svg+xml"}]
    body = {
        "name": "Kundebro",
        "short_name": "Kundebro",
        "start_url": "/",
        "display": "standalone",
        "background_color": "#f5f4f0",
        "theme_color": PETROL,
        "icons": icons,
    }
    return JsonResponse(body, content_type="application/manifest+json")


def _next(request: HttpRequest) -> str:
    url = request.POST.get("next", "").strip()
    is_ours = url_has_allowed_host_and_scheme(url, {request.get_host()}, require_https=request.is_secure())
    return url if is_ours else "/"
