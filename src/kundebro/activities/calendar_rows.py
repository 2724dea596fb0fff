"""The entries of the calendar, written here because a month of them through template nodes costs five times as much.

Every text goes through `format_html`, which escapes it.
"""

from dataclasses import dataclass
from datetime import date
from typing import Any

from django.utils.html import format_html
from django.utils.safestring import SafeString
from django.utils.translation import gettext as _

from kundebro.activities.queries import Entry
from kundebro.core.addresses import address_of
from kundebro.core.templatetags.kundebro import icon


@dataclass
class Entries:
    """Writes entries for one reader: what is the same in all of them is worked out once."""

    today: date
    says_whose: bool
    may_move: bool

    def __post_init__(self) -> None:
        self.card, self.page = address_of("prospects:card"), address_of("activities:activity")
        self.move = address_of("activities:move")
        self.closes = _("Expected close")
        self.words: dict[str, Any] = {
            state: format_html('<span class="visually-hidden">{}: </span>', word)
            for state, word in (("is-done", _("Done")), ("is-late", _("Overdue")), ("is-closing", self.closes))
        }

    def __call__(self, entry: Entry) -> SafeString:
        """The entry as an item of its day's list."""
        is_movable = self.may_move and entry.activity is not None and not entry.is_done
        state = self._state(entry)
        at = f"{entry.at:%H.%M}" if entry.at else ""
        return format_html(
            '<li class="calendar-entry {state}"{grip}><a class="calendar-link" href="{url}" draggable="false"'
            ' title="{kind}: {subject} – {company}">{sign}{at}{word} <span class="calendar-subject">{subject}</span>'
            ' <span class="calendar-whom">{company}{whose}</span></a>{button}</li>',
            state=state,
            grip=self._grip(entry, at) if is_movable else "",
            url=self.card(entry.prospect) if entry.activity is None else self.page(entry.activity),
            kind=self.closes if entry.activity is None else entry.kind,
            subject=entry.subject,
            company=entry.company,
            sign=icon("target" if entry.activity is None else entry.icon),
            at=format_html('<span class="calendar-at">{}</span>', at) if at else "",
            word=self.words.get(state, ""),
            whose=f" · {entry.whose}" if self.says_whose and entry.whose else "",
            button=self._button(entry) if is_movable else "",
        )

    def _state(self, entry: Entry) -> str:
        if entry.activity is None:
            return "is-closing"
        if entry.is_done:
            return "is-done"
        return "is-late" if entry.day < self.today else ""

    def _grip(self, entry: Entry, at: str) -> SafeString:
        url = self.move(entry.activity or 0)
        return format_html(' data-entry="{}" data-version="{}" data-at="{}"', url, entry.version, at)

    def _button(self, entry: Entry) -> SafeString:
        return format_html(
            '<a class="calendar-move" href="{url}" hx-get="{url}" hx-target="#dialog" data-dialog draggable="false"'
            ' aria-label="{label}">{sign}</a>',
            url=self.move(entry.activity or 0),
            label=_("Move: %(subject)s") % {"subject": entry.subject},
            sign=icon("calendar-due"),
        )
