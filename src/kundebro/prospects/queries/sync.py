"""What prospects and their accounts share: which fields travel, and where the records differ."""

from collections.abc import Collection, Iterator, Mapping
from dataclasses import dataclass
from functools import reduce
from operator import or_
from typing import Final

from django.contrib.contenttypes.models import ContentType
from django.db.models import BooleanField, F, Func, Max, Q
from django.utils.text import capfirst

from kundebro.core.locks import hold_shared
from kundebro.history.models import Change
from kundebro.ledger.models import PartyAccount
from kundebro.parties.models import SHARED_FIELDS
from kundebro.prospects.card import shown
from kundebro.prospects.choices import FieldOwner, Side
from kundebro.prospects.models import OwnedField, Prospect, ProspectQuerySet, SyncSwitch

COLUMNS: Final[Mapping[str, str]] = {name: Prospect._meta.get_field(name).attname for name in SHARED_FIELDS}  # type: ignore[union-attr]
"""By shared field: the column it is kept in, on all three records."""

Record = Prospect | PartyAccount
ACCOUNT_SIDES: Final = (Side.DEBTOR, Side.CREDITOR)


@dataclass(frozen=True)
class SyncRules:
    """Whether sync is on, and which fields one side owns."""

    is_on: bool
    owners: Mapping[str, FieldOwner]

    def owner(self, field: str) -> FieldOwner:
        """Where the field is changed."""
        return self.owners.get(field, FieldOwner.BOTH)

    def columns_from(self, side: FieldOwner) -> frozenset[str]:
        """The columns whose changes on that side travel to the other."""
        if not self.is_on:
            return frozenset()
        return frozenset(column for name, column in COLUMNS.items() if self.owner(name) in (FieldOwner.BOTH, side))


@dataclass(frozen=True)
class Value:
    """What one of the records holds in a field."""

    side: Side
    text: str


@dataclass(frozen=True)
class Difference:
    """A shared field that does not hold the same on a prospect and its accounts."""

    field: str
    title: str
    owner: FieldOwner
    values: list[Value]


class Differs(Func):
    """Whether two columns hold different values, nothing being a value too."""

    template = "(%(expressions)s)"
    arg_joiner = " IS DISTINCT FROM "
    output_field = BooleanField()


def sync_rules(*, held: bool = False) -> SyncRules:
    """The set-up as it is now; `held`, it also stays so until the transaction ends."""
    if held:
        hold_shared(SyncSwitch.objects.all())
    is_on = SyncSwitch.objects.filter(is_on=True).exists()
    owners = OwnedField.objects.values_list("field", "owner") if is_on or not held else ()
    return SyncRules(is_on, {field: FieldOwner(owner) for field, owner in owners})


def title_of(field: str) -> str:
    """What people call a shared field."""
    return capfirst(str(Prospect._meta.get_field(field).verbose_name))  # type: ignore[union-attr]


def out_of_step(*sides: Side, fields: Collection[str] = SHARED_FIELDS) -> ProspectQuerySet:
    """The prospects that do not hold the same as an account of theirs, debtor or creditor, in all of the fields."""
    conditions = []
    for side in sides or ACCOUNT_SIDES:
        differing = (Q(Differs(F(name), F(f"{side.value}__{name}"))) for name in fields)
        conditions.append(Q(**{f"{side.value}__isnull": False}) & reduce(or_, differing))
    return Prospect.objects.filter(reduce(or_, conditions))


def records_of(prospect: Prospect) -> dict[Side, Record]:
    """The prospect and the accounts it has."""
    accounts: dict[Side, PartyAccount | None] = {Side.DEBTOR: prospect.debtor, Side.CREDITOR: prospect.creditor}
    return {Side.PROSPECT: prospect, **{side: account for side, account in accounts.items() if account}}


def differing_fields(records: Mapping[Side, Record]) -> Iterator[str]:
    """The shared fields that do not hold the same on all of the records."""
    for name, column in COLUMNS.items():
        if len({getattr(record, column) for record in records.values()}) > 1:
            yield name


def differences_of(prospect: Prospect, rules: SyncRules) -> list[Difference]:
    """Where the prospect and its accounts differ, with what each of them holds."""
    records = records_of(prospect)
    return [
        Difference(
            name,
            title_of(name),
            rules.owner(name),
            [Value(side, shown(name, getattr(record, name))) for side, record in records.items()],
        )
        for name in differing_fields(records)
    ]


def in_step_since(prospects: Collection[int]) -> dict[int, int]:
    """By key of a prospect: the change in history with which it was linked last, or sync set up, whichever is later."""
    kinds = [ContentType.objects.get_for_model(model) for model in (SyncSwitch, OwnedField)]
    set_up = Change.objects.filter(content_type__in=kinds).aggregate(latest=Max("pk"))["latest"] or 0
    links = Change.objects.filter(
        content_type=ContentType.objects.get_for_model(Prospect),
        object_id__among=list(prospects),
        values__has_any_keys=["debtor_id", "creditor_id"],
    )
    linked = dict(links.order_by("pk").values_list("object_id", "pk"))
    return {key: max(set_up, linked.get(key, 0)) for key in prospects}
