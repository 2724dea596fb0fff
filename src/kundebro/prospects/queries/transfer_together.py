"""What a transfer of several would do, row by row, asked for all of them at once."""

from collections import defaultdict
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from typing import Any

from django.utils.translation import gettext as _

from kundebro.ledger.choices import PartyKind
from kundebro.ledger.models import PartyAccount, Profile
from kundebro.ledger.queries import default_profile
from kundebro.ledger.terms import terms_of
from kundebro.prospects.choices import TransferOutcome
from kundebro.prospects.models import Prospect, ProspectQuerySet
from kundebro.prospects.queries.transfer import (
    ACCOUNTS,
    Step,
    account_details,
    agrees,
    checklist,
    named_profile,
    number_in_use,
)

MOST = 500


@dataclass(frozen=True)
class Prospective:
    """What would become of one prospect: an account by the profile, a link if one wants it, or nothing, and why."""

    prospect: Prospect
    outcome: TransferOutcome
    profile: Profile | None
    missing: Sequence[Step] = ()
    reason: str = ""
    account: PartyAccount | None = None

    @property
    def will_open(self) -> bool:
        """Whether an account is opened."""
        return self.outcome == TransferOutcome.CREATED

    @property
    def may_link(self) -> bool:
        """Whether `account` is the very same company's, and free."""
        return self.outcome == TransferOutcome.LINKED


def prospective(prospects: ProspectQuerySet, kind: PartyKind, profile: Profile | None) -> list[Prospective]:
    """What would become of each, in the order of their names; `profile` is for those that name none."""
    related = [kind.value, f"{kind.value}_profile", f"{kind.value}_posting_group", "vat_code"]
    rows = list(prospects.select_related(*related).order_by("sort_name", "pk"))
    there = _Accounts(rows, kind)
    default = default_profile(kind)
    return [_prospective(row, kind, there, named_profile(row, kind) or profile, default) for row in rows]


def _prospective(
    prospect: Prospect, kind: PartyKind, there: "_Accounts", profile: Profile | None, default: Profile | None
) -> Prospective:
    if account := prospect.account(kind):
        reason = _("It is %(number)s already.") % {"number": account.number}
        return Prospective(prospect, TransferOutcome.ALREADY, profile, reason=reason, account=account)
    if prospect.is_archived:
        return Prospective(
            prospect, TransferOutcome.REFUSED, profile, reason=_("It is archived. Bring it back first.")
        )
    if free := there.free_like(prospect):
        reason = _("%(account)s is there already.") % {"account": free}
        return Prospective(prospect, TransferOutcome.LINKED, profile, reason=reason, account=free)
    if holder := there.numbered(prospect):
        reason = number_in_use(holder)
        return Prospective(prospect, TransferOutcome.REFUSED, profile, reason=reason, account=holder)
    terms = terms_of(kind, account_details(prospect, kind), profile=profile, default=default)
    missing = [step for step in checklist(prospect, kind, terms, profile) if not step.is_ready]
    if any(step.is_required for step in missing):
        reason = _("Choose a profile with a posting group.")
        return Prospective(prospect, TransferOutcome.REFUSED, profile, missing, reason)
    return Prospective(prospect, TransferOutcome.CREATED, profile, missing)


class _Accounts:
    """The accounts of the kind that share a number or a CVR number with one of the prospects."""

    def __init__(self, prospects: Iterable[Prospect], kind: PartyKind) -> None:
        accounts: Any = ACCOUNTS[kind]._default_manager
        numbers = [prospect.number_key for prospect in prospects]
        cvr_numbers = [prospect.cvr_no for prospect in prospects if prospect.cvr_no]
        self._numbered = {each.number_key: each for each in accounts.filter(number_key__in=numbers)}
        self._alike: dict[str, list[PartyAccount]] = defaultdict(list)
        for each in accounts.filter(cvr_no__in=cvr_numbers).order_by("number_sort", "pk") if cvr_numbers else ():
            self._alike[each.cvr_no].append(each)
        keys = {each.pk for each in (*self._numbered.values(), *(a for few in self._alike.values() for a in few))}
        held = Prospect.objects.filter(**{f"{kind.value}__in": keys})
        self._held = set(held.values_list(f"{kind.value}_id", flat=True))

    def numbered(self, prospect: Prospect) -> PartyAccount | None:
        """The account that has the prospect's number."""
        return self._numbered.get(prospect.number_key)

    def free_like(self, prospect: Prospect) -> PartyAccount | None:
        """An account of the same company that no prospect stands behind: under its number, else by CVR number."""
        holder = self.numbered(prospect)
        candidates = [*([holder] if holder else []), *self._alike.get(prospect.cvr_no, ())]
        free = (each for each in candidates if each.pk not in self._held and agrees(prospect, each))
        return next(free, None)
