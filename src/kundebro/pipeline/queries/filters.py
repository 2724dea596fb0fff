"""What one wants to see of the sales projects, as the address of a list, board or forecast says it."""

import re
from collections.abc import Iterable
from datetime import date
from typing import Final

from django.db.models import Q
from django.http import QueryDict
from django.utils import timezone

from kundebro.core.search import searched
from kundebro.pipeline.choices import Outcome
from kundebro.pipeline.models import SalesProject, SalesProjectQuerySet
from kundebro.pipeline.queries.stale import stale
from kundebro.prospects.models import Prospect
from kundebro.users.models import User

STATES: Final = ("open", "mine", "closed", "all")
KEYS: Final = ("stage", "responsible", "source")
NOBODY: Final = "none"
STALE: Final = "stale"
LARGEST_KEY: Final = 18
FEW: Final = 2000
MONTH: Final = re.compile(r"(?P<year>[1-9][0-9]{3})-(?P<month>0[1-9]|1[0-2])")


class ProjectFilter:
    """The search text, the filters and the state chosen; anything not understood is left out."""

    def __init__(self, query: QueryDict) -> None:
        self.text = query.get("q", "").replace("\0", "").strip()[:200]
        self.state = state if (state := query.get("state", "")) in STATES else "open"
        self.keys = {name: [v for v in query.getlist(name) if v == NOBODY or _is_key(v)] for name in KEYS}
        self.months = [v for v in query.getlist("month") if v == NOBODY or MONTH.fullmatch(v)]
        self.outcomes = [v for v in query.getlist("outcome") if v in Outcome.values]
        self.closed = [v for v in query.getlist("closed") if MONTH.fullmatch(v)]
        self.ages = [v for v in query.getlist("age") if v == STALE]

    @property
    def is_empty(self) -> bool:
        """Whether the list is shown as it stands."""
        return self.state == "open" and not (self.text or any(self.chosen))

    @property
    def chosen(self) -> Iterable[list[str]]:
        """The values of each filter."""
        return (*self.keys.values(), self.months, self.outcomes, self.closed, self.ages)

    def applied_to(self, projects: SalesProjectQuerySet, *, by: User) -> SalesProjectQuerySet:
        """The projects that match, in the state asked for."""
        if self.state in ("open", "mine"):
            projects = projects.open()
        elif self.state == "closed":
            projects = projects.closed()
        if self.state == "mine":
            projects = projects.filter(responsible=by)
        return self.narrowed(projects)

    def narrowed(self, projects: SalesProjectQuerySet) -> SalesProjectQuerySet:
        """The projects that match, whatever their state."""
        for name in KEYS:
            if values := self.keys[name]:
                condition = Q(**{f"{name}__in": [int(value) for value in values if value != NOBODY]})
                projects = projects.filter(condition | Q(**{name: None}) if NOBODY in values else condition)
        if self.months:
            months = Q()
            for value in self.months:
                months |= _in_month(value)
            projects = projects.filter(months)
        if self.closed:
            ended = Q()
            for value in self.closed:
                ended |= _in_month(value, "closed_on")
            projects = projects.filter(ended)
        if self.ages:
            projects = stale(projects, today=timezone.localdate())
        if self.outcomes:
            projects = projects.filter(outcome__in=self.outcomes)
        return _found(projects, self.text) if self.text else projects


def _found(projects: SalesProjectQuerySet, text: str) -> SalesProjectQuerySet:
    """Those found by their own words or by their company's."""
    own = list(searched(SalesProject.objects.all(), text).values_list("pk", flat=True)[: FEW + 1])
    if len(own) > FEW:
        return searched(projects, text)
    companies = list(searched(Prospect.objects.all(), text).values_list("pk", flat=True)[:FEW])
    return projects.filter(Q(pk__among=own) | Q(prospect__among=companies))


def _in_month(value: str, column: str = "expected_close_on") -> Q:
    if value == NOBODY:
        return Q(**{column: None})
    year, month = map(int, value.split("-"))
    after = date(year + month // 12, month % 12 + 1, 1) if (year, month) < (9999, 12) else date.max
    return Q(**{f"{column}__gte": date(year, month, 1), f"{column}__lt": after})


def _is_key(text: str) -> bool:
    return text.isascii() and text.isdecimal() and len(text) <= LARGEST_KEY
