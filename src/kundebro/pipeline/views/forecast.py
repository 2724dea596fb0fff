"""Prognose: what the open sales projects may bring, beside the targets, and what has moved since Monday."""

from collections.abc import Iterator
from dataclasses import dataclass
from datetime import date
from typing import Any, Final

from django.contrib.auth.decorators import permission_required
from django.http import HttpResponse, QueryDict
from django.http.response import HttpResponseBase
from django.shortcuts import render
from django.urls import reverse
from django.utils import timezone
from django.utils.functional import Promise, cached_property
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy, pgettext, pgettext_lazy
from django.views.decorators.http import require_GET, require_http_methods

from kundebro.contacts.forms import ExportForm
from kundebro.core import charts
from kundebro.core.charts import aim, place_of
from kundebro.core.components import ChartBar, Chip, Stroke, changed_query
from kundebro.core.money import Money, half_away_from_zero
from kundebro.core.shortcuts import render_dialog
from kundebro.imports.exports import ExportKind, export_response
from kundebro.pipeline import queries
from kundebro.pipeline.calibration import Outlook
from kundebro.pipeline.forms import chips_of
from kundebro.pipeline.forms.filters import month_name
from kundebro.pipeline.models import SalesProject, SalesProjectQuerySet
from kundebro.pipeline.queries import Drift, Move, ProjectFilter
from kundebro.pipeline.queries.drift import Kind
from kundebro.pipeline.queries.filters import NOBODY
from kundebro.pipeline.queries.forecast import BY
from kundebro.pipeline.views.lists import bar_of, views_of
from kundebro.users.requests import SignedInRequest

AMOUNTS: Final = ("quoted", "weighted", "calibrated", "low", "high", "target", "won")
SHOWN: Final = 20
TITLES: Final[dict[str, str | Promise]] = {
    "month": gettext_lazy("Month"),
    "seller": gettext_lazy("Seller"),
    "team": gettext_lazy("Team"),
    "stage": gettext_lazy("Stage"),
    "source": gettext_lazy("Lead source"),
}
KINDS: Final[dict[Kind, str | Promise]] = {
    Kind.WON: pgettext_lazy("moved since Monday", "Won"),
    Kind.LOST: pgettext_lazy("moved since Monday", "Lost"),
    Kind.DROPPED: pgettext_lazy("moved since Monday", "Dropped"),
    Kind.NEW: pgettext_lazy("moved since Monday", "New"),
    Kind.MONTH: gettext_lazy("Moved to another month"),
    Kind.AMOUNT: gettext_lazy("Changed amount"),
    Kind.CHANCE: gettext_lazy("Changed probability"),
}


@dataclass(frozen=True)
class ShownRow:
    """A month, seller, team, stage or source, with what is aimed at and won beside it."""

    title: str
    outlook: Outlook
    url: str = ""
    target: Money | None = None
    won: Money | None = None

    @property
    def quoted(self) -> Money:
        """What is quoted."""
        return Money(self.outlook.quote_ore)

    @property
    def weighted(self) -> Money:
        """The sellers' figure."""
        return Money(self.outlook.weighted_ore)

    @property
    def calibrated(self) -> Money:
        """The company's own figure."""
        return Money(self.outlook.calibrated_ore)

    @property
    def low(self) -> Money:
        """The lower end of its range."""
        return Money(self.outlook.low_ore)

    @property
    def high(self) -> Money:
        """The upper end."""
        return Money(self.outlook.high_ore)

    @cached_property
    def kroner(self) -> dict[str, int | None]:
        """The amounts in whole kroner, half away from zero: nobody reads øre in a forecast."""
        amounts = {name: getattr(self, name) for name in AMOUNTS}
        return {name: None if each is None else half_away_from_zero(each.ore, 100) for name, each in amounts.items()}


@dataclass(frozen=True)
class ShownMoves:
    """The projects with which the same has happened."""

    title: str | Promise
    moves: list[Move]
    change: Money
    more: int


