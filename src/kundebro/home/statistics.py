"""Statistik as an address asks for it: the prospects of the list's filter, counted one way, each number with its list."""

from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from datetime import date, timedelta
from decimal import Decimal
from typing import Any, Final

from django.http import QueryDict
from django.urls import reverse
from django.utils.functional import Promise, cached_property
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy, ngettext, pgettext, pgettext_lazy

from kundebro.core import charts
from kundebro.core.components import ChartBar, changed_query
from kundebro.core.formats import show_count, show_decimal
from kundebro.home import queries
from kundebro.home.queries.statistics import AREAS, DENMARK, OTHER
from kundebro.prospects.models import ProspectQuerySet
from kundebro.prospects.queries import ProspectFilter, matching_prospects
from kundebro.prospects.queries.filters import NOBODY
from kundebro.users.models import User

DRAWN: Final = 20
FUNNEL: Final = "funnel"
TITLES: Final[Mapping[str, str | Promise]] = {
    "industry": gettext_lazy("Industry"),
    "target_group": gettext_lazy("Target group"),
    "customer_type": gettext_lazy("Customer type"),
    "status": gettext_lazy("Status"),
    "source": gettext_lazy("Lead source"),
    "area": gettext_lazy("Postcode area"),
    "responsible": gettext_lazy("Seller"),
    FUNNEL: gettext_lazy("From prospect to debtor"),
}
STRETCHES: Final[Mapping[str, str | Promise]] = {
    "": pgettext_lazy("statistics", "Prospects"),
    "contacted": pgettext_lazy("statistics", "Spoken to"),
    "any_project": pgettext_lazy("statistics", "Had a sales project"),
    "debtor": pgettext_lazy("statistics", "Became debtors"),
}
LACKING: Final = {"customer_type": "customer_type", "target_group": "target_groups", "area": "postal_code"}
"""The trait that those without a value lack, where the filter has no word for none."""

OWN: Final = {"area": ("postal_from", "postal_to", "country"), "target_group": ("target_group",)}
"""Filters that say less than a row of this kind: while one is in use, the rows have no list that is exactly theirs."""


@dataclass(frozen=True)
class Row:
    """One line of the table, and the list behind it."""

    title: str
    number: int
    shown: str
    share: str
    url: str
    days: str = ""

    @property
    def told(self) -> str:
        """Number and share, as they stand beside the bar."""
        return f"{self.shown} · {self.share}" if self.share else self.shown


