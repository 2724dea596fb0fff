"""The rows of the To-Do list, written here because fifty of them through template nodes cost five times as much.

Every text goes through `format_html`, which escapes it.
"""

from collections.abc import Iterable
from dataclasses import dataclass
from typing import Any

from django.utils.html import format_html, format_html_join
from django.utils.translation import gettext as _
from django.utils.translation import pgettext

from kundebro.activities.models import Activity
from kundebro.core.addresses import address_of
from kundebro.core.formats import show_phone
from kundebro.core.templatetags.kundebro import icon


@dataclass(frozen=True)
class Line:
    """One activity as the list shows it."""

    activity: Activity

    @property
    def at(self) -> str:
        """The time of day, when that is what it waits for."""
        row = self.activity
        return f"{row.time:%H.%M}" if row.time and row.due_on == row.date else ""

    @property
    def contact(self) -> Any:
        """Who it is with: the first of its contacts."""
        return next(iter(self.activity.contacts.all()), None)

    def phone(self, contact: Any) -> str:
        """The number to call: the contact's, else the company's."""
        owners = (contact, self.activity.prospect)
        return next((number for each in owners if each for number in (each.mobile, each.phone) if number), "")


@dataclass
class Rows:
    """Writes lines for one reader: what is the same in all of them is worked out once."""

    says_whose: bool
    may_change: bool

    def __post_init__(self) -> None:
        self.address, self.card = address_of("activities:activity"), address_of("prospects:card")
        self.done, self.later = pgettext("button", "Done"), _("Put off")
        self.important = format_html('<span class="tag tag-warn">{}</span> ', _("Important"))
        self.repeats = format_html(
            ' <span class="todo-repeats">{}<span class="visually-hidden">{}</span></span>',
            icon("refresh"),
            _("repeats"),
        )

    def of(self, lines: Iterable[Line]) -> str:
        """The rows of these lines."""
        return format_html_join("", "{}", ((self._row(line),) for line in lines))

    def _row(self, line: Line) -> str:
        row, at, contact = line.activity, line.at, line.contact
        url = self.address(row.pk)
        phone = line.phone(contact)
        whose = (row.responsible.initials or row.responsible.name) if self.says_whose else ""
        name = contact.name if contact else ""
        brief = " · ".join(filter(None, (at, row.prospect.name, name, whose)))
        call = self._call(phone, "") if phone else ""
        return format_html(
            '<tr role="row" data-href="{url}">{box}<td role="cell" class="todo-at">{at}</td>'
            '<td role="cell" class="phone-title"><a href="{url}">{sign}<span class="visually-hidden">{kind}: </span>'
            '{important}{subject}</a>{repeats}<small class="row-line">{brief}</small>{phone_line}</td>'
            '<td role="cell"><a href="{card}">{company}</a></td>'
            '<td role="cell" class="todo-contact">{name} {call}</td>{whose}{buttons}</tr>',
            url=url,
            box=self._box(row) if self.may_change else "",
            at=at,
            sign=icon(row.activity_type.icon),
            kind=row.activity_type.name,
            important=self.important if row.priority == "high" else "",
            subject=row.subject,
            repeats=self.repeats if row.repeats else "",
            brief=brief,
            phone_line=format_html('<small class="row-line">{}</small>', self._call(phone, icon("phone")))
            if phone
            else "",
            card=self.card(row.prospect_id),
            company=row.prospect.name,
            name=name,
            call=call,
            whose=format_html('<td role="cell">{}</td>', whose) if self.says_whose else "",
            buttons=self._buttons(url, row) if self.may_change else "",
        )

    def _call(self, phone: str, sign: str) -> str:
        return format_html('<a class="todo-call" href="tel:{}">{}{}</a>', phone, sign, show_phone(phone))

    def _box(self, row: Activity) -> str:
        return format_html(
            '<td role="cell" class="cell-box"><input class="form-check-input" type="checkbox" name="selected" value="{}"'
            ' form="selection" data-row-key=" " aria-label="{}"></td>',
            row.pk,
            row.subject,
        )

    def _buttons(self, url: str, row: Activity) -> str:
        finish = self._button(f"{url}finish/", "x", self.done, "check", row)
        snooze = self._button(f"{url}snooze/", "s", self.later, "clock", row)
        return format_html('<td role="cell" class="cell-buttons phone-aside">{} {}</td>', finish, snooze)

    def _button(self, url: str, key: str, word: str, sign: str, row: Activity) -> str:
        return format_html(
            '<a class="btn btn-sm" href="{url}" hx-get="{url}" hx-target="#dialog" data-dialog data-row-key="{key}"'
            ' aria-label="{word}: {subject}">{sign}<span class="todo-word">{word}</span></a>',
            url=url,
            key=key,
            word=word,
            subject=row.subject,
            sign=icon(sign),
        )
