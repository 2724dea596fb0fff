"""The board: a lane for each open stage, cards that are moved by mouse, menu or keyboard."""

from dataclasses import dataclass, replace
from datetime import date
from typing import Any, Final

from django.contrib.auth.decorators import permission_required
from django.http import HttpResponse, QueryDict
from django.utils import timezone
from django.utils.functional import cached_property
from django.utils.safestring import SafeString
from django.utils.translation import gettext as _
from django.views.decorators.http import require_GET

from kundebro.core.components import ListBar, ListState
from kundebro.core.money import Money
from kundebro.core.shortcuts import render_part, wants_part
from kundebro.pipeline.cards import Card, cards_of, written
from kundebro.pipeline.models import SalesProject
from kundebro.pipeline.queries import Lane, ProjectFilter, board_of
from kundebro.pipeline.views.lists import bar_of, views_of
from kundebro.prospects.tables import tone_of
from kundebro.users.requests import SignedInRequest

ON_BOARD: Final = "rows"


@dataclass(frozen=True)
class ShownLane:
    """A stage with its cards and sums."""

    lane: Lane
    cards: list[Card]
    tone: str
    html: SafeString


class Board:
    """The board of one user."""

    def __init__(self, request: SignedInRequest, query: QueryDict) -> None:
        self.request = request
        self.query = query
        self.wanted = ProjectFilter(query)
        if self.wanted.state not in ("open", "mine"):
            self.wanted.state = "open"
        self.may_move = request.user.has_perm("pipeline.change_salesproject")

    @cached_property
    def lanes(self) -> list[ShownLane]:
        """The open stages."""
        today = timezone.localdate()
        seen = SalesProject.objects.visible_to(self.request.user)
        return [self._shown(lane, today) for lane in board_of(self.wanted.applied_to(seen, by=self.request.user))]

    @property
    def stages(self) -> list[Any]:
        """Where a card can be moved."""
        return [shown.lane.stage for shown in self.lanes if shown.lane.takes_cards]

    @property
    def count(self) -> int:
        """How many projects are on the board."""
        return sum(len(shown.cards) for shown in self.lanes)

    @property
    def quoted(self) -> Money:
        """The sum of all lanes."""
        return sum((shown.lane.quoted for shown in self.lanes), Money(0))

    @property
    def weighted(self) -> Money:
        """What that is worth."""
        return sum((shown.lane.weighted for shown in self.lanes), Money(0))

    @property
    def facts(self) -> dict[str, str]:
        """The sentences for those who move cards by keyboard."""
        return {
            "picked": _("%(card)s is picked up. Arrow keys choose the stage, Enter puts it down, Escape lets it be."),
            "over": _("%(lane)s, %(count)s sales projects"),
            "dropped": _("%(card)s is put down in %(lane)s"),
            "kept": _("%(card)s stays where it was"),
        }

    @property
    def bar(self) -> ListBar:
        """Search, whose, and filters."""
        full = bar_of(self.request, self.wanted, query=self.query, place="board")
        return replace(full, states=[ListState("", _("Everyone's"), self.wanted.state == "open"), full.states[1]])

    def _shown(self, lane: Lane, today: date) -> ShownLane:
        cards = cards_of(lane, today)
        return ShownLane(lane, cards, tone_of(lane.stage.colour), written(cards, may_move=self.may_move))


@require_GET
@permission_required("pipeline.view_salesproject", raise_exception=True)
def board(request: SignedInRequest) -> HttpResponse:
    """The open projects as cards."""
    return render_board(request, request.GET)


def is_on_board(request: SignedInRequest) -> bool:
    """Whether a card was moved on the board."""
    return wants_part(request) and request.headers.get("HX-Target") == ON_BOARD


def render_board(request: SignedInRequest, query: QueryDict | None = None) -> HttpResponse:
    """The board as it is now; after a move it keeps the filter of the page."""
    if query is None:
        query = QueryDict(request.POST.get("board", ""))
    shown = Board(request, query)
    context = {
        "board": shown,
        "bar": shown.bar,
        "board_query": query.urlencode(),
        "views": views_of(request, "board"),
        "is_part": wants_part(request),
    }
    return render_part(request, "pipeline/board.html", "rows", context)