class ForecastPage:
    """The forecast as an address asks for it."""

    def __init__(self, request: SignedInRequest, query: QueryDict) -> None:
        self.request = request
        self.query = query
        self.by = by if (by := query.get("by", "")) in BY else "month"
        self.wanted = ProjectFilter(query)
        self.today = timezone.localdate()

    @cached_property
    def projects(self) -> SalesProjectQuerySet:
        """What is reckoned with, closed ones too: they have been won."""
        seen = self.wanted.narrowed(SalesProject.objects.visible_to(self.request.user))
        return seen.filter(responsible=self.request.user) if self.wanted.state == "mine" else seen

    @cached_property
    def forecast(self) -> queries.Forecast:
        """The figures."""
        return queries.forecast_of(self.projects, by=self.by)

    @property
    def title(self) -> str | Promise:
        """What the rows are."""
        return TITLES[self.by]

    @property
    def ways(self) -> list[tuple[str | Promise, str, bool]]:
        """What the rows may be instead: title, address, whether it is so now."""
        return [(title, changed_query(self.query, by=key), key == self.by) for key, title in TITLES.items()]

    @property
    def has_targets(self) -> bool:
        """Whether there is a target to look at."""
        return bool(self.targets)

    @property
    def is_by_month(self) -> bool:
        """Whether the rows are months; what is won stands beside those."""
        return self.by == "month"

    @cached_property
    def targets(self) -> dict[Any, int]:
        """Øre by month or seller; nothing for the other ways, whose rows have no target."""
        user = self.request.user
        sellers = [int(key) for key in self.wanted.keys["responsible"] if key != NOBODY]
        if self.wanted.state == "mine":
            sellers = [user.pk]
        if self.by == "month":
            return queries.targets_by_month(since=self.today, seen_by=user, sellers=sellers)
        if self.by == "seller":
            return queries.targets_by_seller(since=self.today, seen_by=user, sellers=sellers)
        return {}

    @cached_property
    def won(self) -> dict[date, int]:
        """Øre won by month, from this one on."""
        return queries.won_by_month(self.projects, since=self.today) if self.is_by_month else {}

    @cached_property
    def rows(self) -> list[ShownRow]:
        """The rows in their order; a month or seller with a target has one without projects too."""
        outlooks = {row.key: row.outlook for row in self.forecast.rows}
        keys = sorted(
            outlooks.keys() | self.targets.keys() | self.won.keys(), key=lambda key: (key is None, key or "")
        )
        return [self._row(key, outlooks.get(key, Outlook())) for key in keys]

    @property
    def total(self) -> ShownRow:
        """All rows together; the range of a sum is narrower than the sum of the ranges."""
        target = Money(sum(self.targets.values())) if self.targets else None
        won = Money(sum(self.won.values())) if self.is_by_month else None
        return ShownRow(_("Total"), self.forecast.total, target=target, won=won)

    @cached_property
    def bars(self) -> list[ChartBar]:
        """The picture of the rows."""

        def size(row: ShownRow) -> int:
            return max(row.outlook.quote_ore, row.target.ore if row.target else 0)

        drawn = charts.largest(self.rows, size)
        longest = max(map(size, drawn), default=0)
        return [
            ChartBar(title=row.title, strokes=list(_strokes(row, longest or 1)), shown=row.weighted) for row in drawn
        ]

    @property
    def legend(self) -> list[tuple[str, str]]:
        """What the strokes of the picture mean: look and word."""
        found = [
            ("chart-ground", _("Quoted")),
            ("chart-main", _("The sellers' value")),
            ("chart-range", _("Calibrated, with range")),
        ]
        return [*found, ("chart-target", _("Target"))] if self.has_targets else found

    @cached_property
    def drift(self) -> Drift | None:
        """What has moved since Monday."""
        return queries.drift_of(self.projects)

    @property
    def moves(self) -> list[ShownMoves]:
        """The moves by kind."""
        if self.drift is None:
            return []
        found = [(title, self.drift.of(kind)) for kind, title in KINDS.items()]
        return [
            ShownMoves(
                title, moves[:SHOWN], sum((move.change for move in moves), Money(0)), max(len(moves) - SHOWN, 0)
            )
            for title, moves in found
            if moves
        ]

    @property
    def chips(self) -> list[Chip]:
        """The filters in use."""
        return chips_of(self.query, self.wanted)

    def _row(self, key: Any, outlook: Outlook) -> ShownRow:
        target, won = self.targets.get(key), self.won.get(key)
        url = ""
        if self.is_by_month:
            month = f"{key:%Y-%m}" if key else NOBODY
            url = reverse("pipeline:list") + changed_query(self.query, by=None, month=month)
        return ShownRow(
            _title(key, self.by),
            outlook,
            url,
            None if target is None else Money(target),
            None if won is None else Money(won),
        )


