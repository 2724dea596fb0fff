"""From lead to debtor: how many come how far, and how long it takes them."""

from dataclasses import dataclass
from datetime import date, datetime
from statistics import median
from typing import Any, Final

from django.db.models import DateField, F, OuterRef, Subquery
from django.utils import timezone

from kundebro.activities.models import Activity
from kundebro.core.pages import Count, count_of
from kundebro.pipeline.models import SalesProject
from kundebro.prospects.models import ProspectQuerySet
from kundebro.prospects.queries.filters import traits

TIMED: Final = 2000
"""The median is that of the latest so many who came so far: of more, the figure would be no truer, only slower."""


@dataclass(frozen=True)
class Stretch:
    """Those who came so far: the trait that says so, how many, and the days that half of them took at most."""

    key: str
    count: Count
    median_days: int | None = None


def funnel_of(prospects: ProspectQuerySet) -> list[Stretch]:
    """The prospects, those spoken to, those with a sales project, those who became debtors."""
    rows = prospects.order_by()
    first_contact = Activity.objects.done().filter(prospect=OuterRef("pk"), activity_type__counts_as_contact=True)
    first_project = SalesProject.objects.filter(prospect=OuterRef("pk"))
    when: dict[str, Any] = {
        "contacted": Subquery(first_contact.order_by("date").values("date")[:1], output_field=DateField()),
        "any_project": Subquery(first_project.order_by("date").values("date")[:1], output_field=DateField()),
        "debtor": F("debtor__created_at"),
    }
    found = [Stretch("", count_of(rows))]
    for key, moment in when.items():
        came = rows.filter(traits[key].condition())
        found.append(Stretch(key, count_of(came), _median(came, moment)))
    return found


def _median(prospects: ProspectQuerySet, moment: Any) -> int | None:
    """Whole days from when they were created; one that was there before counts as none."""
    latest = prospects.order_by("-pk").annotate(moment=moment).values_list("created_at", "moment")[:TIMED]
    days = [_days(begun, came) for begun, came in latest if came is not None]
    return round(median(days)) if days else None


def _days(begun: datetime, came: date) -> int:
    day = timezone.localdate(came) if isinstance(came, datetime) else came
    return max((day - timezone.localdate(begun)).days, 0)
