"""Names the browser and the machine behind a session, as far as the browser tells."""

from typing import Final

from django.utils.translation import gettext as _

BROWSERS: Final = (
    ("Edg", "Edge"),
    ("OPR/", "Opera"),
    ("SamsungBrowser", "Samsung Internet"),
    ("Firefox", "Firefox"),
    ("FxiOS", "Firefox"),
    ("Chrom", "Chrome"),
    ("CriOS", "Chrome"),
    ("Safari", "Safari"),
)
"""What a browser says of itself and its name; the first that fits, because all of them also name their ancestors."""

MACHINES: Final = (
    ("iPhone", "iPhone"),
    ("iPad", "iPad"),
    ("Android", "Android"),
    ("Windows", "Windows"),
    ("CrOS", "ChromeOS"),
    ("Mac OS X", "Mac"),
    ("Linux", "Linux"),
)
MOBILE: Final = frozenset({"iPhone", "iPad", "Android"})


def device_name(user_agent: str) -> str:
    """`Firefox, Windows`; only what is known of the two."""
    known = [_first(BROWSERS, user_agent), _first(MACHINES, user_agent)]
    return ", ".join(filter(None, known)) or _("Unknown device")


def is_mobile(user_agent: str) -> bool:
    """Whether it is a phone or a tablet."""
    return _first(MACHINES, user_agent) in MOBILE


def _first(names: tuple[tuple[str, str], ...], user_agent: str) -> str:
    return next((name for mark, name in names if mark in user_agent), "")
