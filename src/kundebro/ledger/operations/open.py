"""New debtors and creditors."""

from collections.abc import Mapping
from typing import Any, TypeVar

from django.db import IntegrityError, transaction

from kundebro.core.danish import without_company_form
from kundebro.core.money import DKK
from kundebro.history.recorder import recording
from kundebro.ledger.models import Creditor, CreditorProfile, Debtor, DebtorProfile, PartyAccount, Profile
from kundebro.ledger.numbers import next_number
from kundebro.ledger.queries.terms import default_profile
from kundebro.ledger.signals import account_opened
from kundebro.ledger.terms import terms_of
from kundebro.users.models import User

Account = TypeVar("Account", bound=PartyAccount)


class AccountNumberTaken(Exception):
    """Another account of the kind has the number."""

    def __init__(self, number: str, account: PartyAccount) -> None:
        super().__init__(number)
        self.number = number
        self.account = account


class NoPostingGroup(Exception):
    """Neither the party, the profile nor the company says which posting group the account belongs to."""


class WrongPostingGroup(Exception):
    """A posting group of the other sub-ledger."""


def open_debtor(
    *,
    details: Mapping[str, Any],
    by: User,
    number: str | None = None,
    profile: DebtorProfile | None = None,
    key: str | None = None,
) -> Debtor:
    """Open a debtor with the party's details; what it lacks comes from the profile, then from the company.

    Without a number it gets the next free one. Raises AccountNumberTaken with the account that has the number,
    NoPostingGroup and WrongPostingGroup.
    """
    with recording("ledger.open-debtor", by=by, key=key) as record:
        if record.is_repeat:
            return record.result(Debtor)
        return record.returns(_opened(Debtor, number, details, profile))


def open_creditor(
    *,
    details: Mapping[str, Any],
    by: User,
    number: str | None = None,
    profile: CreditorProfile | None = None,
    key: str | None = None,
) -> Creditor:
    """Open a creditor; as `open_debtor`."""
    with recording("ledger.open-creditor", by=by, key=key) as record:
        if record.is_repeat:
            return record.result(Creditor)
        return record.returns(_opened(Creditor, number, details, profile))


def _opened(model: type[Account], number: str | None, details: Mapping[str, Any], profile: Profile | None) -> Account:
    values = {name: value for name, value in details.items() if name not in ("number", "profile", "profile_id")}
    default = default_profile(model.kind)
    for name, term in terms_of(model.kind, details, profile=profile, default=default, as_keys=True).items():
        if term.value is None:
            continue
        values.pop(f"{name}_id", None)
        as_key = name != "language" and isinstance(term.value, (int, str)) and _is_relation(model, name)
        values[f"{name}_id" if as_key else name] = term.value
    if not values.get("currency") and not values.get("currency_id"):
        values["currency_id"] = DKK
    if not values.get("search_name"):
        values["search_name"] = without_company_form(values["name"])
    account = model(**{**values, "number": number or next_number(model), "profile": profile})
    check_posting_group(account)
    save_under_own_number(account)
    account_opened.send(sender=model, account=account)
    return account


def _is_relation(model: type[PartyAccount], name: str) -> bool:
    return bool(model._meta.get_field(name).is_relation)


def check_posting_group(account: PartyAccount) -> None:
    """Raise NoPostingGroup or WrongPostingGroup unless the account's group is one of its kind."""
    if account.posting_group_id is None:
        raise NoPostingGroup(account)
    if account.posting_group.kind != account.kind:
        raise WrongPostingGroup(account.posting_group)


def save_under_own_number(account: PartyAccount) -> None:
    """Save the account; raises AccountNumberTaken with the account that has its number."""
    try:
        with transaction.atomic():
            account.save()
    except IntegrityError:
        model = type(account)
        holder = model._default_manager.all().numbered(account.number).exclude(pk=account.pk).first()  # type: ignore[attr-defined]
        if holder is None:
            raise
        raise AccountNumberTaken(account.number, holder) from None
