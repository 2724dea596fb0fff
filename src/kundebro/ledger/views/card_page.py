"""What the card's templates are given."""

from dataclasses import dataclass
from functools import cached_property
from typing import Final
from urllib.parse import urlencode

from django.utils.functional import Promise
from django.utils.translation import gettext as _

from kundebro.core.components import Action, ShownGroup, ShownPanel, Tab
from kundebro.history.record_page import WithHistory
from kundebro.ledger.card import ENTRIES, GROUPS, HISTORY, MASTER, TABS, Group
from kundebro.ledger.forms.settling import SettleForm
from kundebro.ledger.models import OpenItem, PartyAccount, Settlement
from kundebro.ledger.obstacles import at_a_glance
from kundebro.ledger.panels import Added, Related, additions
from kundebro.ledger.queries import open_entries_of, settlements_on
from kundebro.ledger.subledgers import SubLedger
from kundebro.users.models import User
from kundebro.users.requests import SignedInRequest

ENTRIES_SHOWN: Final = 200
SETTLEMENTS_SHOWN: Final = 20


@dataclass(frozen=True)
class Flag:
    """A word beside the name."""

    text: str | Promise
    tone: str = "neutral"
    icon: str = ""


@dataclass(kw_only=True)
class CardPage(WithHistory):
    """One account's card as one user sees it."""

    request: SignedInRequest
    ledger: SubLedger
    account: PartyAccount
    tab: str = MASTER
    refusal: str = ""
    ticked: frozenset[int] = frozenset()

    @property
    def user(self) -> User:
        """Who looks."""
        return self.request.user

    @cached_property
    def may_edit(self) -> bool:
        """Whether the user may correct the account."""
        return self.user.has_perm(self.ledger.permission("change"))

    @cached_property
    def may_archive(self) -> bool:
        """Whether the user may put the account away and take it back."""
        return self.user.has_perm(self.ledger.permission("archive"))

    @cached_property
    def may_post(self) -> bool:
        """Whether the user may post on accounts."""
        return self.user.has_perm("ledger.post_entry")

    @property
    def may_settle(self) -> bool:
        """Whether the user may settle entries of this account."""
        return self.may_post and not self.account.is_archived

    @cached_property
    def sees_amounts(self) -> bool:
        """Whether the user may see what is owed."""
        return sees_amounts(self.user)

    @property
    def title(self) -> str:
        """What the browser calls the page."""
        return str(self.account)

    @property
    def list_url(self) -> str:
        """The list of such accounts."""
        return self.ledger.url("list")

    @property
    def url(self) -> str:
        """The card's address with its tab."""
        return self._url(self.tab)

    @property
    def archive_url(self) -> str:
        """Where the account is put away."""
        return self._address("archive")

    @property
    def archive_later_url(self) -> str:
        """Where the account is told to put itself away when nothing is owed."""
        return self._address("archive-later")

    @property
    def statement_url(self) -> str:
        """What was posted on the account."""
        return self._address("statement")

    @property
    def settle_url(self) -> str:
        """Where ticked entries are settled."""
        return self._address("settle")

    @property
    def ticked_url(self) -> str:
        """What ticked entries come to."""
        return self._address("ticked")

    @property
    def unarchive_url(self) -> str:
        """Where the account is taken back."""
        return self._address("unarchive")

    @cached_property
    def flags(self) -> list[Flag]:
        """What one must know at a glance."""
        account, found = self.account, []
        if account.is_archived:
            found.append(Flag(_("Archived"), "warn", "archive"))
        if account.is_barred:
            found.append(Flag(_("Barred"), "bad", "lock"))
        if account.archives_when_settled:
            found.append(Flag(_("Archived when the balance is 0"), "info", "clock"))
        return found

    @cached_property
    def tabs(self) -> list[Tab]:
        """The tabs the user may open."""
        return [
            Tab(
                key=key,
                title=title,
                url=self._url(key),
                count=self.account.open_count if key == ENTRIES else None,
                is_current=key == self.tab,
            )
            for key, title in TABS.items()
            if key != ENTRIES or self.sees_amounts
        ]

    @cached_property
    def groups(self) -> list[ShownGroup]:
        """The open tab's groups."""
        return [self.shown(group) for group in GROUPS[self.ledger.kind].values() if group.tab == self.tab]

    @property
    def is_history(self) -> bool:
        """Whether the open tab tells the history."""
        return self.tab == HISTORY

    @property
    def is_entries(self) -> bool:
        """Whether the open tab shows what is unsettled."""
        return self.tab == ENTRIES

    @cached_property
    def entries(self) -> list[OpenItem]:
        """What is unsettled, the earliest due first."""
        return list(open_entries_of(self.account)[:ENTRIES_SHOWN])

    @cached_property
    def settlements(self) -> list[Settlement]:
        """The latest settlements that stand."""
        return list(settlements_on(self.account)[:SETTLEMENTS_SHOWN])

    @cached_property
    def settle_form(self) -> SettleForm:
        """The day of a settlement."""
        return SettleForm()

    @property
    def record(self) -> PartyAccount:
        """The page is about it."""
        return self.account

    @property
    def related(self) -> list[Related]:
        """The records of apps above that belong to the account."""
        return [each for added in self._added for each in added.related]

    @cached_property
    def panels(self) -> list[ShownPanel]:
        """The sections of apps above, behind the buttons at the foot."""
        wanted = self.request.GET.get("panel", "")
        return [
            ShownPanel(
                key=panel.key,
                title=panel.title,
                icon=panel.icon,
                url=panel.url,
                card_url=self._address("card") + self._query(self.tab, panel.key),
                count=panel.count,
                is_open=panel.key == wanted,
            )
            for added in self._added
            for panel in added.panels
        ]

    @property
    def open_panel(self) -> ShownPanel | None:
        """The section that the address asks to have open."""
        return next((panel for panel in self.panels if panel.is_open), None)

    @cached_property
    def actions(self) -> list[Action]:
        """Flere funktioner."""
        role = "" if self.may_archive else _("Your role does not include this.")
        hidden = "" if self.sees_amounts else _("Your role does not include this.")
        found = [Action(title=_("Statement"), url=self.statement_url, icon="file-text", reason=hidden)]
        if not self.account.is_archived:
            found.extend(self._postings())
        found += [action for added in self._added for action in added.actions]
        if self.account.is_archived:
            found.append(
                Action(
                    title=_("Bring back"),
                    url=self.unarchive_url,
                    icon="archive-off",
                    method="post",
                    reason=role,
                    has_line_above=True,
                )
            )
            return found
        found.append(
            Action(
                title=_("Archive"),
                url=self.archive_url,
                icon="archive",
                method="dialog",
                reason=role or self._in_the_way(),
                why_url="" if role else self.archive_url,
                has_line_above=True,
            )
        )
        if self._in_the_way() and not self.account.archives_when_settled:
            found.append(
                Action(
                    title=_("Archive when the balance is 0"),
                    url=self.archive_later_url,
                    icon="clock",
                    method="post",
                    reason=role,
                )
            )
        return found

    def document_url(self, name: str) -> str:
        """Where an invoice, a credit note or a payment is posted."""
        return self._address(name)

    def edit_url(self, key: str) -> str:
        """Where a group is edited."""
        return self._address("edit", key) + self._query(self.tab)

    def group_url(self, key: str) -> str:
        """Where a group is read."""
        return self._address("group", key) + self._query(self.tab)

    def shown(self, group: Group) -> ShownGroup:
        """One group in read view."""
        url = self.edit_url(group.key) if self.may_edit else ""
        return ShownGroup(group=group, facts=group.facts(self.account), edit_url=url)

    def _postings(self) -> list[Action]:
        reason = "" if self.may_post else _("Your role does not include this.")
        words = (
            (_("Post an invoice"), "invoice", "file-invoice"),
            (_("Post a credit note"), "credit-note", "receipt"),
            (_("Register a payment"), "payment", "cash"),
        )
        return [
            Action(title=title, url=self.document_url(name), icon=icon, method="dialog", reason=reason)
            for title, name, icon in words
        ]

    def _in_the_way(self) -> str:
        """Why the account cannot be archived, as far as the row itself knows and the user may see."""
        if not self.sees_amounts:
            return ""
        return at_a_glance(self.account)

    def _address(self, name: str, *more: str) -> str:
        return self.ledger.url(name, self.account.pk, *more)

    def _url(self, tab: str) -> str:
        return self._address("card") + self._query(tab)

    @cached_property
    def _added(self) -> list[Added]:
        return [addition.to(self.account, self.user) for addition in additions]

    @staticmethod
    def _query(tab: str, panel: str = "") -> str:
        told = {"tab": "" if tab == MASTER else tab, "panel": panel}
        query = urlencode({name: value for name, value in told.items() if value})
        return f"?{query}" if query else ""


def sees_amounts(user: User) -> bool:
    """Whether the user may see what is owed."""
    return user.has_perm("ledger.view_amounts")


def open_tab(request: SignedInRequest) -> str:
    """The tab that the address asks for; the first one when it asks for none or one the user cannot have."""
    wanted = request.GET.get("tab", MASTER)
    is_allowed = wanted != ENTRIES or sees_amounts(request.user)
    return wanted if wanted in TABS and is_allowed else MASTER
