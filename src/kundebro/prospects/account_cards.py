"""What the card of a debtor or creditor shows of the prospect behind it."""

from django.urls import reverse
from django.utils.translation import gettext as _

from kundebro.core.components import Action
from kundebro.ledger.models import PartyAccount
from kundebro.ledger.panels import Added, Addition, Panel, Related, additions
from kundebro.prospects.models import Prospect
from kundebro.prospects.operations.of_account import rights_to_create_of
from kundebro.prospects.panels import panels_for
from kundebro.prospects.queries.transfer import prospect_behind
from kundebro.users.models import User


def register_additions() -> None:
    """The prospect and all that belongs to it, on every account's card."""
    additions.register(Addition("prospect", prospect_on_card))


def prospect_on_card(account: PartyAccount, user: User) -> Added:
    """The prospect with what stands at the foot of its own card, or the way to give the account one."""
    prospect = prospect_behind(account)
    if prospect is None:
        return Added(actions=[_creating(account, user)])
    if not Prospect.objects.visible_to(user).filter(pk=prospect.pk).exists():
        return Added()
    panels = [
        Panel(
            key=panel.key,
            title=panel.title,
            url=panel.url(prospect),
            icon=panel.icon,
            count=panel.count(prospect) if panel.count else None,
        )
        for panel in (*panels_for(user, "tab"), *panels_for(user, "bottom"))
    ]
    return Added(
        related=[Related(title=_("Prospect"), name=prospect.number, url=prospect.get_absolute_url())], panels=panels
    )


def _creating(account: PartyAccount, user: User) -> Action:
    may = user.has_perms(rights_to_create_of(account.kind))
    return Action(
        title=_("Create prospect"),
        url=reverse(f"prospects:of-{account.kind.value}", args=[account.pk]),
        icon="building",
        method="dialog",
        reason="" if may else _("Your role does not include this."),
    )
