"""What the card's templates are given."""

from dataclasses import dataclass
from functools import cached_property
from typing import Final
from uuid import uuid4

from django.urls import reverse
from django.utils import timezone
from django.utils.functional import Promise
from django.utils.text import capfirst
from django.utils.translation import gettext as _

from kundebro.core.components import Action, ShownGroup, ShownPanel, Tab
from kundebro.core.money import Money
from kundebro.history.record_page import WithHistory
from kundebro.ledger.choices import PartyKind
from kundebro.ledger.obstacles import at_a_glance
from kundebro.prospects.card import CREDITOR, DEBTOR, HISTORY, MASTER, NOTES, TABS, Group, groups_of
from kundebro.prospects.choices import IntendedRole
from kundebro.prospects.models import ProductionUnit, Prospect
from kundebro.prospects.operations.in_step import may_bring_in_step
from kundebro.prospects.operations.transfer import rights_to_transfer
from kundebro.prospects.panels import Panel, ShownStep, next_step, panels_for
from kundebro.prospects.queries.archive import accounts_of
from kundebro.prospects.queries.sync import differing_fields, records_of
from kundebro.prospects.tables import tone_of
from kundebro.prospects.views.trail import Trail
from kundebro.prospects.views.transfer_page import Readiness
from kundebro.users.models import User
from kundebro.users.queries import preference
from kundebro.users.requests import SignedInRequest

PREFERENCE: Final = "prospects.fields"
FEW, ALL = "few", "all"
ANY_GROUP: Final = "any"


@dataclass(frozen=True)
class Flag:
    """A word beside the name."""

    text: str | Promise
    tone: str = "neutral"
    icon: str = ""


