"""The command palette: places, things to create and whatever apps above find for the text."""

from collections.abc import Callable, Iterable, Sequence
from dataclasses import dataclass

from django.http import HttpRequest
from django.utils.functional import Promise
from django.utils.translation import gettext as _

from kundebro.core import menu
from kundebro.core.danish import fold
from kundebro.core.registry import Registry


@dataclass(frozen=True, kw_only=True)
class Found:
    """One line of the palette."""

    title: str | Promise
    url: str
    note: str | Promise = ""
    icon: str = ""
    opens_dialog: bool = False


@dataclass(frozen=True, kw_only=True)
class Source:
    """Finds records for a text; an empty text asks for what the user had last."""

    key: str
    title: str | Promise
    find: Callable[[HttpRequest, str], Sequence[Found]]
    position: int = 100


@dataclass(frozen=True)
class Answers:
    """One heading of the palette with its lines."""

    title: str | Promise
    found: Sequence[Found]


sources = Registry[Source](key=lambda source: source.key, order=lambda source: source.position)


def answers(request: HttpRequest, text: str) -> list[Answers]:
    """What the palette shows for the text, records before commands; headings without lines are left out."""
    groups = [Answers(source.title, source.find(request, text.strip())) for source in sources]
    groups += [
        Answers(_("Create"), _commands(request, menu.creations, text)),
        Answers(_("Go to"), _commands(request, [*menu.menu, *menu.user_menu], text)),
    ]
    return [group for group in groups if group.found]


def _commands(request: HttpRequest, links: Iterable[menu.Link], text: str) -> list[Found]:
    wanted = fold(text)
    return [
        Found(
            title=entry.link.title,
            url=entry.url,
            note=entry.reason,
            icon=entry.link.icon,
            opens_dialog=isinstance(entry.link, menu.Creation) and not entry.link.is_page,
        )
        for entry in menu.entries_for(request, links)
        if not entry.reason and wanted in fold(str(entry.link.title))
    ]
