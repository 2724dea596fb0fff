"""What the start page is made of."""

from dataclasses import dataclass
from datetime import date
from typing import Final

from django.urls import reverse
from django.utils.formats import date_format
from django.utils.functional import Promise, cached_property
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy, ngettext, pgettext, pgettext_lazy

from kundebro.activities.queries import Span
from kundebro.core import charts
from kundebro.core.components import Action, ChartBar, Stroke, Text, Tile
from kundebro.core.formats import show_count
from kundebro.core.money import Money
from kundebro.core.pages import Count
from kundebro.home import links
from kundebro.home.queries import Member, Morning, Team
from kundebro.pipeline.queries.drift import Kind
from kundebro.prospects.queries.filters import NOBODY
from kundebro.users.models import User

MOVES: Final[dict[Kind, str | Promise]] = {
    Kind.WON: pgettext_lazy("moved since Monday", "Won"),
    Kind.LOST: pgettext_lazy("moved since Monday", "Lost"),
    Kind.DROPPED: pgettext_lazy("moved since Monday", "Dropped"),
    Kind.NEW: pgettext_lazy("moved since Monday", "New"),
    Kind.MONTH: gettext_lazy("Moved to another month"),
    Kind.AMOUNT: gettext_lazy("Changed amount"),
    Kind.CHANCE: gettext_lazy("Changed probability"),
}


@dataclass(frozen=True)
class Figure:
    """A figure with its name, what it is seen against, and the list behind it."""

    title: Text
    value: object
    url: str = ""
    note: Text = ""


@dataclass(frozen=True)
class ShownMember:
    """One line of the team's table; the last one is all of them."""

    member: Member
    name: Text
    overdue_url: str = ""
    forgotten_url: str = ""
    open_url: str = ""
    won_url: str = ""


@dataclass(frozen=True)
class ShownMoves:
    """How many sales projects have met the same fate, and what it comes to."""

    title: str | Promise
    count: int
    change: Money


class StartPage:
    """A morning as it is shown."""

    def __init__(self, user: User, morning: Morning, today: date) -> None:
        self.user = user
        self.morning = morning
        self.today = today

    @property
    def tiles(self) -> list[Tile]:
        """What is behind, what is to be done, whom nobody has thought of, what stands still."""
        morning, me = self.morning, self.user.pk
        found = [
            Tile(
                title=_("Overdue"),
                value=_shown(morning.overdue.count),
                url=links.todo_url(Span.OVERDUE),
                icon="clock",
                tone="" if morning.overdue.is_empty else "bad",
            ),
            Tile(title=_("Today"), value=_shown(morning.today.count), url=links.todo_url(Span.TODAY), icon="calendar"),
            Tile(
                title=_("Without a next step"),
                value=_shown(morning.radar.count),
                url=links.radar_url(me),
                icon="alert-circle",
                tone="" if morning.radar.is_empty else "warn",
            ),
        ]
        if morning.stale is not None:
            found.append(
                Tile(
                    title=_("Sales projects that stand still"),
                    value=_shown(morning.stale.count),
                    url=links.stale_url(me),
                    icon="trending-up",
                    tone="" if morning.stale.is_empty else "warn",
                )
            )
        return found

    @property
    def figures(self) -> list[Figure]:
        """What I have open, have won, and do this week."""
        mine, me = self.morning.figures, self.user.pk
        if mine is None:
            return []
        month = date_format(self.today, "F")
        against = _("target %(amount)s") % {"amount": mine.target} if mine.target is not None else ""
        projects = ngettext("%(count)d sales project", "%(count)d sales projects", mine.count) % {"count": mine.count}
        return [
            Figure(_("Open quotes"), mine.quoted, links.open_url(me), projects),
            Figure(_("Value"), mine.weighted, links.open_url(me), _("quote × probability")),
            Figure(_("Won in %(month)s") % {"month": month}, mine.won, links.won_url(self.today, me), against),
            Figure(
                _("Activities this week"),
                show_count(mine.done + mine.planned),
                links.week_url(self.today),
                _("%(count)d done") % {"count": mine.done},
            ),
        ]

    @property
    def steps(self) -> list[tuple[Text, str, int, Money, Money]]:
        """The table behind the picture: stage, the list of its projects, how many, what is quoted, what it is worth."""
        mine = self.morning.figures
        return [
            (step.stage.name, links.open_url(self.user.pk, step.stage.pk), step.count, step.quoted, step.weighted)
            for step in (mine.steps if mine else [])
        ]

    @property
    def bars(self) -> list[ChartBar]:
        """Værdi by stage on what is quoted, and what is won of the target."""
        mine = self.morning.figures
        if mine is None:
            return []
        longest = max([*(step.quoted.ore for step in mine.steps), mine.won.ore, _ore(mine.target)])
        bars = [
            ChartBar(
                title=step.stage.name,
                strokes=[charts.ground(step.quoted.ore, longest), charts.main(step.weighted.ore, longest)],
                shown=step.weighted,
            )
            for step in mine.steps
        ]
        if mine.won.ore or mine.target is not None:
            won = [charts.main(mine.won.ore, longest), *_aims(mine.target, longest)]
            bars.append(ChartBar(title=_("Won this month"), strokes=won, shown=mine.won))
        return bars if longest else []

    @property
    def legend(self) -> list[tuple[str, str]]:
        """What the strokes of the picture mean."""
        mine = self.morning.figures
        found = [("chart-ground", _("Quoted")), ("chart-main", _("Value, and won"))]
        return [*found, ("chart-target", _("Target"))] if mine and mine.target is not None else found


