"""What the components under templates/core/components/ are given."""

from collections.abc import Callable, Collection, Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from typing import Any, Generic, Literal, Protocol, Self, TypeVar

from django import forms
from django.db import models
from django.http import HttpRequest, QueryDict
from django.utils.functional import Promise, cached_property
from django.utils.html import conditional_escape, escape, format_html, strip_tags
from django.utils.safestring import SafeString
from django.utils.text import capfirst
from django.utils.translation import gettext as _

Text = str | Promise
Record = TypeVar("Record")
PLACE = ("after", "before")
PANEL = "filters"


def changed_query(query: QueryDict, **changes: object) -> str:
    """The query string with the parameters set; None takes one out. Always begins with `?`."""
    copy = query.copy()
    for name, value in changes.items():
        copy.pop(name, None)
        if value is not None:
            copy[name] = str(value)
    return f"?{copy.urlencode()}"


@dataclass(frozen=True, kw_only=True)
class Action:
    """One entry of Flere funktioner. With a `reason` it stays visible and cannot be used.

    `why_url` is a dialog that tells the reason at length.
    """

    title: Text
    url: str = ""
    icon: str = ""
    reason: Text = ""
    why_url: str = ""
    key: str = ""
    method: Literal["get", "post", "dialog"] = "get"
    is_dangerous: bool = False
    has_line_above: bool = False


@dataclass(frozen=True, kw_only=True)
class Crumb:
    """One step of the path above the heading."""

    title: Text
    url: str = ""


@dataclass(frozen=True, kw_only=True)
class Tab:
    """One tab of a card: its content is loaded from `url`, which also shows the whole page with the tab open."""

    key: str
    title: Text
    url: str
    count: int | None = None
    is_current: bool = False


@dataclass(frozen=True, kw_only=True)
class Fact:
    """A name and a value in read view; with `edit_url` a pencil loads the field's form in its place."""

    name: Text
    value: object
    edit_url: str = ""
    note: Text = ""


@dataclass(frozen=True, kw_only=True)
class FieldGroup:
    """Fields of a card that are read together and saved together."""

    key: str
    title: Text
    fields: tuple[str, ...]
    icon: str
    is_text: bool = False


class GroupFact(Protocol):
    """A field of a group in read view."""

    @property
    def key(self) -> str:
        """The field."""

    @property
    def name(self) -> str:
        """What people call it."""

    @property
    def value(self) -> object:
        """What stands in it."""


@dataclass(frozen=True, kw_only=True)
class ShownGroup:
    """A group of fields in read view (components/group.html)."""

    group: FieldGroup
    facts: Sequence[GroupFact]
    edit_url: str = ""
    hidden: int = 0


@dataclass(frozen=True, kw_only=True)
class ShownPanel:
    """A section that an app above offers on a card: where its part comes from, and the card's address with it open."""

    key: str
    title: Text
    url: str
    card_url: str
    icon: str = ""
    count: int | None = None
    is_open: bool = False


@dataclass(frozen=True, kw_only=True)
class Tile:
    """A number on the start page that opens its list."""

    title: Text
    value: object
    url: str = ""
    icon: str = ""
    note: Text = ""
    tone: Literal["", "good", "warn", "bad"] = ""


@dataclass(frozen=True)
class Stroke:
    """A rectangle of a bar chart: its look, its place and length in thousandths of the width, its top and height of 20."""

    css: str
    start: int
    width: int
    top: int
    height: int


@dataclass(frozen=True, kw_only=True)
class ChartBar:
    """One line of a bar chart (components/bar_chart.html); the table beside the picture says it in figures."""

    title: Text
    strokes: Sequence[Stroke]
    shown: object = ""


@dataclass(frozen=True, kw_only=True)
class EmptyState:
    """What stands where a list has nothing to show: what to do first, and a second way."""

    icon: str
    title: Text
    text: Text = ""
    action: Action | None = None
    second: Action | None = None


@dataclass(frozen=True, kw_only=True)
class Difference:
    """One field two people changed: choose yours or theirs."""

    name: str
    title: Text
    original: object
    yours: object
    theirs: object


@dataclass(frozen=True, kw_only=True)
class Column(Generic[Record]):
    """A column: its cell text (escaped unless marked safe), its place in a two-line row on a phone."""

    key: str
    title: Text
    cell: Callable[[Record], Any]
    kind: Literal["text", "number", "date"] = "text"
    phone: Literal["title", "line", "aside", "hidden"] = "hidden"
    is_sortable: bool = False


