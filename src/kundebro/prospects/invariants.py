"""What must hold of prospects."""

from collections.abc import Iterable, Iterator
from itertools import islice
from typing import Final

from django.contrib.contenttypes.models import ContentType
from django.db.models import Count
from django.utils.translation import gettext_lazy as _

from kundebro.core.danish import number_key
from kundebro.core.verify import CHUNK, Breach, found, register
from kundebro.history.models import Change
from kundebro.history.tracked import Tracked
from kundebro.prospects.choices import FieldOwner, Side
from kundebro.prospects.models import Prospect
from kundebro.prospects.queries.sync import (
    ACCOUNT_SIDES,
    COLUMNS,
    SyncRules,
    differing_fields,
    in_step_since,
    out_of_step,
    records_of,
    sync_rules,
)

PORTION: Final = 500


def register_invariants() -> None:
    """Everything below."""
    register(id="I-10", title=_("What is kept in step differs only from before"), check=in_step)
    register(id="I-11", title=_("Each account number is given once"), check=numbers)


def numbers() -> Iterator[Breach]:
    """Numbers that two prospects have, and numbers kept in another spelling than the one they are compared in."""
    twice = Prospect.objects.values("number_key").annotate(n=Count("pk")).filter(n__gt=1).order_by("number_key")
    yield from found(Prospect._meta.label, twice.values_list("number_key", flat=True))
    rows = Prospect.objects.order_by("pk").values_list("pk", "number", "number_key").iterator(chunk_size=CHUNK)
    yield from found(Prospect._meta.label, (pk for pk, number, key in rows if number_key(number) != key))


def in_step() -> Iterator[Breach]:
    """Shared fields that differ although one of the records was changed after sync was set up and they were linked."""
    rules = sync_rules()
    for side in ACCOUNT_SIDES if rules.is_on else ():
        rows = out_of_step(side).select_related(side.value).order_by("pk").iterator(chunk_size=PORTION)
        yield from found(f"prospects out of step with their {side.value}", _late_ones(rows, side, rules))


def _late_ones(rows: Iterator[Prospect], side: Side, rules: SyncRules) -> Iterator[int]:
    while portion := list(islice(rows, PORTION)):
        yield from _lagging(portion, side, rules)


def _lagging(prospects: list[Prospect], side: Side, rules: SyncRules) -> Iterator[int]:
    """The prospects with a difference whose latest change should have travelled."""
    since = in_step_since([prospect.pk for prospect in prospects])
    pairs = {
        prospect.pk: {each: records_of(prospect)[each] for each in (Side.PROSPECT, side)} for prospect in prospects
    }
    accounts = {pk: pair[side].pk for pk, pair in pairs.items()}
    own = _latest_changes(Prospect, since)
    theirs = _latest_changes(type(next(iter(pairs.values()))[side]), accounts.values())
    for pk, pair in pairs.items():
        for name in differing_fields(pair):
            column = COLUMNS[name]
            mine, other = own.get((pk, column), 0), theirs.get((accounts[pk], column), 0)
            travels_from = FieldOwner.CRM if mine > other else FieldOwner.FINANCE
            if max(mine, other) > since[pk] and rules.owner(name) in (FieldOwner.BOTH, travels_from):
                yield pk
                break


def _latest_changes(model: type[Tracked], keys: Iterable[int]) -> dict[tuple[int, str], int]:
    """By row and column: the change in history that its value is from; an undo brings back an older one's."""
    latest: dict[tuple[int, str], int] = {}
    before: dict[tuple[int, str, int], int] = {}
    changes = Change.objects.filter(
        content_type=ContentType.objects.get_for_model(model), object_id__among=list(keys), kind=Change.Kind.UPDATED
    )
    told = changes.order_by("pk").values_list("object_id", "pk", "values", "changeset_id", "changeset__undoes_id")
    for key, change, values, changeset, undoes in told:
        for column in values:
            before.setdefault((key, column, changeset), latest.get((key, column), 0))
            latest[key, column] = before.get((key, column, undoes), change) if undoes else change
    return latest