class TeamPage:
    """A team as it is shown."""

    def __init__(self, team: Team, today: date, *, is_part: bool) -> None:
        self.team = team
        self.today = today
        self.is_part = is_part

    @cached_property
    def members(self) -> list[Member]:
        """All of them; of a large team the start page has those that are furthest behind."""
        everyone = self.team.members
        if not self.is_part or len(everyone) <= charts.MOST:
            return everyone
        return sorted(everyone, key=lambda each: (-each.overdue, -each.forgotten))[: charts.MOST]

    @property
    def left_out(self) -> int:
        """How many more the page of the team has."""
        return len(self.team.members) - len(self.members)

    @property
    def rows(self) -> list[ShownMember]:
        """The sellers, each number with its list."""
        return [self._row(member) for member in self.members]

    @property
    def forgotten_url(self) -> str:
        """All forgotten prospects in the user's scope."""
        return links.radar_url()

    @property
    def total(self) -> ShownMember:
        """All of them."""
        return ShownMember(
            self.team.total,
            _("Total"),
            links.todo_url(Span.OVERDUE, "all"),
            links.radar_url(),
            links.open_url(),
            links.won_url(self.today),
        )

    @property
    def bars(self) -> list[ChartBar]:
        """What each has won of the target, with the open value before it."""

        def size(each: Member) -> int:
            return max(each.won.ore, each.weighted.ore, _ore(each.target))

        busy = [each for each in self.members if each.won.ore or each.weighted.ore or each.target is not None]
        people = charts.largest(busy, size)
        longest = max(map(size, people), default=0)
        return [
            ChartBar(
                title=each.user.name if each.user else "",
                strokes=[
                    charts.ground(each.weighted.ore, longest),
                    charts.main(each.won.ore, longest),
                    *_aims(each.target, longest),
                ],
                shown=each.won,
            )
            for each in people
            if longest
        ]

    @property
    def legend(self) -> list[tuple[str, str]]:
        """What the strokes of the picture mean."""
        return [
            ("chart-ground", _("Value of the open ones")),
            ("chart-main", _("Won this month")),
            ("chart-target", _("Target")),
        ]

    def _row(self, member: Member) -> ShownMember:
        if member.user is None:
            return ShownMember(member, pgettext("seller", "Nobody"), forgotten_url=links.radar_url(NOBODY))
        who = member.user.pk
        return ShownMember(
            member,
            member.user.name,
            links.todo_url(Span.OVERDUE, who),
            links.radar_url(who),
            links.open_url(who),
            links.won_url(self.today, who),
        )

    @property
    def moves(self) -> list[ShownMoves]:
        """What has moved since Monday, by what it was."""
        drift = self.team.drift
        found = [(title, drift.of(kind)) for kind, title in MOVES.items()] if drift else []
        return [
            ShownMoves(title, len(moves), sum((move.change for move in moves), Money(0)))
            for title, moves in found
            if moves
        ]


def beginnings(user: User) -> list[Action]:
    """What to do first in a company that has nothing yet: what this person may do of it."""
    offered = (
        ("prospects.import_prospect", _("Import from Excel"), "imports:upload", "file-import"),
        ("prospects.add_prospect", _("Type in a fair's contacts"), "contacts:fair", "table-plus"),
        ("prospects.add_prospect", _("Create the first prospect"), "prospects:quick", "plus"),
        ("company.view_setup", _("Set up the company"), "company:setup", "settings"),
    )
    return [
        Action(title=title, url=reverse(name), icon=icon, method="dialog" if name == "prospects:quick" else "get")
        for permission, title, name, icon in offered
        if user.has_perm(permission)
    ]


def _shown(count: Count) -> str:
    return show_count(count.number, is_exact=count.is_exact)


def _ore(amount: Money | None) -> int:
    return amount.ore if amount is not None else 0


def _aims(target: Money | None, longest: int) -> list[Stroke]:
    return [] if target is None else [charts.aim(target.ore, longest)]
