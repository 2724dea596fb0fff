"""The cards of the board, each written in one go: hundreds stand on a page, so nothing is worked out or escaped twice."""

from collections.abc import Sequence
from datetime import date
from functools import cache
from html import escape
from typing import Final, NamedTuple
from uuid import uuid4

from django.urls import reverse
from django.utils.html import format_html
from django.utils.safestring import SafeString
from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from kundebro.core.formats import show_date
from kundebro.core.money import Money
from kundebro.core.templatetags.kundebro import icon
from kundebro.pipeline.queries import Deal, Lane

AGES: Final = 3
"""Thirds of the days that a stage allows."""

NAME: Final = "\0"
"""Stands for the card's name in what is written once for all cards; no text from outside holds it."""


class Card(NamedTuple):
    """A project on the board; it ages when two thirds of the days the stage allows have gone, and is stale after all."""

    project: Deal
    days: int
    is_stale: bool
    is_ageing: bool
    is_late: bool
    key: str


def cards_of(lane: Lane, today: date) -> list[Card]:
    """The lane's projects as they stand on the day."""
    limit, page = lane.stage.ages_after_days, uuid4().hex[:16]
    found = []
    for deal in lane.projects:
        days, closes = (today - deal.stage_since).days, deal.expected_close_on
        is_stale, is_ageing = (
            limit is not None and days > limit,
            limit is not None and days * AGES > limit * (AGES - 1),
        )
        is_late = closes is not None and closes < today
        found.append(Card(deal, days, is_stale, is_ageing, is_late, f"{page}-{deal.pk}"))
    return found


def written(cards: Sequence[Card], *, may_move: bool) -> SafeString:
    """The cards as list items; with what moves them for those who may."""
    pen = Pen(may_move=may_move)
    return SafeString("".join(map(pen.writes, cards)))


class Pen:
    """Writes cards; all text of people goes through `escape`."""

    def __init__(self, *, may_move: bool) -> None:
        name = {"card": NAME}
        self._grip = format_html(GRIP, _("Move %(card)s") % name, icon("grip-vertical")) if may_move else ""
        self._menu = format_html(MENU, _("Move %(card)s to …") % name, icon("dots")) if may_move else ""
        self._worth = escape(_("worth %(value)s"))
        self._before, _zero, self._after = reverse("pipeline:project", args=[0]).rpartition("0")
        self._age, self._closing = cache(_age), cache(_closing)

    def writes(self, card: Card) -> str:
        """One card."""
        deal = card.project
        name, seller = escape(str(deal)), escape(deal.initials or deal.seller)
        look = " is-stale" if card.is_stale else " is-ageing" if card.is_ageing else ""
        return (
            f'<li class="deal{look}" id="deal-{deal.pk}" data-card data-name="{name}" data-version="{deal.version}"'
            f' data-key="{card.key}"><div class="deal-head">{self._grip.replace(NAME, name)}'
            f'<a class="deal-title" href="{self._before}{deal.pk}{self._after}" draggable="false">'
            f"{escape(deal.description)}</a>{self._menu.replace(NAME, name)}</div>"
            f'<p class="deal-company"><span>{escape(deal.company)}</span><span class="deal-seller">{seller}</span></p>'
            f'{self._amount(deal)}<p class="deal-foot">{self._age(card.days, is_stale=card.is_stale)}'
            f"{self._closing(deal.expected_close_on, is_late=card.is_late)}</p></li>\n"
        )

    def _amount(self, deal: Deal) -> str:
        """What is quoted and what that is worth, when something is."""
        if deal.quote_ore is None:
            return ""
        worth = self._worth % {"value": Money(deal.weighted_ore).format()}
        quoted = Money(deal.quote_ore).format()
        return f'<p class="deal-amount numbers"><strong>{quoted}</strong> <small>{worth}</small></p>'


def _age(days: int, *, is_stale: bool) -> str:
    text = escape(ngettext("%(days)s day here", "%(days)s days here", days) % {"days": days})
    sign = f'<span class="deal-age negative">{icon("clock-exclamation")}' if is_stale else '<span class="deal-age">'
    return f"{sign}{text}</span>"


def _closing(day: date | None, *, is_late: bool) -> str:
    if day is None:
        return ""
    return f"<span{LATE if is_late else ''}>{_calendar()}{show_date(day)}</span>"


@cache
def _calendar() -> str:
    return icon("calendar-due")


LATE: Final = ' class="negative"'
GRIP: Final = (
    '<button class="deal-grip" type="button" data-grip aria-pressed="false" aria-describedby="board-help"'
    ' aria-label="{}">{}</button>'
)
MENU: Final = (
    '<div class="dropdown" data-menu><button class="btn btn-icon btn-ghost btn-sm" type="button" aria-haspopup="true"'
    ' aria-expanded="false" aria-label="{}">{}</button></div>'
)
