"""What keeps prospects from being put away: their accounts."""

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass

from django.db.models import Q
from django.utils.translation import gettext as _

from kundebro.ledger.choices import PartyKind
from kundebro.ledger.models import PartyAccount
from kundebro.ledger.obstacles import Obstacle, obstacles_of, only_the_balance
from kundebro.prospects.models import Prospect, ProspectQuerySet
from kundebro.users.models import User


@dataclass(frozen=True)
class HeldBack:
    """A prospect with an account that cannot be put away, or not by the user, and what is in the way."""

    prospect: Prospect
    account: PartyAccount
    obstacles: Sequence[Obstacle]

    @property
    def may_wait(self) -> bool:
        """Whether the account may be told to put itself away once nothing is owed."""
        return only_the_balance(self.obstacles) and not self.account.archives_when_settled


def held_back(prospects: ProspectQuerySet, *, by: User) -> list[HeldBack]:
    """The accounts that keep some of the active prospects from being put away by the user."""
    rows = prospects.active().filter(Q(debtor__isnull=False) | Q(creditor__isnull=False))
    return [
        HeldBack(row, account, obstacles)
        for row in rows.select_related("debtor", "creditor").order_by("sort_name", "pk")
        for account in accounts_of(row)
        if not account.is_archived and (obstacles := _obstacles(account, by))
    ]


def may_be_put_away(account: PartyAccount, by: User) -> bool:
    """Whether the locked account is put away already, or nothing is in the way of the user's doing it."""
    return account.is_archived or (by.has_perm(f"ledger.archive_{account.kind.value}") and not obstacles_of(account))


def accounts_of(
    prospect: Prospect, known: Mapping[tuple[str, int], PartyAccount] | None = None
) -> Iterator[PartyAccount]:
    """The prospect's debtor and creditor, as they were read before if they are known."""
    for kind, key in ((PartyKind.DEBTOR, prospect.debtor_id), (PartyKind.CREDITOR, prospect.creditor_id)):
        account = known[kind.value, key] if known and key else prospect.account(kind) if key else None
        if account is not None:
            yield account


def _obstacles(account: PartyAccount, by: User) -> list[Obstacle]:
    """What is in the way, in words that tell nothing the user may not see."""
    found = obstacles_of(account)
    if found and not by.has_perm("ledger.view_amounts"):
        found = [Obstacle(kind="hidden", sentence=_("It is not settled."))]
    if by.has_perm(f"ledger.archive_{account.kind.value}"):
        return found
    told = _("It belongs to the books. Ask a bookkeeper to archive it first.")
    return [Obstacle(kind="right", sentence=told, url=account.get_absolute_url()), *found]
