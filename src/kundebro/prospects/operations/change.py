"""Corrects prospects: one by its card, many at once from the list."""

from collections.abc import Mapping
from typing import Any

from kundebro.history.recorder import recording
from kundebro.history.tracked import StaleWrite, save_many
from kundebro.prospects.models import Prospect, ProspectQuerySet
from kundebro.prospects.operations.create import MANY, save_under_own_number
from kundebro.prospects.operations.sync import spread
from kundebro.users.models import User

POINT = frozenset({"latitude", "longitude", "coordinates_source"})


def change_prospect(
    prospect: Prospect, values: Mapping[str, Any], *, by: User, version: int | None = None, key: str | None = None
) -> Prospect:
    """Give the prospect new values for some fields.

    Raises StaleWrite when it is no longer at `version`, and NumberTaken when another has the new account number.
    """
    with recording("prospects.change", by=by, about=prospect, key=key) as record:
        if record.is_repeat:
            return record.result(Prospect)
        prospect = Prospect.objects.select_for_update().get(pk=prospect.pk)
        if version is not None and prospect.version != version:
            raise StaleWrite(prospect)
        for name, value in values.items():
            if name not in MANY:
                setattr(prospect, name, value)
        prospect.doubt_address()
        if POINT & prospect.changes().keys():
            prospect.coordinates_set_at = None if prospect.latitude is None else record.at
        changed = prospect.changes()
        save_under_own_number(prospect)
        for name in MANY:
            if name in values:
                prospect.set_many(name, [row.pk for row in values[name]])
        spread({prospect.pk: changed})
        return record.returns(prospect)


def change_prospects(
    prospects: ProspectQuerySet, values: Mapping[str, Any], *, by: User, key: str | None = None
) -> int:
    """Give many prospects the same values, as one changeset; returns how many changed.

    Target groups and interest types are added to what each has.
    """
    with recording("prospects.change-many", by=by, key=key) as record:
        if record.is_repeat:
            return record.changeset.change_count
        rows = list(prospects.select_for_update().order_by("pk"))
        for row in rows:
            for name, value in values.items():
                if name not in MANY:
                    setattr(row, name, value)
        changes = {row.pk: row.changes() for row in rows}
        changed = {pk for pk, differing in changes.items() if differing}
        save_many(rows)
        for name in MANY:
            added = [each.pk for each in values.get(name, [])]
            for row in rows if added else []:
                if row.set_many(name, {*row.many_values().get(name, []), *added}):
                    changed.add(row.pk)
        spread(changes)
        return len(changed)
