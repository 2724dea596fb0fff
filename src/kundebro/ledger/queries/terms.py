"""The profiles and rates that hold."""

from datetime import date
from typing import Any

from django.db.models import Q

from kundebro.ledger.choices import PartyKind
from kundebro.ledger.models import CreditorProfile, DebtorProfile, Profile, VatCode
from kundebro.ledger.terms import TERMS

PROFILES: dict[PartyKind, type[Profile]] = {PartyKind.DEBTOR: DebtorProfile, PartyKind.CREDITOR: CreditorProfile}


class RateMissing(LookupError):
    """The VAT code has no rate on the day; nobody guesses one."""

    def __init__(self, vat_code: VatCode, on: date) -> None:
        super().__init__(f"{vat_code.code} has no rate on {on}")
        self.vat_code = vat_code
        self.on = on


def default_profile(kind: PartyKind, *, with_rows: bool = False) -> Profile | None:
    """The profile that speaks for the company, with its posting group; with all it points at if those rows are shown."""
    model = PROFILES[kind]
    shown = TERMS[kind] if with_rows else ("posting_group",)
    profiles: Any = model._default_manager.all()
    profiles = profiles.select_related(*(name for name in shown if model._meta.get_field(name).is_relation))
    return profiles.filter(is_default=True, is_active=True).first()  # type: ignore[no-any-return]


def rate_on(vat_code: VatCode, on: date) -> int:
    """The rate in hundredths of a percent on the day of delivery; raises RateMissing."""
    valid = vat_code.rates.filter(Q(valid_to=None) | Q(valid_to__gte=on), valid_from__lte=on)
    rate = valid.order_by("-valid_from").values_list("rate_hundredths", flat=True).first()
    if rate is None:
        raise RateMissing(vat_code, on)
    return rate
