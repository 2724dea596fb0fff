"""The columns of the list, which of them a user has chosen, and the rows."""

from collections.abc import Callable, Sequence
from decimal import Decimal
from typing import Any, Final

from django.http import QueryDict
from django.utils import timezone
from django.utils.html import format_html, format_html_join
from django.utils.safestring import SafeString
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy, pgettext_lazy

from kundebro.core.components import ListColumn, Table
from kundebro.core.formats import show_date, show_percent
from kundebro.core.money import Money
from kundebro.core.pages import Page
from kundebro.ledger.amounts import shown_amount
from kundebro.pipeline.choices import Outcome
from kundebro.pipeline.facts import derived
from kundebro.pipeline.models import SalesProject
from kundebro.pipeline.queries import SORTS
from kundebro.prospects.tables import tone_of
from kundebro.users.columns import ColumnChoice

OUTCOME_TONES: Final = {Outcome.WON: "good", Outcome.LOST: "bad", Outcome.DROPPED: "neutral"}


def stage_tag(project: SalesProject) -> SafeString:
    """The stage as a coloured word; of a closed project how it ended."""
    if project.outcome:
        tone = OUTCOME_TONES[Outcome(project.outcome)]
        return format_html('<span class="tag tag-{}">{}</span>', tone, project.get_outcome_display())
    return format_html('<span class="tag tag-{}">{}</span>', tone_of(project.stage.colour), project.stage.name)


def _column(key: str, cell: Callable[[SalesProject], object], **rest: Any) -> ListColumn[SalesProject]:
    return ListColumn.of(SalesProject, key, cell, is_sortable=key in SORTS, **rest)


def _money(ore: int | None) -> str | SafeString:
    return "" if ore is None else shown_amount(Money(ore))


def _company(project: SalesProject) -> SafeString:
    company = project.prospect
    return format_html('<a href="{}">{}</a>', company.get_absolute_url(), company.name)


def _close(project: SalesProject) -> str | SafeString:
    day = project.expected_close_on
    if day is None:
        return ""
    is_late = project.closed_on is None and day < timezone.localdate()
    return format_html('<span class="negative">{}</span>', show_date(day)) if is_late else show_date(day)


def _day(day: Any) -> str:
    return show_date(day) if day else ""


COLUMNS: Final = {
    column.key: column
    for column in (
        _column("number", lambda each: each.number, title=gettext_lazy("no."), kind="number"),
        _column("description", lambda each: each.description),
        _column("company", _company, title=gettext_lazy("company"), needs=("prospect__name",)),
        _column("stage", stage_tag, needs=("stage__name", "stage__colour", "outcome"), phone="aside"),
        _column("responsible", lambda each: each.responsible.name, needs=("responsible__name",)),
        _column(
            "quote",
            lambda each: _money(each.quote_ore),
            title=gettext_lazy("quote amount"),
            needs=("quote_ore",),
            kind="number",
        ),
        _column(
            "probability",
            lambda each: (
                ""
                if each.probability_hundredths is None
                else show_percent(Decimal(each.probability_hundredths).scaleb(-2))
            ),
            title=gettext_lazy("probability"),
            needs=("probability_hundredths",),
            kind="number",
        ),
        _column(
            "value",
            lambda each: derived(each, "weighted"),
            title=pgettext_lazy("sales project", "value"),
            needs=("weighted_ore", "quote_ore"),
            kind="number",
        ),
        _column(
            "margin",
            lambda each: _money(each.margin_ore),
            title=gettext_lazy("contribution margin"),
            needs=("margin_ore",),
            kind="number",
        ),
        _column(
            "margin_percent",
            lambda each: derived(each, "margin_percent"),
            title=gettext_lazy("margin %"),
            needs=("margin_ore", "quote_ore"),
            kind="number",
        ),
        _column(
            "yearly_margin",
            lambda each: _money(each.yearly_margin_ore),
            title=gettext_lazy("yearly contribution margin"),
            needs=("yearly_margin_ore",),
            kind="number",
        ),
        _column("expected_close_on", _close, kind="date"),
        _column("follow_up_on", lambda each: _day(each.follow_up_on), kind="date"),
        _column("source", lambda each: each.source.name if each.source else "", needs=("source__name",)),
        _column("competitor", lambda each: each.competitor),
        _column("closed_on", lambda each: _day(each.closed_on), kind="date"),
        _column(
            "lost_reason", lambda each: each.lost_reason.name if each.lost_reason else "", needs=("lost_reason__name",)
        ),
        _column("date", lambda each: show_date(each.date), kind="date"),
        _column(
            "created",
            lambda each: show_date(timezone.localdate(each.created_at)),
            title=gettext_lazy("created"),
            needs=("created_at",),
            kind="date",
        ),
    )
}


CHOICE: Final = ColumnChoice(
    preference="pipeline.columns",
    columns=COLUMNS,
    always=("number", "description"),
    usual=("company", "stage", "responsible", "quote", "probability", "value", "expected_close_on"),
    in_every_row=("number", "description", "outcome", "closed_on", "prospect__name", "quote_ore"),
)


class ProjectTable(Table[SalesProject]):
    """One page of the list."""

    def body(self) -> SafeString:
        """The rows, each written in one go."""
        cells = "".join(
            NAME_CELL if column.key == "description" else CELL % (column.kind, column.phone) for column in self.columns
        )
        readers = [
            (column.cell, _second_line) if column.key == "description" else (column.cell,) for column in self.columns
        ]
        read = [each for group in readers for each in group]
        row = ROW % cells
        found = (
            (format_html(row, *(each(project) for each in read), url=project.get_absolute_url()),)
            for project in self.records
        )
        return format_html_join("", "{}", found)


def project_table(
    page: Page[SalesProject], columns: Sequence[ListColumn[SalesProject]], query: QueryDict
) -> ProjectTable:
    """The page of the list with these columns."""
    return ProjectTable(
        records=page.items,
        columns=columns,
        caption=_("Sales projects"),
        query=query,
        sort=query.get("sort", "-number"),
        target="#rows",
    )


def _second_line(project: SalesProject) -> str:
    quote = project.quote.format() if project.quote is not None else ""
    return " · ".join(filter(None, (project.number, project.prospect.name, quote)))


ROW: Final = '<tr role="row" data-href="{url}">%s</tr>\n'
CELL: Final = '<td role="cell" class="cell-%s phone-%s">{}</td>'
NAME_CELL: Final = (
    '<td role="cell" class="cell-text phone-title"><a href="{url}">{}</a><small class="row-line">{}</small></td>'
)