@dataclass(frozen=True, kw_only=True)
class ListColumn(Column[Record]):
    """A column that a user may choose for a list, and the fields it reads."""

    needs: tuple[str, ...]

    @property
    def fields(self) -> list[str]:
        """The record's own fields behind the column."""
        return list(dict.fromkeys(name.split("__")[0] for name in self.needs))

    @classmethod
    def of(cls, model: type[models.Model], key: str, cell: Callable[[Record], Any], **rest: Any) -> Self:
        """The column of a model's field, with the field's name as its title unless another is given."""
        title = rest.pop("title", "") or getattr(model._meta.get_field(key), "verbose_name", key)
        return cls(key=key, title=capfirst(title), cell=cell, needs=rest.pop("needs", (key,)), **rest)


@dataclass(frozen=True)
class Heading:
    """A column's heading on one page: where a click sorts, and how it is sorted now."""

    column: Column[Any]
    sort_url: str
    sorted_as: Literal["", "ascending", "descending"]

    @property
    def arrow(self) -> str:
        """The icon that shows the order."""
        return "arrow-down" if self.sorted_as == "descending" else "arrow-up"


@dataclass(kw_only=True)
class Table(Generic[Record]):
    """A list page's table for components/table.html; the first column carries the link to the record."""

    records: Sequence[Record]
    columns: Sequence[Column[Record]]
    caption: Text
    query: QueryDict = field(default_factory=QueryDict)
    sort: str = ""
    link: Callable[[Record], str] | None = None
    key: Callable[[Record], object] | None = None
    target: str = ""
    form: str = ""

    @property
    def is_selectable(self) -> bool:
        """Whether rows have a box: they do when they have a key."""
        return self.key is not None

    @cached_property
    def headings(self) -> list[Heading]:
        """The headings; a second click on the sorted one turns the order."""
        return [self._heading(column) for column in self.columns]

    def body(self) -> SafeString:
        """The rows, written here because 400 cells through template nodes cost ten times as much; all text is escaped."""
        css = [f"cell-{column.kind} phone-{column.phone}" for column in self.columns]
        box = format_html('<input class="form-check-input" type="checkbox" name="selected" form="{}"', self.form)
        return SafeString("".join(self._row(record, css, box) for record in self.records))

    def _row(self, record: Record, css: list[str], box: str) -> str:
        cells = [conditional_escape(column.cell(record)) for column in self.columns]
        url = escape(self.link(record)) if self.link else ""
        parts = [f'<tr role="row" data-href="{url}">' if url else '<tr role="row">']
        if self.key:
            key, name = escape(self.key(record)), escape(strip_tags(cells[0]))
            parts.append(f'<td role="cell" class="cell-box">{box} value="{key}" aria-label="{name}"></td>')
        if url:
            cells[0] = SafeString(f'<a href="{url}">{cells[0]}</a>')
        parts += [f'<td role="cell" class="{style}">{cell}</td>' for style, cell in zip(css, cells, strict=True)]
        return "".join([*parts, "</tr>\n"])

    def _heading(self, column: Column[Record]) -> Heading:
        if not column.is_sortable:
            return Heading(column, "", "")
        turned = f"-{column.key}" if self.sort == column.key else column.key
        url = changed_query(self.query, sort=turned, **dict.fromkeys(PLACE))
        if self.sort.removeprefix("-") != column.key:
            return Heading(column, url, "")
        return Heading(column, url, "descending" if self.sort.startswith("-") else "ascending")


@dataclass(frozen=True)
class Chip:
    """A filter in use, and the address without it."""

    title: Text
    value: str
    without_url: str


