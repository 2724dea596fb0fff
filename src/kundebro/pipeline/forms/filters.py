"""The filters of list, board and forecast as the user sees them: the panel with all of them, and a chip for each in use."""

from collections.abc import Iterator, Mapping
from datetime import date
from typing import Any, Final

from django import forms
from django.db import models
from django.http import QueryDict
from django.utils import timezone
from django.utils.formats import date_format
from django.utils.functional import Promise
from django.utils.text import capfirst
from django.utils.translation import gettext_lazy as _
from django.utils.translation import pgettext

from kundebro.core.components import Chip, value_chips
from kundebro.core.forms import PickerMultiple
from kundebro.pipeline.choices import Outcome
from kundebro.pipeline.models import Stage
from kundebro.pipeline.queries.filters import NOBODY, STALE, ProjectFilter
from kundebro.prospects.models import LeadSource
from kundebro.users.models import User

TITLES: Final[Mapping[str, str | Promise]] = {
    "stage": _("stage"),
    "responsible": _("seller"),
    "month": _("expected close in"),
    "source": _("lead source"),
    "outcome": _("outcome"),
    "closed": _("closed in"),
    "age": _("age"),
}
AGES: Final[Mapping[str, str | Promise]] = {STALE: _("too long in its stage")}
MODELS: Final[Mapping[str, type[models.Model]]] = {"stage": Stage, "responsible": User, "source": LeadSource}
MONTHS_BACK: Final = 12
MONTHS_OFFERED: Final = 37


class FilterForm(forms.Form):
    """All filters, filled in as the address says. Not validated: ProjectFilter reads the address."""

    def __init__(self, query: QueryDict) -> None:
        super().__init__(initial={name: query.getlist(name) for name in TITLES})
        for name, title in TITLES.items():
            self.fields[name] = forms.MultipleChoiceField(choices=list(_choices(name)), widget=PickerMultiple)
            self.fields[name].label = capfirst(str(title))

    @property
    def rows(self) -> list[tuple[forms.BoundField, int]]:
        """The fields with their widths in columns of twelve."""
        return [(self[name], 6) for name in TITLES]


def chips_of(query: QueryDict, wanted: ProjectFilter) -> list[Chip]:
    """One chip for each filter value in use; asks the database only for names of those."""
    used = {
        **wanted.keys,
        "month": wanted.months,
        "outcome": wanted.outcomes,
        "closed": wanted.closed,
        "age": wanted.ages,
    }
    return [
        chip
        for name, title in TITLES.items()
        if (values := used[name])
        for chip in value_chips(query, name, title, values, _labels(name, values))
    ]


def month_name(day: date) -> str:
    """Januar 2027."""
    return capfirst(date_format(day, "F Y"))


def _choices(name: str) -> Iterator[tuple[Any, str]]:
    if name == "outcome":
        yield from ((value, str(label)) for value, label in Outcome.choices)
    elif name == "age":
        yield from ((value, str(label)) for value, label in AGES.items())
    elif name == "closed":
        this = timezone.localdate()
        for number in range(this.year * 12 + this.month - 1, this.year * 12 + this.month - 1 - MONTHS_OFFERED, -1):
            day = date(number // 12, number % 12 + 1, 1)
            yield f"{day:%Y-%m}", month_name(day)
    elif name == "month":
        yield NOBODY, pgettext("filter", "none")
        this = timezone.localdate()
        first = this.year * 12 + this.month - 1 - MONTHS_BACK
        for number in range(first, first + MONTHS_OFFERED):
            day = date(number // 12, number % 12 + 1, 1)
            yield f"{day:%Y-%m}", month_name(day)
    else:
        if name == "source":
            yield NOBODY, pgettext("filter", "none")
        yield from ((row.pk, str(row)) for row in MODELS[name]._default_manager.filter(is_active=True))


def _labels(name: str, values: list[str]) -> dict[str, str]:
    if name == "outcome":
        return {str(value): str(label) for value, label in Outcome.choices}
    if name == "age":
        return {value: str(label) for value, label in AGES.items()}
    none = {NOBODY: pgettext("filter", "none")}
    if name in ("month", "closed"):
        return none | {
            value: month_name(date(int(value[:4]), int(value[5:]), 1)) for value in values if value != NOBODY
        }
    rows = MODELS[name]._default_manager.filter(pk__in=[value for value in values if value != NOBODY])
    return none | {str(row.pk): str(row) for row in rows}