@dataclass(kw_only=True)
class CardPage(WithHistory):
    """One prospect's card as one user sees it."""

    request: SignedInRequest
    prospect: Prospect
    tab: str = MASTER

    @property
    def user(self) -> User:
        """Who looks."""
        return self.request.user

    @cached_property
    def trail(self) -> Trail:
        """The list one came from."""
        return Trail.read(self.request)

    @cached_property
    def may_edit(self) -> bool:
        """Whether the user may correct the prospect."""
        return self.user.has_perm("prospects.change_prospect")

    @cached_property
    def shows_all(self) -> bool:
        """Whether the user wants to see empty fields too."""
        return bool(preference(self.user, PREFERENCE, FEW) == ALL)

    @cached_property
    def url(self) -> str:
        """The card's address with its tab and its list."""
        return self._url(self.tab)

    @cached_property
    def title(self) -> str:
        """What the browser calls the page."""
        return f"{self.prospect.number} {self.prospect.name}"

    @cached_property
    def neighbours(self) -> tuple[str, str]:
        """The cards before and after in the list one came from."""
        return self.trail.neighbours(self.prospect, seen_by=self.user, tab="" if self.tab == MASTER else self.tab)

    @cached_property
    def flags(self) -> list[Flag]:
        """What one must know at a glance."""
        prospect, found = self.prospect, []
        if prospect.archived_at:
            found.append(Flag(_("Archived"), "warn", "archive"))
        if prospect.is_debtor:
            found.append(Flag(_("Debtor"), "good", "file-invoice"))
        if prospect.is_creditor:
            found.append(Flag(_("Creditor"), "good", "receipt"))
        if status := prospect.status:
            found.append(Flag(status.name, tone_of(status.colour)))
        if prospect.intended_role != IntendedRole.CUSTOMER:
            is_supplier = prospect.intended_role == IntendedRole.SUPPLIER
            kind = _("Candidate supplier") if is_supplier else capfirst(prospect.get_intended_role_display())
            found.append(Flag(kind, "brand"))
        if prospect.customer_type:
            found.append(Flag(prospect.customer_type.upper()))
        if prospect.is_advertising_protected:
            found.append(Flag(_("Protected against advertising"), "warn", "shield-lock"))
        if prospect.is_gdpr_approved:
            found.append(Flag(_("GDPR OK"), "good", "shield-check"))
        return found

    @property
    def quoted(self) -> Money:
        """TilbudKr: what is quoted in open sales projects."""
        return Money(self.prospect.quotes_total_ore)

    @property
    def potential_value(self) -> Money:
        """Værdi: what that is worth."""
        return Money(self.prospect.potential_value_ore)

    @property
    def lacks_follow_up(self) -> bool:
        """Whether nobody has planned to go on with the prospect, or the day has passed."""
        day = self.prospect.next_follow_up_on
        return not self.prospect.is_archived and (day is None or day < timezone.localdate())

    @cached_property
    def next_step(self) -> ShownStep:
        """What is to be done next."""
        return next_step(self.prospect, self.user)

    @property
    def top_panels(self) -> list[tuple[Panel, str]]:
        """What stands above the tabs, with where it is loaded from."""
        shown = [panel for panel in panels_for(self.user, "top") if panel.count is None or panel.count(self.prospect)]
        return [(panel, panel.url(self.prospect)) for panel in shown]

    @cached_property
    def tabs(self) -> list[Tab]:
        """The card's own tabs and those of apps above, the history last."""
        own: list[tuple[str, str | Promise, int | None]] = [(key, title, None) for key, title in TABS.items()]
        own[-1:-1] = [
            (panel.key, panel.title, panel.count(self.prospect) if panel.count else None) for panel in self._tab_panels
        ]
        return [
            Tab(key=key, title=title, url=self._url(key), count=count, is_current=key == self.tab)
            for key, title, count in own
        ]

    @cached_property
    def foreign_tab(self) -> Panel | None:
        """The open tab when it belongs to an app above."""
        return next((panel for panel in self._tab_panels if panel.key == self.tab), None)

    @property
    def foreign_tab_url(self) -> str:
        """Where the open tab of an app above is loaded from."""
        return self.foreign_tab.url(self.prospect) if self.foreign_tab else ""

    @property
    def beside_urls(self) -> list[str]:
        """What stands to the right of the first tab, and with the notes: where it is loaded from."""
        if self.tab not in (MASTER, NOTES):
            return []
        return [panel.url(self.prospect) for panel in self._tab_panels if panel.is_beside]

    @cached_property
    def groups(self) -> list[ShownGroup]:
        """The open tab's groups; those with nothing to show are left out."""
        return [each for each in self._all_groups if each.facts]

    @cached_property
    def readiness(self) -> Readiness | None:
        """On the tabs Debtor and Creditor: what is missing before the transfer, what it came to afterwards."""
        if self.tab not in (DEBTOR, CREDITOR):
            return None
        return Readiness(prospect=self.prospect, kind=PartyKind(self.tab), user=self.user)

    @property
    def is_history(self) -> bool:
        """Whether the open tab tells the history."""
        return self.tab == HISTORY

    @cached_property
    def hidden_count(self) -> int:
        """How many empty fields are not shown because the user wants fewer."""
        return sum(each.hidden for each in self._all_groups)

    @cached_property
    def production_units(self) -> list[ProductionUnit]:
        """The prospect's P-numbers."""
        return list(self.prospect.production_units.all())

    @property
    def record(self) -> Prospect:
        """The page is about it."""
        return self.prospect

    @cached_property
    def panels(self) -> list[ShownPanel]:
        """What stands behind the buttons at the foot."""
        wanted = self.request.GET.get("panel", "")
        return [
            ShownPanel(
                key=panel.key,
                title=panel.title,
                icon=panel.icon,
                url=panel.url(self.prospect),
                card_url=self._url(self.tab, panel=panel.key),
                count=panel.count(self.prospect) if panel.count else None,
                is_open=panel.key == wanted,
            )
            for panel in panels_for(self.user, "bottom")
        ]

    @property
    def open_panel(self) -> ShownPanel | None:
        """The section that the address asks to have open."""
        return next((panel for panel in self.panels if panel.is_open), None)

    @cached_property
    def actions(self) -> list[Action]:
        """Flere funktioner."""
        return [
            *(self._transferring(kind) for kind in PartyKind),
            self._bringing_in_step(),
            Action(
                title=_("Copy"),
                url=f"{self._reverse('copy')}?key={uuid4()}",
                icon="copy",
                method="post",
                reason=self._refusal("prospects.add_prospect"),
                has_line_above=True,
            ),
            Action(title=_("Print"), url=self._reverse("print"), icon="printer"),
            Action(title=_("vCard"), url=self._reverse("vcard"), icon="address-book"),
            self._archiving(),
        ]

    def shown(self, group: Group) -> ShownGroup:
        """One group in read view."""
        every = group.facts(self.prospect)
        facts = every if self.shows_all else [fact for fact in every if fact.is_wanted]
        url = self._edit_url.replace(ANY_GROUP, group.key, 1) if self.may_edit else ""
        return ShownGroup(group=group, facts=facts, edit_url=url, hidden=len(every) - len(facts))

    @cached_property
    def _all_groups(self) -> list[ShownGroup]:
        return [self.shown(group) for group in groups_of(self.tab)]

    @cached_property
    def _edit_url(self) -> str:
        return reverse("prospects:edit", args=[self.prospect.pk, ANY_GROUP]) + self._query

    @cached_property
    def _query(self) -> str:
        return self.trail.query(tab=self._tab_query(self.tab))

    def _transferring(self, kind: PartyKind) -> Action:
        is_debtor = kind == PartyKind.DEBTOR
        reason = "" if self.user.has_perms(rights_to_transfer(kind)) else _("Your role does not include this.")
        if account := self.prospect.account(kind):
            reason = _("It is %(number)s already.") % {"number": account.number}
        elif self.prospect.is_archived:
            reason = reason or _("It is archived. Bring it back first.")
        return Action(
            title=_("Transfer to debtor") if is_debtor else _("Transfer to creditor"),
            url=self._reverse(f"transfer-to-{kind.value}") + self._query,
            icon="file-invoice" if is_debtor else "receipt",
            method="dialog",
            reason=reason,
        )

    def _bringing_in_step(self) -> Action:
        records = records_of(self.prospect)
        reason = "" if may_bring_in_step(self.user, self.prospect) else _("Your role does not include this.")
        if len(records) == 1:
            reason = _("It has no debtor or creditor.")
        elif next(differing_fields(records), None) is None:
            reason = _("Nothing differs.")
        return Action(
            title=_("Bring in step"),
            url=self._reverse("in-step") + self._query,
            icon="arrows-left-right",
            method="dialog",
            reason=reason,
        )

    def _archiving(self) -> Action:
        reason = self._refusal("prospects.archive_prospect")
        if self.prospect.is_archived:
            url = self._reverse("unarchive") + self._query
            return Action(
                title=_("Bring back"), url=url, icon="archive-off", method="post", reason=reason, has_line_above=True
            )
        url = self._reverse("archive") + self._query
        in_the_way = "" if reason else self._in_the_way()
        return Action(
            title=_("Archive"),
            url=url,
            icon="archive",
            method="dialog",
            reason=reason or in_the_way,
            why_url=url if in_the_way else "",
            has_line_above=True,
        )

    def _in_the_way(self) -> str:
        """What the accounts owe, or that only bookkeeping archives them."""
        accounts = [account for account in accounts_of(self.prospect) if not account.is_archived]
        if not all(self.user.has_perm(f"ledger.archive_{account.kind.value}") for account in accounts):
            return _("Its account belongs to the books.")
        return ", ".join(filter(None, map(at_a_glance, accounts)))

    def _refusal(self, permission: str) -> str:
        return "" if self.user.has_perm(permission) else _("Your role does not include this.")

    def _reverse(self, name: str) -> str:
        return reverse(f"prospects:{name}", args=[self.prospect.pk])

    def _url(self, tab: str, panel: str = "") -> str:
        return self._card_url + self.trail.query(tab=self._tab_query(tab), panel=panel)

    @cached_property
    def _card_url(self) -> str:
        return self._reverse("card")

    @staticmethod
    def _tab_query(tab: str) -> str:
        return "" if tab == MASTER else tab

    @cached_property
    def _tab_panels(self) -> list[Panel]:
        return panels_for(self.user, "tab")


def open_tab(request: SignedInRequest) -> str:
    """The tab that the address asks for; the first one when it asks for none or one the user cannot have."""
    wanted = request.GET.get("tab", MASTER)
    foreign = {panel.key for panel in panels_for(request.user, "tab")}
    return wanted if wanted in TABS or wanted in foreign else MASTER
