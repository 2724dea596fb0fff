"""What keeps an account from being archived; apps above add what they know of."""

from collections.abc import Callable, Iterable
from dataclasses import dataclass

from django.utils.functional import Promise
from django.utils.translation import gettext as _

from kundebro.core.money import Money
from kundebro.core.registry import Registry
from kundebro.ledger.models import PartyAccount


@dataclass(frozen=True, kw_only=True)
class Obstacle:
    """One thing in the way: its kind (`balance`, `open_item`, `draft` …), a sentence, the amount and where it lies."""

    kind: str
    sentence: str
    amount: Money | None = None
    pk: int | None = None
    url: str = ""


@dataclass(frozen=True)
class Watch:
    """Someone who knows of obstacles."""

    key: str
    title: str | Promise
    of: Callable[[PartyAccount], Iterable[Obstacle]]


watches: Registry[Watch] = Registry(key=lambda watch: watch.key)


def obstacles_of(account: PartyAccount) -> list[Obstacle]:
    """Everything in the way of archiving the account, as it stands in the database."""
    return [obstacle for watch in watches for obstacle in watch.of(account)]


def only_the_balance(obstacles: Iterable[Obstacle]) -> bool:
    """Whether payment alone clears the way, so that the account may wait for it."""
    kinds = {obstacle.kind for obstacle in obstacles}
    return bool(kinds) and kinds <= {"balance", "open_item"}


def at_a_glance(account: PartyAccount) -> str:
    """What is in the way as far as the row itself knows: balance and number of open entries."""
    reasons = []
    if account.balance_ore:
        reasons.append(_("balance %(amount)s") % {"amount": account.balance})
    if account.open_count:
        reasons.append(_("open entries: %(count)d") % {"count": account.open_count})
    return ", ".join(reasons)
