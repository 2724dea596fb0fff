"""What apps above put on the card of a debtor or creditor."""

from collections.abc import Callable, Sequence
from dataclasses import dataclass

from django.utils.functional import Promise

from kundebro.core.components import Action
from kundebro.core.registry import Registry
from kundebro.ledger.models import PartyAccount
from kundebro.users.models import User


@dataclass(frozen=True, kw_only=True)
class Related:
    """A record that belongs to the account, named in the head of its card."""

    title: str | Promise
    name: str
    url: str


@dataclass(frozen=True, kw_only=True)
class Panel:
    """A section behind a button at the foot of the card: htmx loads it from `url`, a page of its own without script."""

    key: str
    title: str | Promise
    url: str
    icon: str = ""
    count: int | None = None


@dataclass(frozen=True, kw_only=True)
class Added:
    """What one app adds to the card of one account for one user."""

    related: Sequence[Related] = ()
    actions: Sequence[Action] = ()
    panels: Sequence[Panel] = ()


@dataclass(frozen=True)
class Addition:
    """An app that adds something; `to` is asked once each time a card is shown, so it must be cheap."""

    key: str
    to: Callable[[PartyAccount, User], Added]


additions: Registry[Addition] = Registry(key=lambda addition: addition.key)
