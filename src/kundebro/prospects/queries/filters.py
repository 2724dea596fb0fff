"""What one wants to see of the prospects, as the address of the list says it."""

from collections.abc import Callable, Iterator, Mapping
from dataclasses import dataclass
from datetime import date, datetime, time, timedelta
from typing import Any, Final

from django.db.models import Exists, OuterRef, Q
from django.http import QueryDict
from django.utils import timezone
from django.utils.functional import Promise
from django.utils.translation import gettext_lazy as _

from kundebro.core.dates import day_named
from kundebro.core.formats import show_date
from kundebro.core.registry import Registry
from kundebro.core.search import FEW, searched
from kundebro.history.tracked import link_columns
from kundebro.prospects.models import Prospect, ProspectQuerySet

STATES: Final = ("active", "archived", "all")
KEYS: Final = ("responsible", "industry", "status", "source")
MANY: Final = {"target_group": "target_groups", "interest": "interest_types"}
TEXTS: Final = ("customer_type", "intended_role", "country")
NOBODY: Final = "none"
LONGEST_CODE: Final = 20
LONGEST_KEY: Final = 18


@dataclass(frozen=True)
class Trait:
    """Something a prospect has or lacks (`has=email`, `lacks=email`).

    `absence` says that it lacks it, where an index knows that in other words than “not the condition”.
    """

    key: str
    title: str | Promise
    condition: Callable[[], Q]
    absence: Callable[[], Q] | None = None

    def lacking(self) -> Q:
        """The condition that a prospect is without it."""
        return self.absence() if self.absence else ~self.condition()


@dataclass(frozen=True)
class ReadyView:
    """A search that many make, at hand above the list."""

    title: str | Promise
    query: str
    icon: str


ready_views: Registry[ReadyView] = Registry(key=lambda view: view.query)
"""Apps above add what they know."""

traits: Registry[Trait] = Registry(key=lambda trait: trait.key)
"""Apps above add what they know: a contact, an activity, a debtor account."""


def is_filled(name: str) -> Callable[[], Q]:
    """The condition that a text column holds something."""
    return lambda: ~Q(**{name: ""})


def is_set(name: str) -> Callable[[], Q]:
    """The condition that a column is not null."""
    return lambda: Q(**{f"{name}__isnull": False})


for text_name, title in (
    ("cvr_no", _("CVR number")),
    ("phone", _("phone")),
    ("email", _("e-mail")),
    ("street", _("address")),
    ("postal_code", _("postal code")),
):
    traits.register(Trait(text_name, title, is_filled(text_name)))
for column_name, title in (
    ("industry", _("industry")),
    ("responsible", _("responsible")),
    ("next_follow_up_on", _("next follow-up")),
    ("latitude", _("coordinates")),
    ("debtor", _("debtor account")),
    ("creditor", _("creditor account")),
):
    traits.register(Trait(column_name, title, is_set(column_name)))
traits.register(Trait("gdpr", _("GDPR OK"), lambda: Q(is_gdpr_approved=True)))
traits.register(Trait("campaigns", _("allows campaigns"), lambda: Q(allows_campaigns=True)))


class ProspectFilter:
    """The search text, the filters and the state chosen; anything not understood is left out."""

    def __init__(self, query: QueryDict | Mapping[str, Any]) -> None:
        get = query.get
        self.text = str(get("q", "")).replace("\0", "").strip()[:200]
        self.state = get("state") if get("state") in STATES else "active"
        self.keys = {name: _listed(query, name) for name in (*KEYS, *MANY)}
        self.texts = {name: [value for value in _listed(query, name) if len(value) <= LONGEST_CODE] for name in TEXTS}
        self.postal_from = str(get("postal_from", "")).replace("\0", "").strip()[:10]
        self.postal_to = str(get("postal_to", "")).replace("\0", "").strip()[:10]
        self.created = (_day(get("created_from", "")), _day(get("created_to", "")))
        self.created_from, self.created_to = (show_date(day) if day else "" for day in self.created)
        self.has = [name for name in _listed(query, "has") if name in traits]
        self.lacks = [name for name in _listed(query, "lacks") if name in traits]

    @property
    def is_empty(self) -> bool:
        """Whether the list is shown as it stands."""
        chosen = (*self.keys.values(), *self.texts.values(), self.has, self.lacks)
        texts = (self.text, self.postal_from, self.postal_to, self.created_from, self.created_to)
        return not any(texts) and not any(chosen) and self.state == "active"

    def applied_to(self, prospects: ProspectQuerySet) -> ProspectQuerySet:
        """The prospects that match."""
        if self.state != "all":
            prospects = prospects.active() if self.state == "active" else prospects.archived()
        for condition in self._conditions():
            prospects = prospects.filter(condition)
        return searched(prospects, self.text) if self.text else prospects

    def _conditions(self) -> Iterator[Q]:
        yield from (_key_condition(name, values) for name in KEYS if (values := self.keys[name]))
        yield from (_link_condition(field, values) for name, field in MANY.items() if (values := self.keys[name]))
        yield from (Q(**{f"{name}__in": values}) for name, values in self.texts.items() if values)
        if self.postal_from:
            yield Q(postal_code__gte=self.postal_from)
        if self.postal_to:
            yield Q(postal_code__lte=self.postal_to)
        first, last = self.created
        if first:
            yield Q(created_at__gte=_midnight(first))
        if last:
            yield Q(created_at__lt=_midnight(last + timedelta(days=1)))
        yield from (traits[name].condition() for name in self.has)
        yield from (traits[name].lacking() for name in self.lacks)


def _day(value: Any) -> date | None:
    return day_named(str(value)[:40].replace("\0", ""), today=timezone.localdate())


def _midnight(day: date) -> datetime:
    return timezone.make_aware(datetime.combine(day, time.min))


def _listed(query: QueryDict | Mapping[str, Any], name: str) -> list[str]:
    values = query.getlist(name) if isinstance(query, QueryDict) else query.get(name, [])
    texts = [str(value) for value in ([values] if isinstance(values, (str, int)) else values)]
    return [text for text in texts if text and "\0" not in text]


def _keys(values: list[str]) -> list[int]:
    return [int(value) for value in values if value.isdecimal() and len(value) <= LONGEST_KEY]


def _key_condition(name: str, values: list[str]) -> Q:
    keys = _keys(values)
    condition = Q(**{f"{name}__in": keys}) if len(keys) != 1 else Q(**{name: keys[0]})
    return condition | Q(**{f"{name}__isnull": True}) if NOBODY in values else condition


def _link_condition(field: str, values: list[str]) -> Q:
    """Few prospects are named; of many, the list's own order is walked, where the next one comes soon."""
    near, far = link_columns(Prospect, field)
    links = getattr(Prospect, field).through.objects.filter(**{f"{far}__in": _keys(values)})
    few = list(links.values_list(near, flat=True)[: FEW + 1])
    return Q(pk__among=few) if len(few) <= FEW else Q(Exists(links.filter(**{near: OuterRef("pk")})))
