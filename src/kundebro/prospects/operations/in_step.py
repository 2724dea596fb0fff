"""Bring i trit: levels old differences between prospects and their accounts, as someone chose after looking at them."""

from collections.abc import Callable, Mapping
from typing import Any

from kundebro.history.recorder import recording
from kundebro.history.tracked import StaleWrite, save_many
from kundebro.ledger.choices import PartyKind
from kundebro.ledger.operations import change_details
from kundebro.prospects.choices import FieldOwner, Side
from kundebro.prospects.models import Prospect, ProspectQuerySet
from kundebro.prospects.operations.sync import hold, spread
from kundebro.prospects.queries.sync import ACCOUNT_SIDES, COLUMNS, differing_fields, records_of
from kundebro.prospects.queries.transfer import ACCOUNTS
from kundebro.users.models import User

Choose = Callable[[Prospect], Mapping[str, Side]]


def bring_in_step(
    prospect: Prospect,
    choices: Mapping[str, Side],
    *,
    by: User,
    versions: Mapping[Side, int],
    key: str | None = None,
) -> Prospect:
    """Give prospect and accounts, for each field chosen, the value that the chosen one of them holds.

    Raises StaleWrite when one of them is no longer at the version that was looked at.
    """
    with recording("prospects.bring-in-step", by=by, about=prospect, key=key) as record:
        if record.is_repeat:
            return record.result(Prospect)
        [locked] = _locked(Prospect.objects.filter(pk=prospect.pk))
        if {side: row.version for side, row in records_of(locked).items()} != dict(versions):
            raise StaleWrite(locked)
        _level([locked], lambda _prospect: choices)
        return record.returns(locked)


def bring_all_in_step(
    prospects: ProspectQuerySet, winners: Mapping[str, FieldOwner], *, by: User, key: str | None = None
) -> int:
    """Give prospects and accounts, for each field with a winner, what the winning side holds; returns how many changed.

    On the side of finance the debtor's value counts, the creditor's where there is no debtor.
    """

    def choose(prospect: Prospect) -> dict[str, Side]:
        finance = Side.DEBTOR if prospect.is_debtor else Side.CREDITOR
        return {name: Side.PROSPECT if winner == FieldOwner.CRM else finance for name, winner in winners.items()}

    with recording("prospects.bring-together", by=by, key=key) as record:
        if record.is_repeat:
            return record.changeset.change_count
        rows = [row for row in _locked(prospects) if row.is_debtor or row.is_creditor]
        return _level(rows, choose)


def may_bring_in_step(user: User, prospect: Prospect) -> bool:
    """Whether the user may correct the prospect and each account it has."""
    kinds = [kind for kind in PartyKind if prospect.account_key(kind) is not None]
    return user.has_perms(["prospects.change_prospect", *(f"ledger.change_{kind.value}" for kind in kinds)])


def _locked(prospects: ProspectQuerySet) -> list[Prospect]:
    """The prospects with their accounts as they are once nobody else can change them."""
    keys = list(prospects.values_list("pk", flat=True))
    hold(prospects=keys)
    return list(Prospect.objects.filter(pk__among=keys).select_related("debtor", "creditor").order_by("pk"))


def _level(prospects: list[Prospect], choose: Choose) -> int:
    """Write what is chosen on the records that differ from it; returns how many prospects that was about."""
    values: dict[Side, dict[int, dict[str, Any]]] = {side: {} for side in ACCOUNT_SIDES}
    touched = 0
    for prospect in prospects:
        records, chosen = records_of(prospect), choose(prospect)
        wanted = {
            COLUMNS[name]: getattr(records[chosen[name]], COLUMNS[name])
            for name in differing_fields(records)
            if chosen.get(name) in records
        }
        touched += bool(wanted)
        for column, value in wanted.items():
            setattr(prospect, column, value)
        for side in ACCOUNT_SIDES:
            if wanted and side in records:
                values[side][records[side].pk] = wanted
        prospect.doubt_address()
    changes = {prospect.pk: prospect.changes() for prospect in prospects}
    save_many(prospects)
    for side, of_accounts in values.items():
        if of_accounts:
            change_details(ACCOUNTS[PartyKind(side.value)], of_accounts)
    spread(changes)
    return touched
