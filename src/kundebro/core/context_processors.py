"""What base.html needs on every page."""

from django.conf import settings
from django.http import HttpRequest
from django.utils.functional import cached_property
from django.utils.translation import get_language

from kundebro.core import menu, toasts
from kundebro.core.appearance import Appearance
from kundebro.core.components import Crumb
from kundebro.core.script_texts import script_texts
from kundebro.core.toasts import Toast


class Frame:
    """The page around the page; computed only where a template asks, so a part of a page pays nothing."""

    def __init__(self, request: HttpRequest) -> None:
        self._request = request

    @cached_property
    def sections(self) -> list[menu.Section]:
        """The left menu."""
        return menu.sections_for(self._request)

    @cached_property
    def creations(self) -> list[menu.Entry]:
        """What + Ny offers."""
        return menu.entries_for(self._request, menu.creations)

    @cached_property
    def counters(self) -> list[tuple[menu.Counter, int]]:
        """The icons of the top bar, each with its number."""
        return [(counter, counter.count(self._request)) for counter in menu.counters]

    @cached_property
    def user_links(self) -> list[menu.Entry]:
        """What the user's own menu offers."""
        return menu.entries_for(self._request, menu.user_menu)

    @cached_property
    def appearance(self) -> Appearance:
        """Theme, density and single keys of this browser."""
        return Appearance.read(self._request)

    @cached_property
    def toasts(self) -> list[Toast]:
        """The messages that wait to be shown."""
        return list(toasts.pending(self._request))

    @property
    def layout(self) -> str:
        """The frame around pages about one's own sign-in: without menu while the user may go nowhere else."""
        return "core/bare.html" if getattr(self._request, "is_without_menu", False) else "core/base.html"

    @property
    def blank_toast(self) -> Toast:
        """What toasts.js copies when a part of a page brings a message."""
        return Toast(text="")

    @cached_property
    def crumbs(self) -> list[Crumb]:
        """The menu's heading and entry that the page belongs to."""
        for section in self.sections:
            for entry in section.entries:
                if entry.is_current and section.group != menu.Group.START:
                    is_below = self._request.path != entry.url
                    return [Crumb(title=section.group.label), Crumb(title=entry.link.title, url=entry.url)][
                        : 1 + is_below
                    ]
        return []

    @property
    def texts(self) -> dict[str, str]:
        """The sentences that our scripts show."""
        return script_texts(get_language() or settings.LANGUAGE_CODE)

    @property
    def has_plain_http_warning(self) -> bool:
        """Whether the page must say that the connection is not encrypted."""
        return bool(settings.WARN_ABOUT_PLAIN_HTTP)


def frame(request: HttpRequest) -> dict[str, Frame]:
    """`frame` in every template."""
    return {"frame": Frame(request)}