@require_GET
@permission_required("pipeline.view_salesproject", raise_exception=True)
def forecast(request: SignedInRequest) -> HttpResponse:
    """The figures with their picture, the table behind it, and what has moved."""
    page = ForecastPage(request, request.GET)
    may_export = request.user.has_perm("pipeline.export_salesproject")
    context = {
        "page": page,
        "bar": bar_of(request, page.wanted, place="forecast"),
        "views": views_of(request, "forecast"),
        "export_url": f"{reverse('pipeline:forecast-export')}?" if may_export else "",
    }
    return render(request, "pipeline/forecast.html", context)


@require_http_methods(["GET", "POST"])
@permission_required("pipeline.export_salesproject", raise_exception=True)
def export(request: SignedInRequest) -> HttpResponseBase:
    """The table as a file."""
    text = request.GET.get("list", "")
    page = ForecastPage(request, QueryDict(text))
    form = ExportForm(request.POST or None)
    if form.is_valid():
        return export_response(
            request,
            name=_("Forecast"),
            columns=[page.title, *_headings()],
            rows=[_cells(row) for row in [*page.rows, page.total]],
            count=len(page.rows) + 1,
            kind=ExportKind(form.cleaned_data["kind"]),
        )
    back = f"{reverse('pipeline:forecast')}?{text}"
    context = {"form": form, "count": len(page.rows) + 1, "url": request.get_full_path(), "back": back}
    return render_dialog(request, "pipeline/export.html", context, status=422 if form.errors else 200)


def _title(key: Any, by: str) -> str:
    if key is None:
        return _("No date") if by == "month" else pgettext("forecast", "None")
    return month_name(key) if by == "month" else str(key)


def _strokes(row: ShownRow, longest: int) -> Iterator[Stroke]:
    """What is quoted behind, the sellers' figure on it, the range with its middle below, the target across."""

    def place(ore: int) -> int:
        return place_of(ore, longest)

    yield Stroke("chart-ground", 0, place(row.outlook.quote_ore), 0, 12)
    yield Stroke("chart-main", 0, place(row.outlook.weighted_ore), 2, 8)
    low, high = place(row.outlook.low_ore), place(row.outlook.high_ore)
    if high > low:
        yield Stroke("chart-range", low, high - low, 15, 2)
    if row.outlook.calibrated_ore:
        yield Stroke("chart-range", max(place(row.outlook.calibrated_ore) - 2, 0), 4, 13, 6)
    if row.target is not None:
        yield aim(row.target.ore, longest)


def _headings() -> list[str]:
    return [
        _("Count"),
        _("Quoted"),
        _("The sellers' value"),
        _("Calibrated"),
        _("Range from"),
        _("Range to"),
        _("Target"),
        _("Won this month and later"),
    ]


def _cells(row: ShownRow) -> list[object]:
    amounts = [getattr(row, name) for name in AMOUNTS]
    return [row.title, row.outlook.count, *(None if amount is None else amount.amount for amount in amounts)]
