"""What a transfer would do: where each value comes from, what is missing, who is there already."""

from dataclasses import dataclass, replace
from typing import Any, Final

from django.core.exceptions import ValidationError
from django.db.models import Q
from django.utils.functional import Promise
from django.utils.translation import gettext_lazy as _

from kundebro.core.danish import fold, without_company_form
from kundebro.ledger.choices import Origin, PartyKind, VatDirection
from kundebro.ledger.models import (
    Creditor,
    CreditorProfile,
    Debtor,
    DebtorProfile,
    PartyAccount,
    PostingGroup,
    Profile,
)
from kundebro.ledger.queries import default_profile
from kundebro.ledger.terms import Term, terms_of
from kundebro.parties.choices import CustomerType
from kundebro.parties.validators import check_gln
from kundebro.prospects.models import Prospect

ACCOUNTS: Final[dict[PartyKind, type[PartyAccount]]] = {PartyKind.DEBTOR: Debtor, PartyKind.CREDITOR: Creditor}
PROFILES: Final[dict[PartyKind, type[Profile]]] = {
    PartyKind.DEBTOR: DebtorProfile,
    PartyKind.CREDITOR: CreditorProfile,
}
DIRECTIONS: Final = {PartyKind.DEBTOR: VatDirection.SALES, PartyKind.CREDITOR: VatDirection.PURCHASE}
FEW: Final = 5


@dataclass(frozen=True)
class Step:
    """A line of the checklist: what an account should have, and whether it will have it."""

    title: str | Promise
    is_ready: bool
    note: str | Promise = ""
    is_required: bool = False


def named_profile(prospect: Prospect, kind: PartyKind) -> Profile | None:
    """The profile prepared on the prospect, while it is in use."""
    profile = prospect.debtor_profile if kind == PartyKind.DEBTOR else prospect.creditor_profile
    return profile if profile and profile.is_active else None


def account_details(prospect: Prospect, kind: PartyKind) -> dict[str, Any]:
    """What the prospect itself has to give an account of the kind."""
    details = prospect.details()
    group, vat_code = _prepared_group(prospect, kind), prospect.vat_code
    if group and group.is_active:
        details["posting_group"] = group
    if vat_code and vat_code.is_active and vat_code.direction in (DIRECTIONS[kind], VatDirection.NONE):
        details["vat_code"] = vat_code
    return {name: value for name, value in details.items() if value is not None}


def prospective_terms(prospect: Prospect, kind: PartyKind, profile: Profile | None) -> dict[str, Term]:
    """The terms that the account will get, and whether from prospect, profile or company (TR-3)."""
    default = default_profile(kind, with_rows=True)
    return terms_of(kind, account_details(prospect, kind), profile=profile, default=default)


def checklist(prospect: Prospect, kind: PartyKind, terms: dict[str, Term], profile: Profile | None) -> list[Step]:
    """What an account should have before it is opened, and whether it will have it."""
    is_person = prospect.customer_type == CustomerType.CONSUMER
    mail = prospect.invoice_email or prospect.bookkeeping_email or prospect.email
    steps = [
        Step(_("Address"), bool(prospect.street and prospect.postal_code and prospect.city)),
        *([] if is_person else [Step(_("CVR no."), bool(prospect.cvr_no))]),
        Step(_("E-mail"), bool(mail)),
        *([] if is_person else [Step(_("Contact person"), bool(prospect.attention))]),
    ]
    if kind == PartyKind.DEBTOR and prospect.customer_type == CustomerType.GOVERNMENT:
        steps.append(
            Step(
                _("EAN no."),
                _is_gln(prospect.gln),
                _("Public customers get e-invoices."),
            )
        )
    prepared = prospect.debtor_profile if kind == PartyKind.DEBTOR else prospect.creditor_profile
    steps.append(Step(_("Profile"), profile is not None, profile.name if profile else _retired(prepared)))
    steps.append(_from_terms(terms, "payment_terms", _("Payment terms")))
    group = _from_terms(terms, "posting_group", _("Posting group"), is_required=True)
    steps.append(replace(group, note=_retired(_prepared_group(prospect, kind)) or group.note))
    return steps


def account_numbered(number: str, kind: PartyKind) -> PartyAccount | None:
    """The account of the kind that has the number."""
    accounts: Any = ACCOUNTS[kind]._default_manager.all()
    return accounts.numbered(number).first()  # type: ignore[no-any-return]


def number_in_use(account: PartyAccount) -> str:
    """The sentence that the account has the number that another was to get."""
    told = {"number": account.number, "name": account.name}
    return str(_("The number %(number)s is in use by %(name)s.") % told)


def accounts_alike(prospect: Prospect, kind: PartyKind) -> list[PartyAccount]:
    """Accounts that may be the prospect's: the same number and CVR number or name, or the same CVR number."""
    accounts: Any = ACCOUNTS[kind]._default_manager.all()
    same_number = accounts.numbered(prospect.number)
    found = [each for each in same_number if agrees(prospect, each)]
    if prospect.cvr_no:
        others = accounts.filter(Q(cvr_no=prospect.cvr_no)).exclude(pk__in=[each.pk for each in found])
        found += list(others.order_by("number_sort", "pk")[:FEW])
    return found


def prospect_behind(account: PartyAccount) -> Prospect | None:
    """The prospect that the account belongs to."""
    return Prospect.objects.filter(**{account.kind.value: account}).first()


def has_prospect(account: PartyAccount) -> bool:
    """Whether the account has its prospect already."""
    return Prospect.objects.filter(**{account.kind.value: account}).exists()


def agrees(prospect: Prospect, account: PartyAccount) -> bool:
    """Whether prospect and account are one and the same by CVR number, or by name (TR-2)."""
    if prospect.cvr_no and prospect.cvr_no == account.cvr_no:
        return True
    one, other = (fold(without_company_form(each.name)) for each in (prospect, account))
    return one == other


def _prepared_group(prospect: Prospect, kind: PartyKind) -> PostingGroup | None:
    group: PostingGroup | None = (
        prospect.debtor_posting_group if kind == PartyKind.DEBTOR else prospect.creditor_posting_group
    )
    return group


def _retired(row: Profile | PostingGroup | None) -> str | Promise:
    return _("“%(name)s” is no longer in use.") % {"name": row.name} if row and not row.is_active else ""


def _from_terms(terms: dict[str, Term], name: str, title: str | Promise, *, is_required: bool = False) -> Step:
    term = terms[name]
    note = "" if term.origin in (Origin.OWN, Origin.NONE) else term.origin.label
    return Step(title, term.value is not None, note, is_required=is_required)


def _is_gln(text: str) -> bool:
    try:
        return bool(check_gln(text).value)
    except ValidationError:
        return False
