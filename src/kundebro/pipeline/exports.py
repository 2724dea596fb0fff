"""Sales projects as rows of a spreadsheet."""

from collections.abc import Iterator
from decimal import Decimal
from typing import Any, Final

from django.utils.functional import Promise
from django.utils.text import capfirst
from django.utils.translation import gettext_lazy as _

from kundebro.core.money import Money
from kundebro.pipeline.facts import label_of
from kundebro.pipeline.models import SalesProject, SalesProjectQuerySet

PORTION: Final = 500
RELATED: Final = ("prospect", "contact", "stage", "responsible", "source", "lost_reason")
OWN: Final = (
    "number",
    "description",
    "stage",
    "responsible",
    "date",
    "contact",
    "quote_ore",
    "probability_hundredths",
    "weighted",
    "margin_ore",
    "margin_percent",
    "yearly_margin_ore",
    "expected_close_on",
    "follow_up_on",
    "source",
    "competitor",
    "closed_on",
    "outcome",
    "lost_reason",
)


def headings() -> list[str | Promise]:
    """Number and name of the company, then the project's own fields."""
    return [_("Account number"), _("Company"), *(capfirst(label_of(name)) for name in OWN)]


def rows_of(projects: SalesProjectQuerySet) -> Iterator[list[object]]:
    """The projects in the order of their numbers, read a portion at a time."""
    for project in projects.select_related(*RELATED).order_by("number_sort", "pk").iterator(chunk_size=PORTION):
        yield [project.prospect.number, project.prospect.name, *(_value(project, name) for name in OWN)]


def _value(project: SalesProject, name: str) -> Any:
    if name == "weighted":
        return project.weighted.amount
    if name == "outcome":
        return project.get_outcome_display()
    value: Any = project.margin_hundredths if name == "margin_percent" else getattr(project, name)
    if value is None:
        return None
    if name.endswith("_ore"):
        return Money(value).amount
    if name.endswith(("_hundredths", "_percent")):
        return Decimal(value).scaleb(-2)
    return value.name if name in RELATED else value
