"""The list's filters as the user sees them: the panel with all of them, and a chip for each in use."""

from collections.abc import Iterator, Mapping
from typing import Final

from django import forms
from django.db import models
from django.http import QueryDict
from django.utils.functional import Promise
from django.utils.text import capfirst
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy, pgettext, pgettext_lazy

from kundebro.contacts.models import ContactRole
from kundebro.contacts.queries import ContactFilter
from kundebro.contacts.queries.filters import KEYS, NOBODY, TRAITS
from kundebro.core.components import Chip, value_chips
from kundebro.core.forms import PickerMultiple
from kundebro.prospects.models import ProspectStatus
from kundebro.users.models import User

TITLES: Final[Mapping[str, str | Promise]] = {
    "role": gettext_lazy("role"),
    "responsible": gettext_lazy("responsible"),
    "status": gettext_lazy("the company's status"),
    "has": pgettext_lazy("filter", "has"),
    "lacks": pgettext_lazy("filter", "lacks"),
    "primary": gettext_lazy("primary contacts only"),
}
MODELS: Final[Mapping[str, type[models.Model]]] = {"role": ContactRole, "responsible": User, "status": ProspectStatus}


class FilterForm(forms.Form):
    """All filters of the list, filled in as its address says. Not validated: ContactFilter reads the address."""

    def __init__(self, query: QueryDict) -> None:
        super().__init__(initial={name: query.getlist(name) for name in TITLES})
        for name in KEYS:
            self.fields[name] = forms.MultipleChoiceField(choices=list(_choices(name)), widget=PickerMultiple)
        for name in ("has", "lacks"):
            self.fields[name] = forms.MultipleChoiceField(choices=list(_traits().items()), widget=PickerMultiple)
        self.fields["primary"] = forms.BooleanField(widget=forms.CheckboxInput(attrs={"value": "yes"}))
        self.initial["primary"] = query.get("primary") == "yes"
        for name, title in TITLES.items():
            self.fields[name].label = capfirst(str(title))

    @property
    def rows(self) -> list[tuple[forms.BoundField, int]]:
        """The fields with their widths in columns of twelve."""
        return [(self[name], 12 if name == "primary" else 6) for name in TITLES]


def chips_of(query: QueryDict, wanted: ContactFilter) -> list[Chip]:
    """One chip for each filter value in use; asks the database only for names of those."""
    used = {**wanted.keys, "has": wanted.has, "lacks": wanted.lacks, "primary": ["yes"] if wanted.is_primary else []}
    return [
        chip
        for name, values in used.items()
        if values
        for chip in value_chips(query, name, TITLES[name], values, _labels(name, values))
    ]


def _choices(name: str) -> Iterator[tuple[str, str]]:
    yield NOBODY, pgettext("filter", "none")
    yield from ((str(row.pk), str(row)) for row in MODELS[name]._default_manager.filter(is_active=True))


def _traits() -> dict[str, str]:
    return {key: str(title) for key, (title, _condition) in TRAITS.items()}


def _labels(name: str, values: list[str]) -> dict[str, str]:
    if name == "primary":
        return {"yes": _("yes")}
    if name in ("has", "lacks"):
        return _traits()
    rows = MODELS[name]._default_manager.filter(pk__in=[value for value in values if value != NOBODY])
    return {NOBODY: pgettext("filter", "none"), **{str(row.pk): str(row) for row in rows}}
