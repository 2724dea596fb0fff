"""Corrects prospects: one by its card, many at once from the list."""

from collections.abc import Mapping
from typing import Any

from django.db.models import Count

from kundebro.history.recorder import Recording, recording
from kundebro.history.tracked import StaleWrite, save_many
from kundebro.prospects.models import Prospect, ProspectQuerySet
from kundebro.prospects.operations.create import MANY, save_under_own_number
from kundebro.prospects.operations.follow_up import FOLLOW_UP, take_wanted, want_follow_ups
from kundebro.prospects.operations.sync import spread
from kundebro.users.models import User

POINT = frozenset({"latitude", "longitude", "coordinates_source"})


def change_prospect(
    prospect: Prospect,
    values: Mapping[str, Any],
    *,
    by: User,
    version: int | None = None,
    figures: Mapping[str, Any] | None = None,
    key: str | None = None,
) -> Prospect:
    """Give the prospect new values for some fields; another next follow-up moves what is planned.

    Raises StaleWrite when it is no longer at `version` or a figure that `values` names is not as in `figures` any more,
    and NumberTaken when another has the new account number.
    """
    with recording("prospects.change", by=by, about=prospect, key=key) as record:
        if record.is_repeat:
            return record.result(Prospect)
        prospect = Prospect.objects.select_for_update().get(pk=prospect.pk)
        shown = {name: figure for name, figure in (figures or {}).items() if name in values}
        if version not in (None, prospect.version) or any(
            getattr(prospect, name) != was for name, was in shown.items()
        ):
            raise StaleWrite(prospect)
        for name, value in values.items():
            if name not in MANY:
                setattr(prospect, name, value)
        prospect.doubt_address()
        if POINT & prospect.changes().keys():
            prospect.coordinates_set_at = None if prospect.latitude is None else record.at
        wanted = take_wanted(prospect)
        changed = prospect.changes()
        save_under_own_number(prospect)
        for name in MANY:
            if name in values:
                prospect.set_many(name, [row.pk for row in values[name]])
        spread({prospect.pk: changed})
        if wanted:
            want_follow_ups(wanted, by=by)
            prospect.refresh_from_db(fields=[FOLLOW_UP])
        return record.returns(prospect)


def change_prospects(
    prospects: ProspectQuerySet, values: Mapping[str, Any], *, by: User, key: str | None = None
) -> int:
    """Give many prospects the same values, as one changeset; returns how many changed.

    Another next follow-up moves what is planned. Target groups and interest types are added to what each has.
    """
    with recording("prospects.change-many", by=by, key=key) as record:
        if record.is_repeat:
            return _changed_in(record)
        rows = list(prospects.select_for_update().order_by("pk"))
        for row in rows:
            for name, value in values.items():
                if name not in MANY:
                    setattr(row, name, value)
        wanted = {pk: day for row in rows for pk, day in take_wanted(row).items()}
        changes = {row.pk: row.changes() for row in rows}
        changed = {pk for pk, differing in changes.items() if differing} | wanted.keys()
        save_many(rows)
        for name in MANY:
            added = [each.pk for each in values.get(name, [])]
            for row in rows if added else []:
                if row.set_many(name, {*row.many_values().get(name, []), *added}):
                    changed.add(row.pk)
        spread(changes)
        want_follow_ups(wanted, by=by)
        return len(changed)


def _changed_in(record: Recording) -> int:
    """How many prospects the first call changed, or how many follow-ups if that was all it did."""
    tables = record.changeset.changes.values("content_type").annotate(rows=Count("object_id", distinct=True))
    return max((table["rows"] for table in tables.order_by("content_type")), default=0)
