"""The shortcuts on the sheet behind `?`; static/core/keyboard.js makes them work."""

from dataclasses import dataclass

from django.utils.functional import Promise
from django.utils.translation import gettext_lazy as _

from kundebro.core.registry import Registry


@dataclass(frozen=True)
class Shortcut:
    """Keys and what they do; single keys can be switched off."""

    keys: tuple[str | Promise, ...]
    text: str | Promise


SHEET: tuple[tuple[str | Promise, tuple[Shortcut, ...]], ...] = (
    (
        _("Everywhere"),
        (
            Shortcut(("Ctrl", "K"), _("search and commands")),
            Shortcut(("N",), _("new here")),
            Shortcut(("?",), _("this sheet")),
            Shortcut(("Ctrl", "Z"), _("undo the last change")),
            Shortcut(("Esc",), _("cancel, close")),
        ),
    ),
    (
        _("Lists"),
        (
            Shortcut(("/",), _("search the list")),
            Shortcut(("J",), _("next row")),
            Shortcut(("K",), _("previous row")),
            Shortcut(("Enter",), _("open")),
            Shortcut(("X",), _("select")),
            Shortcut(("Shift", "X"), _("select a range")),
        ),
    ),
    (
        _("Records"),
        (
            Shortcut(("E",), _("edit")),
            Shortcut(("Ctrl", "S"), _("save")),
            Shortcut(("Ctrl", "Enter"), _("save and close")),
            Shortcut(("F2",), _("look up in a list")),
        ),
    ),
)


@dataclass(frozen=True)
class Section:
    """Shortcuts that only some page of an app above knows."""

    key: str
    title: str | Promise
    shortcuts: tuple[Shortcut, ...]


sections = Registry[Section](key=lambda section: section.key)
