"""What the card of a sales project shows: groups of fields that are read and edited together."""

from dataclasses import dataclass
from decimal import Decimal
from typing import Any, Final

from django.db import models
from django.utils.functional import Promise
from django.utils.html import format_html
from django.utils.text import capfirst
from django.utils.translation import gettext_lazy as _
from django.utils.translation import pgettext_lazy

from kundebro.core.components import FieldGroup
from kundebro.core.formats import show_date, show_percent, show_time
from kundebro.core.money import Money
from kundebro.ledger.amounts import shown_amount
from kundebro.pipeline.models import SalesProject
from kundebro.prospects.card import Fact

LABELS: Final[dict[str, str | Promise]] = {
    "quote_ore": _("quote amount"),
    "probability_hundredths": _("probability"),
    "weighted": pgettext_lazy("sales project", "value"),
    "margin_ore": _("contribution margin"),
    "margin_percent": _("margin %"),
    "yearly_margin_ore": _("yearly contribution margin"),
}


@dataclass(frozen=True, kw_only=True)
class Group(FieldGroup):
    """Fields of a sales project; `worked_out` stand after one of them and cannot be typed."""

    worked_out: tuple[tuple[str, str], ...] = ()

    def facts(self, project: SalesProject) -> list[Fact]:
        """Names and values."""
        found = []
        for name in self.fields:
            found.append(Fact(name, label_of(name), linked(project, name)))
            found += [
                Fact(made, label_of(made), derived(project, made)) for after, made in self.worked_out if after == name
            ]
        return found


GROUPS: Final = {
    group.key: group
    for group in (
        Group(
            key="what",
            title=_("The project"),
            fields=("description", "responsible", "date", "time", "source", "competitor"),
            icon="briefcase",
        ),
        Group(key="whom", title=_("Customer"), fields=("prospect", "contact"), icon="building"),
        Group(
            key="money",
            title=_("Quote and margin"),
            fields=("quote_ore", "probability_hundredths", "margin_ore", "yearly_margin_ore"),
            worked_out=(("probability_hundredths", "weighted"), ("margin_ore", "margin_percent")),
            icon="cash",
        ),
        Group(key="days", title=_("Days"), fields=("expected_close_on", "follow_up_on"), icon="calendar-due"),
    )
}


def label_of(name: str) -> str:
    """What the field is called."""
    return capfirst(str(LABELS.get(name) or SalesProject._meta.get_field(name).verbose_name))  # type: ignore[union-attr]


def derived(project: SalesProject, name: str) -> str:
    """What follows from the amounts."""
    if name == "margin_percent":
        hundredths = project.margin_hundredths
        return "" if hundredths is None else show_percent(Decimal(hundredths).scaleb(-2))
    return "" if project.quote_ore is None else project.weighted.format()


def shown(name: str, value: Any) -> str:  # noqa: PLR0911  one line per kind of value
    """A field's value as people read it; empty text for nothing."""
    if value is None or value == "":
        return ""
    if name.endswith("_ore"):
        return Money(value).format()
    if name.endswith("_hundredths"):
        return show_percent(Decimal(value).scaleb(-2))
    if isinstance(SalesProject._meta.get_field(name), models.DateField):
        return show_date(value)
    if isinstance(SalesProject._meta.get_field(name), models.TimeField):
        return show_time(value)
    if name == "responsible":
        return str(value.name)
    return str(value)


def linked(project: SalesProject, name: str) -> str:
    """The value, as a link where there is a card behind it."""
    value = getattr(project, name)
    if value is not None and name in ("prospect", "contact"):
        return format_html('<a href="{}">{}</a>', value.get_absolute_url(), value)
    if value is not None and name in ("margin_ore", "yearly_margin_ore"):
        return shown_amount(Money(value))
    return shown(name, value)
