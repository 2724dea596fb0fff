"""What can be imported: apps above register their kinds of record here."""

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass, field
from functools import cached_property
from typing import Any, Protocol

from django.conf import settings
from django.utils import translation
from django.utils.functional import Promise

from kundebro.core.registry import Registry
from kundebro.imports.choices import Level, Outcome, Policy
from kundebro.users.models import User

Text = str | Promise


@dataclass(frozen=True, kw_only=True)
class TargetField:
    """A field that a column can go into. `aliases` are further headings it is known by in other people's lists."""

    name: str
    title: Text
    aliases: tuple[str, ...] = ()
    policy: Policy = Policy.ALWAYS
    note: Text = ""

    @cached_property
    def headings(self) -> tuple[str, ...]:
        """Every heading the field is recognised by: its title in each language, and the aliases."""
        titles = []
        for language, _name in settings.LANGUAGES:
            with translation.override(language):
                titles.append(str(self.title))
        return (*dict.fromkeys(titles), *self.aliases)


@dataclass(frozen=True, kw_only=True)
class MatchKey:
    """A field by which rows find the record they are about."""

    name: str
    title: Text
    field: str


@dataclass(frozen=True, slots=True)
class Issue:
    """A remark about a row: about which field, how serious, and the sentence for the user."""

    field: str
    level: Level
    text: str


@dataclass(frozen=True, slots=True)
class FieldChange:
    """What a field holds now and what the row makes of it, as people read them."""

    title: str
    old: str
    new: str


@dataclass(frozen=True, slots=True)
class ListRow:
    """A row of the list by field: trimmed texts of the columns that were matched."""

    number: int
    line: int
    values: Mapping[str, str]


@dataclass(slots=True)
class CheckedRow:
    """What a target made of a row by itself, without a look at the database.

    `identities` say what tells records apart (account number, CVR …) in their stored form; the importer fills
    `repeats` with those that an earlier row has had, and that row's number.
    """

    number: int
    line: int
    title: str = ""
    values: dict[str, Any] = field(default_factory=dict)
    issues: list[Issue] = field(default_factory=list)
    identities: dict[str, str] = field(default_factory=dict)
    repeats: dict[str, int] = field(default_factory=dict)
    is_refused: bool = False

    def refuse(self, name: str, text: str) -> None:
        """Say why the row cannot go in."""
        self.is_refused = True
        self.issues.append(Issue(name, Level.ERROR, text))

    def warn(self, name: str, text: str) -> None:
        """Say what looks odd and may be right."""
        self.issues.append(Issue(name, Level.WARNING, text))


@dataclass(slots=True)
class PlannedRow:
    """What would become of a row now; `plan` is the target's own note of how to do it."""

    number: int
    line: int
    outcome: Outcome
    title: str = ""
    issues: list[Issue] = field(default_factory=list)
    object_id: int | None = None
    changes: list[FieldChange] = field(default_factory=list)
    plan: Any = None


@dataclass(frozen=True, kw_only=True)
class ImportContext:
    """What an importer is told: who imports, from which file, which fields and by which rules."""

    by: User
    source: str
    match_key: str
    fields: frozenset[str]
    policies: Mapping[str, Policy]

    def policy(self, name: str) -> Policy:
        """When the field's value goes into a record that exists already."""
        return self.policies.get(name, Policy.ALWAYS)


class Importer(Protocol):
    """Turns rows into records of one kind; lives for one walk through the list."""

    def check(self, row: ListRow) -> CheckedRow:
        """Read the row's texts; asks no database that is not small and remembered."""

    def plan(self, rows: Sequence[CheckedRow], *, is_held: bool) -> list[PlannedRow]:
        """Say what would become of each row now, in a few queries for all of them; writes nothing.

        With `is_held` the records the rows are about are locked first: they will be written as they were read.
        """

    def apply(self, rows: Sequence[PlannedRow]) -> None:
        """Write the rows planned as new or changed, inside the changeset under way."""


@dataclass(frozen=True, kw_only=True)
class Target:
    """A kind of record that lists can be imported into."""

    name: str
    title: Text
    permission: str
    fields: tuple[TargetField, ...]
    keys: tuple[MatchKey, ...]
    importer: Callable[[ImportContext], Importer]
    list_url_name: str
    position: int = 100

    def field(self, name: str) -> TargetField:
        """The field with the name; raises StopIteration for none."""
        return next(field for field in self.fields if field.name == name)


targets = Registry[Target](key=lambda target: target.name, order=lambda target: target.position)
