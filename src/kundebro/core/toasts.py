"""Short messages after a change, with the way back: "Gemt – Fortryd"."""

import json
from collections.abc import Iterable
from dataclasses import asdict, dataclass
from typing import Literal

from django.contrib import messages
from django.contrib.messages.storage.base import Message
from django.http import HttpRequest, HttpResponse
from django.utils.functional import Promise

Level = Literal["success", "warning", "error"]
_LEVELS: dict[Level, int] = {"success": messages.SUCCESS, "warning": messages.WARNING, "error": messages.ERROR}
_NAMES: dict[int, Level] = {number: name for name, number in _LEVELS.items()}


@dataclass(frozen=True, kw_only=True)
class Toast:
    """What the user is told, how to take it back, and where to look at it."""

    text: str
    level: Level = "success"
    undo_url: str = ""
    open_url: str = ""

    @classmethod
    def of(cls, message: Message) -> "Toast":
        """The toast kept in a message; other apps' plain messages become toasts without links."""
        links = message.extra_tags if message.extra_tags.startswith("{") else "{}"
        level = _NAMES.get(message.level, "success")
        return cls(text=str(message.message), level=level, **json.loads(links))


def toast(
    request: HttpRequest, text: str | Promise, *, level: Level = "success", undo_url: str = "", open_url: str = ""
) -> None:
    """Show the text on the next answer the user gets, be it a page or a part of one."""
    links = {name: url for name, url in (("undo_url", undo_url), ("open_url", open_url)) if url}
    messages.add_message(request, _LEVELS[level], str(text), extra_tags=json.dumps(links) if links else "")


def pending(request: HttpRequest) -> Iterable[Toast]:
    """The toasts not shown yet; reading them counts as showing them."""
    return [Toast.of(message) for message in messages.get_messages(request)]


def send_along(request: HttpRequest, response: HttpResponse) -> None:
    """Let a part of a page bring the waiting toasts, as an event that toasts.js listens for."""
    if waiting := pending(request):
        response["HX-Trigger"] = json.dumps({"kundebro:toasts": [asdict(each) for each in waiting]})
