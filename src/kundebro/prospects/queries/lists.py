"""One page of prospects, and the way from one card to the next."""

from collections.abc import Collection, Mapping
from typing import Final

from django.db.models import F

from kundebro.core.pages import SIZE, Count, Cursor, Page, paginate
from kundebro.prospects.models import Prospect, ProspectQuerySet
from kundebro.prospects.queries.filters import ProspectFilter
from kundebro.users.models import User

SORTS: Final[Mapping[str, str]] = {
    "name": "sort_name",
    "number": "number_sort",
    "postal_code": "postal_code",
    "city": "city_sort",
    "quoted": "quotes_total_ore",
    "value": "potential_value_ore",
    "created": "pk",
}


def matching_prospects(*, wanted: ProspectFilter, seen_by: User) -> ProspectQuerySet:
    """The prospects the user may see that match the filter."""
    return wanted.applied_to(Prospect.objects.visible_to(seen_by))


def order_of(sort: str) -> tuple[str, ...]:
    """The order a list's `sort` parameter asks for: a column's key, with `-` the other way round."""
    direction, key = ("-", sort[1:]) if sort.startswith("-") else ("", sort)
    column = SORTS.get(key, SORTS["name"])
    return (f"{direction}{column}",) if column == "pk" else (f"{direction}{column}", f"{direction}pk")


def prospect_page(  # noqa: PLR0913  what an address says of a list, one by one
    *,
    wanted: ProspectFilter,
    seen_by: User,
    fields: Collection[str],
    sort: str = "name",
    after: Cursor | None = None,
    size: int = SIZE,
    count: Count | None = None,
) -> Page[Prospect]:
    """One page of the prospects the user may see, in Danish name order unless another is asked for.

    `fields` says what is read of each: a list shows a tenth of what a prospect holds, and reading is most of its time.
    `status__name` and the like become attributes of that name: a whole status for each row would cost as much again.
    """
    order = order_of(sort)
    own = {name for name in fields if "__" not in name}
    foreign = {name: F(name) for name in fields if "__" in name}
    prospects = matching_prospects(wanted=wanted, seen_by=seen_by).annotate(**foreign)
    prospects = prospects.only(*own, *(name.lstrip("-") for name in order))
    return paginate(prospects, order=order, after=after, size=size, count=count)


def neighbours_of(
    prospect: Prospect, *, wanted: ProspectFilter, seen_by: User, sort: str = "name"
) -> tuple[int | None, int | None]:
    """The keys of the prospects before and after this one in the list one came from."""
    order = order_of(sort)
    names = [name.lstrip("-") for name in order]
    here = tuple(getattr(prospect, name) for name in names)
    prospects = matching_prospects(wanted=wanted, seen_by=seen_by).only("pk", *(n for n in names if n != "pk"))
    one = Count(0, is_exact=True)
    before = paginate(prospects, order=order, after=Cursor(here, backwards=True), size=1, count=one).items
    after = paginate(prospects, order=order, after=Cursor(here), size=1, count=one).items
    return (before[0].pk if before else None), (after[0].pk if after else None)