@dataclass(kw_only=True)
class FilterBar:
    """A list's search box, its filters in use as chips, and the panel with all of them.

    `search` names the form's text field for the box; all other fields stand in the panel. The panel's fields are
    written only when it is open: they often ask the database for their choices, and most people just type.
    """

    form: forms.Form
    query: QueryDict
    search: str = "q"
    target: str = ""
    placeholder: Text = ""
    url: str = ""

    @classmethod
    def of(cls, request: HttpRequest, form: forms.Form, **rest: Any) -> "FilterBar":
        """The bar for the request's address."""
        return cls(form=form, query=request.GET, url=request.path, **rest)

    @property
    def box(self) -> forms.BoundField:
        """The search box."""
        return self.form[self.search]

    @property
    def has_panel(self) -> bool:
        """Whether there is anything to filter on besides the text."""
        return len(self.form.fields) > 1

    @property
    def is_open(self) -> bool:
        """Whether the panel is open."""
        return PANEL in self.query

    @property
    def open_url(self) -> str:
        """The address of the same list with the panel open; filters.js fetches the panel from there."""
        return changed_query(self.query, **{PANEL: "open"})

    @property
    def fields(self) -> list[forms.BoundField]:
        """The fields of the panel."""
        return [bound for bound in self.form.visible_fields() if bound.name != self.search]

    @cached_property
    def chips(self) -> list[Chip]:
        """One chip for each value in use."""
        return [chip for name in self._used() for chip in self._chips(self.form[name])]

    @property
    def kept(self) -> list[tuple[str, str]]:
        """What the address holds besides the form's boxes and the place in the list: sort, columns, filters in use."""
        names = self._names() if self.is_open else {self.form.add_prefix(self.search), PANEL, *PLACE}
        return [(name, value) for name, values in self.query.lists() for value in values if name not in names]

    @property
    def reset_url(self) -> str:
        """The address with sort and columns, without search and filters."""
        return changed_query(self.query, **dict.fromkeys(self._names()))

    def _names(self) -> set[str]:
        return {self.form.add_prefix(name) for name in self.form.fields} | {PANEL, *PLACE}

    def _used(self) -> list[str]:
        names = [name for name in self.form.fields if name != self.search]
        return [name for name in names if any(self.query.getlist(self.form.add_prefix(name)))]

    def _chips(self, bound: forms.BoundField) -> Iterator[Chip]:
        chosen = self.form.cleaned_data.get(bound.name) if self.form.is_valid() else None
        if not chosen:
            return
        many = isinstance(bound.field, forms.MultipleChoiceField | forms.ModelMultipleChoiceField)
        for value in chosen if many else [chosen]:
            raw = str(bound.field.prepare_value(value))
            others = [other for other in self.query.getlist(bound.html_name) if many and other != raw]
            yield Chip(bound.label, _shown(bound.field, value), _with_values(self.query, bound.html_name, others))


@dataclass(frozen=True)
class ListState:
    """One of the few kinds of rows a list shows at a time: active, archived, all."""

    value: str
    title: Text
    is_current: bool


@dataclass(frozen=True, kw_only=True)
class ListBar:
    """The bar of a list that reads its own address: search box, states, chips, and a panel loaded when it is opened."""

    query: QueryDict
    url: str
    filters_url: str = ""
    text: str
    label: Text
    placeholder: Text
    states: Sequence[ListState]
    states_title: Text
    filters: Collection[str] = ()
    chips: Sequence[Chip] = ()
    views: Sequence[Action] = ()

    @property
    def sort(self) -> str:
        """The order that the address asks for, if it does."""
        return self.query.get("sort", "")

    @property
    def kept(self) -> list[tuple[str, str]]:
        """The filters in use as hidden fields."""
        return [(name, value) for name in self.filters for value in self.query.getlist(name) if value]

    @property
    def reset_url(self) -> str:
        """The address without search, state and filters."""
        return changed_query(self.query, q=None, state=None, **dict.fromkeys((*self.filters, *PLACE)))


def value_chips(
    query: QueryDict, name: str, title: Text, values: Sequence[str], labels: Mapping[str, str]
) -> Iterator[Chip]:
    """One chip for each value of the filter in use."""
    for value in values:
        others = [other for other in values if other != value]
        yield Chip(capfirst(str(title)), labels.get(value, value), _with_values(query, name, others))


def _with_values(query: QueryDict, name: str, values: Sequence[str]) -> str:
    """The address of the list's beginning with these values under the name."""
    rest = query.copy()
    rest.setlist(name, list(values))
    for place in PLACE:
        rest.pop(place, None)
    return f"?{rest.urlencode()}"


def _shown(field: forms.Field, value: Any) -> str:
    if isinstance(field, forms.ModelChoiceField):
        return str(field.label_from_instance(value))
    if isinstance(field, forms.ChoiceField):
        return str(dict(_flat(field.choices)).get(str(value), value))
    return _("yes") if value is True else str(field.prepare_value(value))


def _flat(choices: Any) -> Iterator[tuple[str, Text]]:
    for value, label in choices:
        if isinstance(label, list | tuple):
            yield from _flat(label)
        else:
            yield str(value), label
