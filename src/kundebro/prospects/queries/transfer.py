"""What a transfer would do: where each value comes from, what is missing, who is there already."""

from collections.abc import Iterable
from dataclasses import dataclass, replace
from typing import Any, Final, TypeVar

from django.core.exceptions import ValidationError
from django.db.models import Model, Q
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
    VatCode,
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
Row = TypeVar("Row", bound=Model)


@dataclass(frozen=True)
class Step:
    """A line of the checklist: what an account should have, and whether it will have it."""

    title: str | Promise
    is_ready: bool
    note: str | Promise = ""
    is_required: bool = False


def named_profile(prospect: Prospect, kind: PartyKind) -> Profile | None:
    """The active profile that the prospect names by code or name (docs/decisions/0006)."""
    text, _group = _texts(prospect, kind)
    profiles: Any = PROFILES[kind]._default_manager
    return _named(text, profiles.filter(is_active=True)) if text else None


def account_details(prospect: Prospect, kind: PartyKind) -> dict[str, Any]:
    """What the prospect itself has to give an account of the kind."""
    details = prospect.details()
    _profile, text = _texts(prospect, kind)
    if text:
        groups = PostingGroup.objects.filter(kind=kind, is_active=True)
        details["posting_group"] = _named(text, groups)
    if prospect.vat_code:
        fitting = VatCode.objects.filter(direction__in=[DIRECTIONS[kind], VatDirection.NONE], is_active=True)
        details["vat_code"] = _named(prospect.vat_code, fitting)
    return {name: value for name, value in details.items() if value is not None}


def prospective_terms(prospect: Prospect, kind: PartyKind, profile: Profile | None) -> dict[str, Term]:
    """The terms that the account will get, and whether from prospect, profile or company (TR-3)."""
    return terms_of(kind, account_details(prospect, kind), profile=profile, default=default_profile(kind))


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
    profile_text, group_text = _texts(prospect, kind)
    note = profile.name if profile else _unknown(profile_text)
    steps.append(Step(_("Profile"), profile is not None, note))
    steps.append(_from_terms(terms, "payment_terms", _("Payment terms")))
    group = _from_terms(terms, "posting_group", _("Posting group"), is_required=True)
    is_lost = bool(group_text) and terms["posting_group"].origin != Origin.OWN
    steps.append(replace(group, note=_unknown(group_text)) if is_lost else group)
    return steps


def account_numbered(number: str, kind: PartyKind) -> PartyAccount | None:
    """The account of the kind that has the number."""
    accounts: Any = ACCOUNTS[kind]._default_manager.all()
    return accounts.numbered(number).first()  # type: ignore[no-any-return]


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


def _texts(prospect: Prospect, kind: PartyKind) -> tuple[str, str]:
    """What the prospect writes as profile and posting group of the kind."""
    if kind == PartyKind.DEBTOR:
        return prospect.debtor_profile, prospect.debtor_posting_group
    return prospect.creditor_profile, prospect.creditor_posting_group


def _unknown(text: str) -> str | Promise:
    return _("“%(text)s” is not known.") % {"text": text} if text else ""


def _from_terms(terms: dict[str, Term], name: str, title: str | Promise, *, is_required: bool = False) -> Step:
    term = terms[name]
    note = "" if term.origin in (Origin.OWN, Origin.NONE) else term.origin.label
    return Step(title, term.value is not None, note, is_required=is_required)


def _is_gln(text: str) -> bool:
    try:
        return bool(check_gln(text).value)
    except ValidationError:
        return False


def _named(text: str, rows: Iterable[Row]) -> Row | None:
    wanted = fold(text)
    return next((row for row in rows if wanted in (fold(row.code), fold(row.name))), None)  # type: ignore[attr-defined]
