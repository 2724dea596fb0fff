"""The list's filters as the user sees them: the panel with all of them, and a chip for each in use."""

from collections.abc import Iterator, Mapping
from typing import Any, Final

from django import forms
from django.db import models
from django.http import QueryDict
from django.utils import timezone
from django.utils.functional import Promise
from django.utils.text import capfirst
from django.utils.translation import gettext_lazy, pgettext, pgettext_lazy

from kundebro.company.models import Country, Industry
from kundebro.core.components import Chip, value_chips
from kundebro.core.dates import day_named
from kundebro.core.forms import DateField, PickerMultiple
from kundebro.parties.choices import CustomerType
from kundebro.prospects.choices import IntendedRole
from kundebro.prospects.forms.fields import LongPickerMultiple
from kundebro.prospects.models import InterestType, LeadSource, ProspectStatus, TargetGroup
from kundebro.prospects.queries import ProspectFilter
from kundebro.prospects.queries.filters import KEYS, MANY, NOBODY, TEXTS, traits
from kundebro.users.models import User

TITLES: Final[Mapping[str, str | Promise]] = {
    "responsible": gettext_lazy("responsible"),
    "status": gettext_lazy("status"),
    "industry": gettext_lazy("industry"),
    "target_group": gettext_lazy("target groups"),
    "interest": gettext_lazy("interest types"),
    "customer_type": gettext_lazy("customer type"),
    "source": gettext_lazy("lead source"),
    "intended_role": gettext_lazy("kind of prospect"),
    "country": gettext_lazy("country"),
    "postal_from": gettext_lazy("postal code from"),
    "postal_to": gettext_lazy("postal code to"),
    "created_from": gettext_lazy("created from"),
    "created_to": gettext_lazy("created to"),
    "has": pgettext_lazy("filter", "has"),
    "lacks": pgettext_lazy("filter", "lacks"),
}
MODELS: Final[Mapping[str, type[models.Model]]] = {
    "responsible": User,
    "status": ProspectStatus,
    "industry": Industry,
    "source": LeadSource,
    "target_group": TargetGroup,
    "interest": InterestType,
    "country": Country,
}
CHOICES: Final = {"customer_type": CustomerType, "intended_role": IntendedRole}
DAYS: Final = frozenset({"created_from", "created_to"})
NARROW: Final = frozenset({"postal_from", "postal_to"}) | DAYS


class FilterForm(forms.Form):
    """All filters of the list, filled in as its address says. Not validated: ProspectFilter reads the address."""

    def __init__(self, query: QueryDict) -> None:
        super().__init__(initial={name: query.getlist(name) for name in (*KEYS, *MANY, *TEXTS, "has", "lacks")})
        for name in TITLES:
            self.fields[name] = self._field(name)
            self.fields[name].label = capfirst(str(TITLES[name]))
        for name in NARROW:
            self.initial[name] = query.get(name, "")
        for name in DAYS:
            self.initial[name] = day_named(query.get(name, "")[:40], today=timezone.localdate())

    @property
    def rows(self) -> list[tuple[forms.BoundField, int]]:
        """The fields with their widths in columns of twelve."""
        return [(self[name], 3 if name in NARROW else 6) for name in TITLES]

    def _field(self, name: str) -> forms.Field:
        if name in DAYS:
            return DateField(required=False)
        if name in NARROW:
            return forms.CharField(max_length=10, required=False, widget=forms.TextInput({"inputmode": "numeric"}))
        if name == "industry":
            picker = PickerMultiple(search="company:industry-choices")
            return forms.ModelMultipleChoiceField(Industry.objects.all(), required=False, widget=picker)
        return forms.MultipleChoiceField(choices=list(self._choices(name)), required=False, widget=LongPickerMultiple)

    def _choices(self, name: str) -> Iterator[tuple[Any, str]]:
        if name in CHOICES:
            yield from ((value, str(label)) for value, label in CHOICES[name].choices)
        elif name in ("has", "lacks"):
            yield from ((trait.key, str(trait.title)) for trait in traits)
        else:
            if name in KEYS:
                yield NOBODY, pgettext("filter", "none")
            model = MODELS[name]
            rows = model._default_manager.all()
            yield from ((row.pk, str(row)) for row in (rows.filter(is_active=True) if name != "country" else rows))


def chips_of(query: QueryDict, wanted: ProspectFilter) -> list[Chip]:
    """One chip for each filter value in use; asks the database only for names of those."""
    used = {name: values for name in TITLES if (values := _in_use(name, wanted))}
    return [
        chip
        for name, values in used.items()
        for chip in value_chips(query, name, TITLES[name], values, _labels(name, values))
    ]


def _in_use(name: str, wanted: ProspectFilter) -> list[str]:
    if name in wanted.keys:
        return wanted.keys[name]
    if name in wanted.texts:
        return wanted.texts[name]
    value: str | list[str] = getattr(wanted, name)
    return [value] if isinstance(value, str) and value else list(value)


def _labels(name: str, values: list[str]) -> dict[str, str]:
    if name in CHOICES:
        return {str(value): str(label) for value, label in CHOICES[name].choices}
    if name in ("has", "lacks"):
        return {trait.key: str(trait.title) for trait in traits}
    if name in NARROW:
        return {}
    keys = [value for value in values if name == "country" or (value.isdecimal() and len(value) < 19)]  # noqa: PLR2004  an integer of the database
    rows = MODELS[name]._default_manager.filter(pk__in=keys)
    return {NOBODY: pgettext("filter", "none"), **{str(row.pk): str(row) for row in rows}}
