"""What the sub-ledgers themselves know to be in the way of archiving an account."""

from collections.abc import Iterator

from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from kundebro.ledger.models import PartyAccount
from kundebro.ledger.obstacles import Obstacle, Watch, watches


def balance_of(account: PartyAccount) -> Iterator[Obstacle]:
    """A balance that is not 0."""
    if account.balance_ore:
        sentence = _("The balance is %(amount)s.") % {"amount": account.balance}
        yield Obstacle(kind="balance", sentence=sentence, amount=account.balance)


def register_watches() -> None:
    """Name the obstacles of this app."""
    watches.register(Watch("balance", gettext_lazy("balance"), balance_of))
