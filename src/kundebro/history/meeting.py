"""Two people changed the same record: what of it has to be asked, and writing once it is answered."""

from collections.abc import Callable, Mapping
from dataclasses import dataclass
from typing import Any, Generic, Self, TypeVar

from django.db import models
from django.utils.functional import Promise
from django.utils.text import capfirst

from kundebro.core.components import Difference
from kundebro.history.queries.stale import changed_since
from kundebro.history.tracked import StaleWrite, Tracked
from kundebro.users.models import User

Record = TypeVar("Record", bound=Tracked)
Label = Callable[[str], str | Promise]
Shown = Callable[[str, Any], str | Promise]


@dataclass(frozen=True)
class Meeting(Generic[Record]):
    """What two people made of the same fields since the form was shown."""

    record: Record
    theirs: frozenset[str]
    differences: list[Difference]
    by: User | None

    @classmethod
    def of(
        cls,
        record: Record,
        version: int,
        values: Mapping[str, Any],
        *,
        label_of: Label,
        shown: Shown,
        figures: Mapping[str, Any] | None = None,
    ) -> Self:
        """Compare field by field: what only they changed stays theirs, what both changed differently is asked.

        `figures` holds what figures were shown as; they have no history of their own.
        """
        since = changed_since(record, version)
        originals = {**since.originals, **(figures or {})}
        theirs, differences = set(), []
        for name, yours in values.items():
            if name not in originals:
                continue
            original, now = originals[name], getattr(record, name)
            if _key(yours) in (_key(now), _key(original)):
                theirs.add(name)
            elif _key(now) != _key(original):
                texts = {
                    said: shown(name, _as_rows(record, name, value))
                    for said, value in (("original", original), ("yours", yours), ("theirs", now))
                }
                differences.append(Difference(name=name, title=capfirst(str(label_of(name))), **texts))
        return cls(record, frozenset(theirs), differences, since.by)

    @property
    def their_name(self) -> str:
        """Who was quicker."""
        return self.by.name if self.by else ""

    @property
    def asked(self) -> set[str]:
        """The fields that need an answer."""
        return {difference.name for difference in self.differences}

    def typed(self, values: Mapping[str, Any]) -> dict[str, Any]:
        """What the form goes on with: all that was typed, less what only the other one changed."""
        return {name: value for name, value in values.items() if name not in self.theirs}


def answered(posted: Mapping[str, Any], names: list[str]) -> set[str]:
    """The fields for which the other one's value was chosen."""
    return {name for name in names if posted.get(f"keep-{name}") == "theirs"}


def settle(
    write: Callable[[set[str], int | None], object],
    meet: Callable[[int], Meeting[Record]],
    *,
    version: int | None,
    kept: set[str],
) -> Meeting[Record] | None:
    """Write all but the kept fields, and answer with what has to be asked first, if anything has.

    `write` is told the fields to leave alone and the version it changes; `meet` compares with that version.
    """
    while True:
        try:
            write(kept, version)
        except StaleWrite:
            meeting = meet(version or 0)
            if meeting.asked - kept:
                return meeting
            kept, version = kept | meeting.theirs, meeting.record.version
        else:
            return None


def _key(value: Any) -> Any:
    """The value so that what a form holds, what the row holds and what the history holds compare."""
    if isinstance(value, models.Model):
        return value.pk
    if isinstance(value, models.Manager):
        value = value.all()
    if isinstance(value, models.QuerySet):
        return sorted(row.pk for row in value)
    return value


def _as_rows(record: models.Model, name: str, value: Any) -> Any:
    """The value with rows in place of the keys that the history holds."""
    column: Any = record._meta.get_field(name)
    if isinstance(value, models.Manager):
        return value.all()
    if isinstance(column, models.ManyToManyField) and isinstance(value, list):
        return column.related_model._base_manager.filter(pk__in=value)
    if isinstance(column, models.ForeignKey) and value is not None and not isinstance(value, models.Model):
        return column.related_model._base_manager.filter(pk=value).first()
    return value
