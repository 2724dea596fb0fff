"""How one browser wants Kundebro to look and listen, kept in a cookie so that the first byte is right."""

from dataclasses import dataclass
from typing import Literal, Self, get_args

from django.http import HttpRequest, HttpResponse

COOKIE = "appearance"
YEAR = 365 * 24 * 3600
Theme = Literal["auto", "light", "dark"]
Density = Literal["compact", "normal"]


@dataclass(frozen=True, kw_only=True)
class Appearance:
    """Light or dark, dense or airy, single keys on or off."""

    theme: Theme = "auto"
    density: Density = "compact"
    has_single_keys: bool = True

    @property
    def is_auto(self) -> bool:
        """Whether the computer decides between light and dark."""
        return self.theme == "auto"

    @property
    def is_light(self) -> bool:
        """Whether always light."""
        return self.theme == "light"

    @property
    def is_dark(self) -> bool:
        """Whether always dark."""
        return self.theme == "dark"

    @classmethod
    def read(cls, request: HttpRequest) -> Self:
        """What the cookie says; the usual where it is missing or unreadable."""
        theme, density, keys, *_rest = [*request.COOKIES.get(COOKIE, "").split("."), "", "", ""]
        return cls(
            theme=next((known for known in get_args(Theme) if known == theme), "auto"),
            density=next((known for known in get_args(Density) if known == density), "compact"),
            has_single_keys=keys != "nokeys",
        )

    def write(self, response: HttpResponse, *, is_secure: bool) -> None:
        """Keep it for a year; scripts read it from the page, not from the cookie."""
        value = ".".join((self.theme, self.density, "keys" if self.has_single_keys else "nokeys"))
        response.set_cookie(COOKIE, value, max_age=YEAR, httponly=True, samesite="Lax", secure=is_secure)
