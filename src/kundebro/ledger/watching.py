"""What the sub-ledgers themselves know to be in the way of archiving an account."""

from collections.abc import Iterator

from django.urls import reverse
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from kundebro.ledger.card import ENTRIES
from kundebro.ledger.models import JournalLine, PartyAccount
from kundebro.ledger.obstacles import Obstacle, Watch, watches
from kundebro.ledger.queries.entries import open_entries_of


def balance_of(account: PartyAccount) -> Iterator[Obstacle]:
    """A balance that is not 0."""
    if account.balance_ore:
        sentence = _("The balance is %(amount)s.") % {"amount": account.balance}
        url = reverse(f"ledger:{account.kind.value}-statement", args=[account.pk])
        yield Obstacle(kind="balance", sentence=sentence, amount=account.balance, url=url)


def open_items_of(account: PartyAccount) -> Iterator[Obstacle]:
    """Each entry that is not settled, although all of them may come to 0."""
    for item in open_entries_of(account):
        told = {"entry": item.line.entry, "amount": item.remaining}
        yield Obstacle(
            kind="open_item",
            sentence=_("Voucher %(entry)s has %(amount)s open.") % told,
            amount=item.remaining,
            pk=item.pk,
            url=f"{account.get_absolute_url()}?tab={ENTRIES}",
        )


def drafts_of(account: PartyAccount) -> Iterator[Obstacle]:
    """Each line of the journal that is not posted yet."""
    for draft in JournalLine.objects.filter(**{account.kind.value: account}):
        sentence = _("The journal holds a line of %(amount)s.") % {"amount": draft.amount}
        url = reverse("ledger:journal-line", args=[draft.pk])
        yield Obstacle(kind="draft", sentence=sentence, amount=draft.amount, pk=draft.pk, url=url)


def register_watches() -> None:
    """Name the obstacles of this app."""
    watches.register(Watch("balance", gettext_lazy("balance"), balance_of))
    watches.register(Watch("open_item", gettext_lazy("open entries"), open_items_of))
    watches.register(Watch("draft", gettext_lazy("journal"), drafts_of))
