"""A user's choices on the browser: they come along at sign-in, and what is chosen there is kept with the user."""

from collections.abc import Mapping
from dataclasses import replace
from typing import Any, cast

from django.conf import settings
from django.http import HttpRequest, HttpResponse

from kundebro.core.appearance import COOKIE as APPEARANCE
from kundebro.core.appearance import YEAR, Appearance, Theme
from kundebro.users.choices import Language
from kundebro.users.models import User

LANGUAGE: str = settings.LANGUAGE_COOKIE_NAME


def language_chosen(cookies: Mapping[str, str]) -> str | None:
    """The language a browser's cookies ask for, if it is one of ours."""
    chosen = cookies.get(LANGUAGE, "")
    return chosen if chosen in Language.values else None


def language_of(request: HttpRequest) -> str:
    """The user's language; before sign-in the one chosen on this browser, else Danish."""
    if isinstance(request.user, User):
        return request.user.language
    return language_chosen(request.COOKIES) or Language.DANISH.value


def write_choices(request: HttpRequest, response: HttpResponse, user: User) -> None:
    """Let the browser look and speak as the user has chosen, also before the next sign-in."""
    here = Appearance.read(request)
    theirs = replace(here, theme=cast("Theme", user.theme), has_single_keys=user.single_key_shortcuts)
    theirs.write(response, is_secure=request.is_secure())
    response.set_cookie(LANGUAGE, user.language, YEAR, httponly=True, samesite="Lax", secure=request.is_secure())


def choices_written(response: HttpResponse) -> dict[str, Any]:
    """What the answer tells the browser to remember, as fields of the user."""
    written = {name: morsel.value for name, morsel in response.cookies.items()}
    choices: dict[str, Any] = {}
    if language := language_chosen(written):
        choices["language"] = language
    if APPEARANCE in written:
        carrier = HttpRequest()
        carrier.COOKIES = written
        appearance = Appearance.read(carrier)
        choices |= {"theme": appearance.theme, "single_key_shortcuts": appearance.has_single_keys}
    return choices
