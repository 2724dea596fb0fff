"""Statistik: how many prospects there are of each kind, in one grouped question."""

from collections.abc import Callable, Iterable
from dataclasses import dataclass
from typing import Any, Final

from django.db.models import Count, Exists, OuterRef

from kundebro.company.models import Country, Industry
from kundebro.history.tracked import link_columns
from kundebro.parties.choices import CustomerType
from kundebro.prospects.models import LeadSource, Prospect, ProspectQuerySet, ProspectStatus, TargetGroup
from kundebro.users.models import User

DENMARK: Final = "DK"
AREAS: Final = "0123456789"
NAMES: Final = {
    "1": "København",
    "2": "Københavns omegn",
    "3": "Nordsjælland og Bornholm",
    "4": "Sjælland og øerne",
    "5": "Fyn",
    "6": "Sønderjylland",
    "7": "Vest- og Midtjylland",
    "8": "Østjylland",
    "9": "Nordjylland",
}
"""What the thousands of Danish postal codes are called, as on an envelope: in Danish, whatever the page's language."""

OTHER: Final = "other"
Groups = dict[Any, int]
"""How many there are, by value."""


@dataclass(frozen=True)
class Slice:
    """How many prospects have one value; None is those that have none."""

    key: Any
    title: str
    count: int


@dataclass(frozen=True)
class Statistics:
    """The values with their numbers, the largest first, and how many prospects there are in all."""

    slices: list[Slice]
    total: int


def statistics_of(prospects: ProspectQuerySet, *, by: str) -> Statistics:
    """The prospects by one of `BY`. Who has several target groups counts in each of them, and once in the total."""
    counted, named = BY[by]
    groups, total = counted(prospects.order_by())
    names = named(key for key in groups if key is not None)
    slices = [Slice(key, names.get(key, ""), count) for key, count in groups.items() if count]
    by_size = by != "area"
    order = lambda each: (each.key is None, -each.count if by_size else 0, each.title, str(each.key))  # noqa: E731  a key, not a deed
    return Statistics(sorted(slices, key=order), total)


def _by_column(column: str) -> Callable[[ProspectQuerySet], tuple[Groups, int]]:
    def counted(prospects: ProspectQuerySet) -> tuple[Groups, int]:
        rows = prospects.values_list(column).annotate(count=Count("pk"))
        groups: Groups = {}
        for key, count in rows:
            groups[key or None] = groups.get(key or None, 0) + count
        return groups, sum(groups.values())

    return counted


def _by_target_group(prospects: ProspectQuerySet) -> tuple[Groups, int]:
    near, far = link_columns(Prospect, "target_groups")
    links = Prospect.target_groups.through.objects.all()
    mine = links.filter(**{f"{near}__in": prospects.values("pk")})
    groups: Groups = dict(mine.values_list(far).annotate(count=Count(near)))
    total = prospects.count()
    has_one = Exists(links.filter(**{near: OuterRef("pk")}))
    groups[None] = total - prospects.filter(has_one).count() if groups else total
    return groups, total


def _by_area(prospects: ProspectQuerySet) -> tuple[Groups, int]:
    """Danish postal codes by thousands, as the list's filter compares them; others by country.

    Asked for apart: with one country the index gives the codes in order, and a million of them need not be sorted.
    """
    groups: Groups = {}
    at_home = prospects.filter(country=DENMARK).values_list("country", "postal_code")
    abroad = prospects.exclude(country=DENMARK).values_list("country", "postal_code")
    for country, code, count in (*at_home.annotate(count=Count("pk")), *abroad.annotate(count=Count("pk"))):
        area = _area_of(country, code)
        groups[area] = groups.get(area, 0) + count
    return groups, sum(groups.values())


def _area_of(country: str, code: str) -> str | None:
    if not code:
        return None
    if country != DENMARK:
        return country
    digit = code[0]
    return digit if digit in AREAS and f"{digit}000" <= code <= f"{digit}999" else OTHER


def _from_table(model: Any) -> Callable[[Iterable[Any]], dict[Any, str]]:
    return lambda keys: {row.pk: str(row) for row in model.objects.filter(pk__among=list(keys))}


def _customer_types(_keys: Iterable[Any]) -> dict[Any, str]:
    return {str(value): str(label) for value, label in CustomerType.choices}


def _areas(keys: Iterable[Any]) -> dict[Any, str]:
    found = list(keys)
    danish = {key: " ".join((f"{key}000–{key}999", NAMES.get(key, ""))).strip() for key in found if key in AREAS}
    return danish | {row.pk: str(row) for row in Country.objects.filter(pk__in=found)}


Counted = Callable[[ProspectQuerySet], tuple[Groups, int]]
Named = Callable[[Iterable[Any]], dict[Any, str]]
BY: Final[dict[str, tuple[Counted, Named]]] = {
    "industry": (_by_column("industry"), _from_table(Industry)),
    "target_group": (_by_target_group, _from_table(TargetGroup)),
    "customer_type": (_by_column("customer_type"), _customer_types),
    "status": (_by_column("status"), _from_table(ProspectStatus)),
    "source": (_by_column("source"), _from_table(LeadSource)),
    "area": (_by_area, _areas),
    "responsible": (_by_column("responsible"), _from_table(User)),
}
