"""What sellers are to win, and what has been won."""

from collections import Counter
from collections.abc import Collection
from datetime import date
from typing import Any

from kundebro.pipeline.choices import Outcome
from kundebro.pipeline.models import SalesProjectQuerySet, SalesTarget
from kundebro.users.models import User


def targets_by_month(*, since: date, seen_by: User, sellers: Collection[int] = ()) -> dict[date, int]:
    """The targets from the month of the day on, in øre by first day of the month; of these sellers, or of all."""
    return _summed("month", since, seen_by, sellers)


def targets_by_seller(*, since: date, seen_by: User, sellers: Collection[int] = ()) -> dict[str, int]:
    """The same by seller's name, over all months from that of the day on."""
    return _summed("seller__name", since, seen_by, sellers)


def won_by_month(projects: SalesProjectQuerySet, *, since: date) -> dict[date, int]:
    """What has been won from the month of the day on, in øre by first day of the month; months with nothing are left out."""
    won = projects.filter(outcome=Outcome.WON, closed_on__gte=since.replace(day=1)).order_by()
    sums: Counter[date] = Counter()
    for day, ore in won.values_list("closed_on", "quote_sort"):
        if day is not None:
            sums[day.replace(day=1)] += ore
    return {month: ore for month, ore in sums.items() if ore}


def _summed(by: str, since: date, seen_by: User, sellers: Collection[int]) -> dict[Any, int]:
    targets = SalesTarget.objects.visible_to(seen_by).filter(month__gte=since.replace(day=1)).order_by()
    if sellers:
        targets = targets.filter(seller__in=sellers)
    sums: Counter[Any] = Counter()
    for key, ore in targets.values_list(by, "amount_ore"):
        sums[key] += ore
    return dict(sums)
