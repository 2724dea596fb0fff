"""The journal: its lines, and what the next one is likely to say."""

from collections.abc import Iterator
from datetime import date
from typing import Any, Final

from django.db.models import Max, Q, QuerySet

from kundebro.core.search import searched
from kundebro.ledger.choices import EntryKind, VatKind
from kundebro.ledger.models import Account, Creditor, Debtor, JournalLine, Line, PartyAccount, VatCode
from kundebro.users.models import User

FOUND: Final = 8
"""How many of each kind a search for an account shows."""


def journal_lines() -> "QuerySet[JournalLine]":
    """The lines not posted yet, voucher by voucher, with all that posting them reads."""
    parties = [
        f"{party}__{related}" for party in ("debtor", "creditor") for related in ("payment_terms", "posting_group")
    ]
    groups = [f"{party}__posting_group__control_account" for party in ("debtor", "creditor")]
    own = ("account", "contra_account", "vat_code", "settles__entry__series")
    return JournalLine.objects.select_related(*own, *parties, *groups).order_by("voucher", "pk")


def next_voucher() -> int:
    """The number after the journal's last."""
    last: int | None = JournalLine.objects.aggregate(last=Max("voucher"))["last"]
    return (last or 0) + 1


def missing_on(voucher: int) -> int:
    """What the voucher lacks to balance, in minor units, as the next line would say it."""
    open_lines = JournalLine.objects.filter(voucher=voucher, contra_account=None)
    return -sum(open_lines.values_list("amount_ore", flat=True))


def due_by_terms(party: PartyAccount | None, kind: str, day: date | None) -> date | None:
    """When an invoice falls due by the party's payment terms; None where nobody can say."""
    if party is None or party.payment_terms is None or day is None or kind != EntryKind.INVOICE:
        return None
    return party.payment_terms.due_date(day)


def usual_vat_code(about: PartyAccount | Account | None, contra: Account | None) -> VatCode | None:
    """The VAT code of the account of the chart; a party abroad turns a domestic one into its own."""
    taxed = about if isinstance(about, Account) else contra
    usual = taxed.vat_code if taxed else None
    own = about.vat_code if isinstance(about, PartyAccount) else None
    if usual is None or own is None or (usual.kind, usual.direction) != (VatKind.DOMESTIC, own.direction):
        return usual
    return own


def usual_bank() -> int | None:
    """The account of the chart that the last payment went through; None when there was none."""
    payments = Line.objects.filter(entry__kind=EntryKind.PAYMENT, account__is_active=True, debtor=None, creditor=None)
    return payments.order_by("-pk").values_list("account", flat=True).first()


def accounts_matching(text: str, *, seen_by: User) -> Iterator[PartyAccount | Account]:
    """Debtors, creditors and accounts of the chart by number or name, a few of each."""
    for model in (Debtor, Creditor):
        rows: Any = model._default_manager.all()
        found = searched(rows.visible_to(seen_by).filter(archived_at=None), text)
        yield from found.order_by("sort_name", "pk")[:FOUND]
    chart = Account.objects.for_hand().filter(Q(number__startswith=text) | Q(name__icontains=text))
    yield from chart.order_by("number")[:FOUND]
