"""One page of sales projects with its sums, and those of one prospect."""

from collections.abc import Collection, Mapping
from dataclasses import dataclass
from typing import Final

from django.db.models import Sum

from kundebro.core.money import Money
from kundebro.core.pages import SIZE, Cursor, Page, paginate
from kundebro.pipeline.models import SalesProject, SalesProjectQuerySet, StageChange
from kundebro.pipeline.queries.filters import ProjectFilter
from kundebro.prospects.models import Prospect
from kundebro.users.models import User

SORTS: Final[Mapping[str, str]] = {
    "number": "number_sort",
    "quote": "quote_sort",
    "value": "weighted_ore",
    "expected_close_on": "close_sort",
    "created": "pk",
}


@dataclass(frozen=True)
class Sums:
    """What the projects of a whole list come to."""

    quoted: Money
    weighted: Money


def matching_projects(*, wanted: ProjectFilter, seen_by: User) -> SalesProjectQuerySet:
    """The projects the user may see that match the filter."""
    return wanted.applied_to(SalesProject.objects.visible_to(seen_by), by=seen_by)


def order_of(sort: str) -> tuple[str, ...]:
    """The order a list's `sort` parameter asks for: a column's key, with `-` the other way round."""
    direction, key = ("-", sort[1:]) if sort.startswith("-") else ("", sort)
    column = SORTS.get(key, SORTS["number"])
    return (f"{direction}{column}",) if column == "pk" else (f"{direction}{column}", f"{direction}pk")


def project_page(
    *,
    wanted: ProjectFilter,
    seen_by: User,
    fields: Collection[str],
    sort: str = "-number",
    after: Cursor | None = None,
    size: int = SIZE,
) -> Page[SalesProject]:
    """One page of the projects the user may see, the latest number first unless another order is asked for.

    `fields` says what is read of each, also of its prospect, stage and seller (`prospect__name`).
    """
    order = order_of(sort)
    projects = matching_projects(wanted=wanted, seen_by=seen_by)
    projects = projects.select_related(*{name.rpartition("__")[0] for name in fields if "__" in name})
    projects = projects.only(*fields, *(name.lstrip("-") for name in order))
    return paginate(projects, order=order, after=after, size=size)


def sums_of(projects: SalesProjectQuerySet) -> Sums:
    """What is quoted, and what that is worth."""
    told = projects.order_by().aggregate(quoted=Sum("quote_ore"), weighted=Sum("weighted_ore"))
    return Sums(Money(int(told["quoted"] or 0)), Money(int(told["weighted"] or 0)))


def projects_of(prospect: Prospect, *, seen_by: User) -> list[SalesProject]:
    """The prospect's projects: open ones by expected close, then the closed ones, latest first."""
    mine = SalesProject.objects.visible_to(seen_by).filter(prospect=prospect).select_related("stage", "responsible")
    everyone = list(mine.order_by("close_sort", "pk"))
    closed = sorted((each for each in everyone if each.closed_on), key=lambda each: each.closed_on, reverse=True)  # type: ignore[arg-type,return-value]
    return [*(each for each in everyone if each.is_open), *closed]


def count_of(prospect: Prospect) -> int:
    """How many open projects the prospect has."""
    return SalesProject.objects.open().filter(prospect=prospect).count()


def stage_history(project: SalesProject) -> list[StageChange]:
    """The ways the project has gone, the latest first."""
    changes = StageChange.objects.filter(project=project).select_related("before", "after")
    return list(changes.order_by("-changed_on", "-pk"))
