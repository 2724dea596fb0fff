"""What the dialog of a transfer and the tabs Debtor and Creditor are given."""

from collections.abc import Iterator
from dataclasses import dataclass
from functools import cached_property
from typing import Any

from django.db.models import Model
from django.urls import reverse
from django.utils.text import capfirst
from django.utils.translation import gettext as _

from kundebro.core.money import Money
from kundebro.ledger.choices import Origin, PartyKind
from kundebro.ledger.models import PartyAccount, Profile
from kundebro.ledger.terms import Term
from kundebro.prospects.card import GROUPS, Fact
from kundebro.prospects.choices import Side
from kundebro.prospects.models import Prospect
from kundebro.prospects.operations.in_step import may_bring_in_step
from kundebro.prospects.operations.transfer import rights_to_transfer
from kundebro.prospects.queries.sync import differing_fields, records_of, sync_rules
from kundebro.prospects.queries.transfer import (
    ACCOUNTS,
    Step,
    account_numbered,
    accounts_alike,
    agrees,
    checklist,
    has_prospect,
    named_profile,
    prospective_terms,
)
from kundebro.users.models import User

CARRIED = ("address", "numbers", "reach", "attention", "visit")


def account_url(account: PartyAccount) -> str:
    """The account's card; empty where there is none."""
    address = getattr(account, "get_absolute_url", None)
    return address() if address else ""


def carried_facts(prospect: Prospect) -> list[Fact]:
    """What prospect and account share, as far as it is filled in and no term."""
    facts = [fact for key in CARRIED for fact in GROUPS[key].facts(prospect)]
    return [fact for fact in facts if fact.value and fact.key not in ("language", "email_domain")]


@dataclass(frozen=True)
class Carried:
    """A value of the new account beside the prospect's, and where it comes from."""

    title: str
    prospect: object
    account: object
    origin: str = ""


@dataclass(frozen=True)
class Found:
    """An account that is there already, and whether the prospect may be linked to it."""

    account: PartyAccount
    reason: str
    may_link: bool

    @property
    def url(self) -> str:
        """Its card."""
        return account_url(self.account)


@dataclass(kw_only=True)
class Readiness:
    """The checklist of one sub-ledger and, after the transfer, the account."""

    prospect: Prospect
    kind: PartyKind
    user: User

    @property
    def is_debtor(self) -> bool:
        """Whether it is about a debtor, not a creditor."""
        return self.kind == PartyKind.DEBTOR

    @cached_property
    def account(self) -> PartyAccount | None:
        """The account, after the transfer."""
        return self.prospect.account(self.kind)

    @property
    def account_url(self) -> str:
        """Its card."""
        return account_url(self.account) if self.account else ""

    @cached_property
    def is_in_step(self) -> bool:
        """Whether prospect and account follow each other from now on."""
        return sync_rules().is_on

    @cached_property
    def difference_count(self) -> int:
        """In how many shared fields prospect and account differ."""
        records = records_of(self.prospect)
        return len(list(differing_fields({side: records[side] for side in (Side.PROSPECT, Side(self.kind.value))})))

    @property
    def in_step_url(self) -> str:
        """Where the differences are levelled; empty when the user may not."""
        may = may_bring_in_step(self.user, self.prospect)
        return reverse("prospects:in-step", args=[self.prospect.pk]) if may else ""

    @property
    def shows_amounts(self) -> bool:
        """Whether the user may see what is owed."""
        return self.user.has_perm("ledger.view_amounts")

    @cached_property
    def profile(self) -> Profile | None:
        """The profile that the account will follow."""
        return named_profile(self.prospect, self.kind)

    @cached_property
    def terms(self) -> dict[str, Term]:
        """The account's terms and where they come from."""
        return prospective_terms(self.prospect, self.kind, self.profile)

    @cached_property
    def steps(self) -> list[Step]:
        """What the account should have."""
        return checklist(self.prospect, self.kind, self.terms, self.profile)

    @property
    def missing(self) -> list[Step]:
        """What it will lack."""
        return [step for step in self.steps if not step.is_ready]

    @property
    def given(self) -> list[Carried]:
        """What profile and company will give."""
        return [row for row in self.term_rows() if row.origin]

    @property
    def transfer_url(self) -> str:
        """Where the transfer is confirmed; empty when the user may not, or it cannot be done now."""
        if self.account or self.prospect.is_archived or not self.user.has_perms(rights_to_transfer(self.kind)):
            return ""
        return reverse(f"prospects:transfer-to-{self.kind.value}", args=[self.prospect.pk])

    def term_rows(self) -> Iterator[Carried]:
        """The terms that hold something, as text."""
        for name, term in self.terms.items():
            if term.value is None:
                continue
            field: Any = ACCOUNTS[self.kind]._meta.get_field(name)
            is_own = term.origin == Origin.OWN
            shown = self._shown(field, term)
            origin = "" if is_own else str(term.origin.label)
            yield Carried(capfirst(str(field.verbose_name)), shown if is_own else "", shown, origin)

    def _shown(self, field: Any, term: Term) -> str:
        if field.is_relation:
            row = term.value if isinstance(term.value, Model) else getattr(self.prospect, field.name)
            return str(row)
        if field.choices:
            return str(dict(field.flatchoices)[term.value])
        return str(Money(term.value))


@dataclass(kw_only=True)
class Preview(Readiness):
    """What the transfer would do with the profile and the number chosen in the dialog; nothing of it is written."""

    chosen: Profile | None
    number: str

    @cached_property
    def profile(self) -> Profile | None:
        """The profile chosen in the dialog."""
        return self.chosen

    @cached_property
    def rows(self) -> list[Carried]:
        """The new account beside the prospect: what is filled in."""
        rows = [Carried(_("Account number"), self.prospect.number, self.number)]
        rows.append(Carried(_("Name"), self.prospect.name, self.prospect.name))
        rows += [Carried(fact.name, fact.value, fact.value) for fact in carried_facts(self.prospect)]
        return [*rows, *self.term_rows()]

    @cached_property
    def holder(self) -> Found | None:
        """The account that has the number."""
        account = account_numbered(self.number, self.kind)
        return self._found(account, _("has the number")) if account else None

    @cached_property
    def alike(self) -> list[Found]:
        """Other accounts that may be this very company's."""
        others = accounts_alike(self.prospect, self.kind)
        holder = self.holder.account.pk if self.holder else None
        return [self._found(each, _("has the same CVR number")) for each in others if each.pk != holder]

    def _found(self, account: PartyAccount, reason: str) -> Found:
        return Found(account, reason, agrees(self.prospect, account) and not has_prospect(account))
