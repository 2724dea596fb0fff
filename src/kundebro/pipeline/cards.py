"""The cards of the board, each written in one go: hundreds stand on a page."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date
from functools import cache
from typing import Final
from uuid import uuid4

from django.urls import reverse
from django.utils.html import format_html, format_html_join
from django.utils.safestring import SafeString
from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from kundebro.core.formats import show_date
from kundebro.core.money import Money
from kundebro.core.templatetags.kundebro import icon
from kundebro.pipeline.queries import Deal, Lane

AGES: Final = 3
"""Thirds of the days that a stage allows."""


@dataclass(frozen=True, slots=True)
class Card:
    """A project on the board; it ages when two thirds of the days the stage allows have gone, and is stale after all."""

    project: Deal
    days: int
    is_stale: bool
    is_ageing: bool
    is_late: bool
    key: str


def cards_of(lane: Lane, today: date) -> list[Card]:
    """The lane's projects as they stand on the day."""
    limit = lane.stage.ages_after_days
    found = []
    for deal in lane.projects:
        days, closes = (today - deal.stage_since).days, deal.expected_close_on
        is_stale, is_ageing = (
            limit is not None and days > limit,
            limit is not None and days * AGES > limit * (AGES - 1),
        )
        found.append(Card(deal, days, is_stale, is_ageing, closes is not None and closes < today, str(uuid4())))
    return found


def written(cards: Sequence[Card], *, may_move: bool) -> SafeString:
    """The cards as list items; with what moves them for those who may."""
    pen = Pen(may_move=may_move)
    return format_html_join("", "{}", ((pen.writes(card),) for card in cards))


class Pen:
    """Writes cards; what many have in common is worked out once."""

    def __init__(self, *, may_move: bool) -> None:
        parts = {"grip": icon("grip-vertical"), "dots": icon("dots")} if may_move else {}
        self.shape = CARD.replace("{grip}", GRIP if may_move else "").replace("{menu}", MENU if may_move else "")
        self.fixed = {**parts, "move": _("Move %(card)s"), "move_to": _("Move %(card)s to …")}
        self.address = reverse("pipeline:project", args=[0])
        self.age, self.closing = cache(self._age), cache(self._closing)

    def writes(self, card: Card) -> SafeString:
        """One card."""
        deal = card.project
        name = {"card": str(deal)}
        return format_html(
            self.shape,
            look=" is-stale" if card.is_stale else " is-ageing" if card.is_ageing else "",
            pk=deal.pk,
            name=name["card"],
            version=deal.version,
            key=card.key,
            url=self.address.replace("/0/", f"/{deal.pk}/"),
            description=deal.description,
            company=deal.company,
            amount=_amount(deal),
            age=self.age(card.days, is_stale=card.is_stale),
            closing=self.closing(deal.expected_close_on, is_late=card.is_late),
            seller=deal.initials or deal.seller,
            **{**self.fixed, "move": self.fixed["move"] % name, "move_to": self.fixed["move_to"] % name},
        )

    def _age(self, days: int, *, is_stale: bool) -> SafeString:
        text = ngettext("%(days)s day here", "%(days)s days here", days) % {"days": days}
        if is_stale:
            return format_html('<span class="deal-age negative">{}{}</span>', icon("clock-exclamation"), text)
        return format_html('<span class="deal-age">{}</span>', text)

    def _closing(self, day: date | None, *, is_late: bool) -> SafeString:
        if day is None:
            return SafeString()
        return format_html("<span{}>{}{}</span>", LATE if is_late else "", icon("calendar-due"), show_date(day))


def _amount(deal: Deal) -> SafeString:
    """What is quoted and what that is worth, when something is."""
    if deal.quote_ore is None:
        return SafeString()
    worth = _("worth %(value)s") % {"value": Money(deal.weighted_ore).format()}
    return format_html(AMOUNT, Money(deal.quote_ore).format(), worth)


LATE: Final = SafeString(' class="negative"')
AMOUNT: Final = '<p class="deal-amount numbers"><strong>{}</strong> <small>{}</small></p>'
GRIP: Final = (
    '<button class="deal-grip" type="button" data-grip aria-pressed="false" aria-describedby="board-help"'
    ' aria-label="{move}">{grip}</button>'
)
MENU: Final = (
    '<div class="dropdown" data-menu><button class="btn btn-icon btn-ghost btn-sm" type="button"'
    """ data-bs-toggle="dropdown" data-bs-popper-config='{{"strategy": "fixed"}}'"""
    ' aria-expanded="false" aria-label="{move_to}">{dots}</button></div>'
)
CARD: Final = (
    '<li class="deal{look}" id="deal-{pk}" data-card data-name="{name}" data-version="{version}" data-key="{key}">'
    '<div class="deal-head">{grip}<a class="deal-title" href="{url}" draggable="false">{description}</a>{menu}</div>'
    '<p class="deal-company"><span>{company}</span><span class="deal-seller">{seller}</span></p>'
    '{amount}<p class="deal-foot">{age}{closing}</p></li>\n'
)