class StatisticsPage:
    """The table with its picture."""

    def __init__(self, user: User, query: QueryDict, today: date) -> None:
        self.user = user
        self.query = query.copy()
        self.today = today
        self.by = by if (by := query.get("by", "")) in TITLES else "industry"
        if self.is_funnel and not self.query.get("state"):
            self.query["state"] = "all"
        self.wanted = ProspectFilter(self.query)

    @property
    def is_funnel(self) -> bool:
        """Whether the lines are the way from prospect to debtor, on which archived ones count too."""
        return self.by == FUNNEL

    @property
    def title(self) -> str | Promise:
        """What the lines are."""
        return TITLES[self.by]

    @property
    def ways(self) -> list[tuple[str | Promise, str, bool]]:
        """What the lines may be instead: title, address, whether it is so now."""
        query = self.query.copy()
        if self.is_funnel and query.get("state") == "all":
            del query["state"]
        return [(title, changed_query(query, by=key), key == self.by) for key, title in TITLES.items()]

    @property
    def periods(self) -> list[tuple[str, str, bool]]:
        """When the prospects were created: title, address, whether it is so now."""
        today = self.today
        first = today.replace(month=1, day=1)
        offered: tuple[tuple[str, date | None, date | None], ...] = (
            (_("All time"), None, None),
            (_("This year"), first, None),
            (_("Last year"), first.replace(year=first.year - 1), first - timedelta(days=1)),
            (_("The last 90 days"), today - timedelta(days=89), None),
            (_("This month"), today.replace(day=1), None),
        )
        return [
            (title, changed_query(self.query, created_from=begin, created_to=end), self.wanted.created == (begin, end))
            for title, begin, end in offered
        ]

    @cached_property
    def prospects(self) -> ProspectQuerySet:
        """Those that are counted."""
        return matching_prospects(wanted=self.wanted, seen_by=self.user)

    @cached_property
    def rows(self) -> list[Row]:
        """The lines in their order."""
        return list(self._stretches() if self.is_funnel else self._slices())

    @cached_property
    def statistics(self) -> queries.Statistics:
        """The figures."""
        return queries.statistics_of(self.prospects, by=self.by)

    @property
    def total(self) -> Row | None:
        """All of them once; the funnel begins with them."""
        if self.is_funnel:
            return None
        number = self.statistics.total
        return Row(_("Total"), number, show_count(number), "", self._list())

    @property
    def bars(self) -> list[ChartBar]:
        """The picture of the largest."""
        return list(charts.plain_bars((row.title, row.number, row.told) for row in self.rows[:DRAWN]))

    @property
    def is_empty(self) -> bool:
        """Whether there is nothing to count."""
        return not any(row.number for row in self.rows)

    @property
    def columns(self) -> list[str | Promise]:
        """The headings of the table."""
        found = [self.title, _("Count"), _("Share")]
        return [*found, _("Days, median")] if self.is_funnel else found

    def exported(self) -> Iterator[list[object]]:
        """The lines for a file."""
        rows = self.rows if self.total is None else [*self.rows, self.total]
        for row in rows:
            found: list[object] = [row.title, row.number, row.share]
            yield [*found, row.days] if self.is_funnel else found

    def _slices(self) -> Iterator[Row]:
        total = self.statistics.total
        for each in self.statistics.slices:
            title = self._named(each)
            yield Row(title, each.count, show_count(each.count), _share(each.count, total), self._behind(each.key))

    def _stretches(self) -> Iterator[Row]:
        stretches = queries.funnel_of(self.prospects)
        total = stretches[0].count.number
        for each in stretches:
            count = each.count
            days = each.median_days
            yield Row(
                str(STRETCHES[each.key]),
                count.number,
                show_count(count.number, is_exact=count.is_exact),
                _share(count.number, total) if each.key else "",
                self._list(has=each.key) if each.key else self._list(),
                "" if days is None else ngettext("%(days)d day", "%(days)d days", days) % {"days": days},
            )

    def _named(self, each: queries.Slice) -> str:
        if each.key is None:
            return pgettext("statistics", "None")
        if self.by == "area" and each.key == OTHER:
            return _("Other postal codes")
        return each.title or str(each.key)

    def _behind(self, key: Any) -> str:
        """The list of exactly these prospects; empty where the list cannot be asked for them."""
        if any(self.query.get(name) for name in OWN.get(self.by, ())) or key == OTHER:
            return ""
        if key is None:
            return self._list(lacks=LACKING[self.by]) if self.by in LACKING else self._list(**{self.by: NOBODY})
        if self.by != "area":
            return self._list(**{self.by: str(key)})
        if key in AREAS:
            return self._list(postal_from=f"{key}000", postal_to=f"{key}999", country=DENMARK)
        return self._list(country=str(key), has="postal_code")

    def _list(self, *, has: str = "", lacks: str = "", **values: str) -> str:
        query = self.query.copy()
        query.pop("by", None)
        for name, value in values.items():
            query[name] = value
        for name, trait in (("has", has), ("lacks", lacks)):
            if trait and trait not in query.getlist(name):
                query.appendlist(name, trait)
        text = query.urlencode()
        return f"{reverse('prospects:list')}?{text}" if text else reverse("prospects:list")


def _share(count: int, total: int) -> str:
    return f"{show_decimal(Decimal(count) * 100 / total, decimals=1)} %" if total else ""
