"""Prospects as other programs take them: rows of a spreadsheet, and a vCard."""

from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass
from typing import Any, Final

import vobject
from django.db import models
from django.utils.functional import Promise
from django.utils.text import capfirst

from kundebro.core.components import ListColumn
from kundebro.core.formats import show_phone
from kundebro.prospects.card import PHONES
from kundebro.prospects.models import Prospect, ProspectQuerySet

PORTION: Final = 500
INTERNAL: Final = frozenset(
    ["id", "version", "changed_at", "merged_into", "coordinates_set_at", "dar_address_id", *Prospect.derived_fields]
)


@dataclass(frozen=True)
class ExportColumn:
    """A field of every prospect, under the name that our import knows it by."""

    name: str
    value: Callable[[Prospect], object]

    @property
    def title(self) -> str | Promise:
        """The heading."""
        return capfirst(Prospect._meta.get_field(self.name).verbose_name)  # type: ignore[union-attr]


def all_columns() -> list[ExportColumn]:
    """Everything a user can see of a prospect, the account number first."""
    fields = [*Prospect._meta.concrete_fields, *Prospect._meta.many_to_many]
    shown = [field for field in fields if field.name not in INTERNAL]
    return [
        ExportColumn(field.name, _reader(field)) for field in sorted(shown, key=lambda field: field.name != "number")
    ]


def shown_columns(columns: Sequence[ListColumn[Prospect]]) -> list[ExportColumn]:
    """The fields behind the columns of the list, in its order."""
    known = {column.name: column for column in all_columns()}
    return [known[name.removesuffix("_id")] for column in columns for name in column.fields]


def rows_of(prospects: ProspectQuerySet, columns: Sequence[ExportColumn]) -> Iterator[list[object]]:
    """The prospects in Danish name order, read a portion at a time."""
    names = {column.name for column in columns}
    related = [field.name for field in Prospect._meta.concrete_fields if field.is_relation and field.name in names]
    linked = [field.name for field in Prospect._meta.many_to_many if field.name in names]
    if related:
        prospects = prospects.select_related(*related)
    ordered = prospects.order_by("sort_name", "pk").prefetch_related(*linked)
    for prospect in ordered.iterator(chunk_size=PORTION):
        yield [column.value(prospect) for column in columns]


def vcard_of(prospect: Prospect) -> str:
    """The company as a vCard 3.0."""
    card = vobject.vCard()
    card.add("fn").value = prospect.name
    card.add("n").value = vobject.vcard.Name(family=prospect.name)
    card.add("org").value = [prospect.name]
    card.add("x-abshowas").value = "COMPANY"
    for name, kind in (("phone", "WORK"), ("mobile", "CELL"), ("fax", "FAX")):
        if number := getattr(prospect, name):
            line = card.add("tel")
            line.value, line.type_param = number, kind
    if prospect.email:
        line = card.add("email")
        line.value, line.type_param = prospect.email, "WORK"
    if prospect.website:
        card.add("url").value = prospect.website
    line = card.add("adr")
    line.type_param = "WORK"
    line.value = vobject.vcard.Address(
        street=prospect.address_line,
        extended=prospect.address_2,
        code=prospect.postal_code,
        city=prospect.city,
        country=str(prospect.country),
    )
    card.add("note").value = prospect.number
    return str(card.serialize())


def _reader(field: "models.Field[Any, Any]") -> Callable[[Prospect], object]:
    name = field.name
    if isinstance(field, models.ManyToManyField):
        return lambda prospect: ", ".join(str(each) for each in getattr(prospect, name).all())
    if field.is_relation:
        return lambda prospect: str(getattr(prospect, name) or "")
    if field.choices:
        return lambda prospect: getattr(prospect, f"get_{name}_display")()
    if name in PHONES:
        return lambda prospect: show_phone(getattr(prospect, name))
    return lambda prospect: getattr(prospect, name)
