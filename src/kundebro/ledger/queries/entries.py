"""What is posted: open entries, statements, ageing and balances."""

from collections.abc import Sequence
from dataclasses import dataclass, field
from datetime import date
from typing import Any, Final

from django.db.models import F, Q, QuerySet, Sum

from kundebro.core.money import DKK, Money
from kundebro.ledger.choices import PartyKind
from kundebro.ledger.models import Creditor, Debtor, Entry, Line, OpenItem, PartyAccount, Settlement

USUAL_BUCKETS: Final = (30, 60, 90)


def open_entries_of(party: PartyAccount, *, currency: str = "") -> "QuerySet[OpenItem]":
    """What is unsettled on the account, the earliest due first."""
    items = OpenItem.objects.open().filter(**{party.kind.value: party})
    if currency:
        items = items.filter(currency=currency)
    return items.select_related("line__entry__series").order_by("due_on", "pk")


def settlements_of(line: Line) -> "QuerySet[Settlement]":
    """What the line has been set against and still is."""
    standing = Settlement.objects.filter(undoes=None, undone_by=None)
    related = ("debit_line__entry__series", "credit_line__entry__series")
    return standing.filter(Q(debit_line=line) | Q(credit_line=line)).select_related(*related).order_by("pk")


def has_postings(party: PartyAccount) -> bool:
    """Whether anything was ever posted on the account."""
    return Line.objects.filter(**{party.kind.value: party}).exists()


def entries_page_of(party: PartyAccount) -> "QuerySet[Entry]":
    """The entries that touch the account, newest first."""
    return Entry.objects.filter(lines__in=Line.objects.filter(**{party.kind.value: party})).distinct().order_by("-pk")


@dataclass(frozen=True)
class StatementLine:
    """A line on a statement and the balance after it."""

    line: Line
    balance: Money


@dataclass(frozen=True)
class Statement:
    """An account over some days in one currency (Kontoudtog)."""

    first: date
    last: date
    opening: Money
    lines: list[StatementLine] = field(default_factory=list)

    @property
    def closing(self) -> Money:
        """The balance after the last line."""
        return self.lines[-1].balance if self.lines else self.opening


def currencies_of(party: PartyAccount) -> list[str]:
    """The currencies the account was ever posted in."""
    lines = Line.objects.filter(**{party.kind.value: party})
    return list(lines.order_by("currency").values_list("currency", flat=True).distinct())


def statement_of(party: PartyAccount, *, first: date, last: date, currency: str = DKK) -> Statement:
    """What was posted on the account from the first to the last day, with the balance before and after."""
    lines = Line.objects.filter(**{party.kind.value: party}, currency=currency).exclude(amount_ore=0)
    before = lines.filter(entry__voucher_date__lt=first).aggregate(total=Sum("amount_ore"))["total"] or 0
    balance = opening = Money(before, currency)
    shown = []
    during = lines.filter(entry__voucher_date__gte=first, entry__voucher_date__lte=last)
    for line in during.select_related("entry__series").order_by("entry__voucher_date", "entry_id", "position"):
        balance += line.amount
        shown.append(StatementLine(line, balance))
    return Statement(first, last, opening, shown)


@dataclass
class AgeingRow:
    """What an account owes, or we owe it, in kroner by age: not due yet, then one amount for each stretch of days."""

    pk: int
    number: str
    name: str
    not_due_ore: int
    overdue_ore: list[int]

    @property
    def total(self) -> Money:
        """All of it."""
        return Money(self.not_due_ore + sum(self.overdue_ore))


def ageing(kind: PartyKind, *, on: date, buckets: Sequence[int] = USUAL_BUCKETS) -> list[AgeingRow]:
    """Accounts with something open on the day, in name order: up to 30 days overdue, 31 to 60 … and more than the last.

    Settlements made after the day are seen as not yet made.
    """
    model: type[PartyAccount] = Debtor if kind == PartyKind.DEBTOR else Creditor
    later: dict[int, int] = {}
    after = Settlement.objects.filter(settled_on__gt=on)
    for side, column in (("debit_line", "debit_base_ore"), ("credit_line", "credit_base_ore")):
        sums = after.filter(**{f"{side}__{kind.value}__isnull": False}).order_by().values(side)
        for line, total in sums.annotate(total=Sum(column)).values_list(side, "total"):
            later[line] = later.get(line, 0) + total
    items = OpenItem.objects.filter(**{f"{kind.value}__isnull": False}, line__entry__voucher_date__lte=on)
    wanted = items.filter(Q(pk__in=list(later)) | ~Q(remaining_ore=0)) if later else items.open()
    rows: dict[int, AgeingRow] = {}
    for pk, line, due_on, remaining in wanted.values_list(f"{kind.value}_id", "pk", "due_on", "remaining_base_ore"):
        row = rows.setdefault(pk, AgeingRow(pk, "", "", 0, [0] * (len(buckets) + 1)))
        amount = remaining + later.get(line, 0)
        days = (on - due_on).days
        if days <= 0:
            row.not_due_ore += amount
        else:
            row.overdue_ore[sum(1 for edge in buckets if days > edge)] += amount
    return _named(model, rows)


def _named(model: type[PartyAccount], rows: dict[int, AgeingRow]) -> list[AgeingRow]:
    named = []
    filled = {pk: row for pk, row in rows.items() if row.not_due_ore or any(row.overdue_ore)}
    accounts: Any = model._default_manager.filter(pk__in=list(filled)).order_by("sort_name", "pk")
    for pk, number, name in accounts.values_list("pk", "number", "name"):
        row = filled[pk]
        row.number, row.name = number, name
        named.append(row)
    return named


@dataclass(frozen=True)
class AccountBalance:
    """What an account of the chart stands at, in kroner; credit is negative."""

    number: str
    name: str
    balance: Money


def balances(*, on: date) -> list[AccountBalance]:
    """The chart with what each account stands at after the day (Råbalance); accounts never posted on are left out."""
    sums = Line.objects.filter(entry__voucher_date__lte=on).order_by().values(number=F("account__number"))
    totals = sums.annotate(name=F("account__name"), total=Sum("base_ore")).order_by("number")
    return [AccountBalance(row["number"], row["name"], Money(row["total"])) for row in totals]


def vat_totals(*, first: date, last: date) -> dict[str, tuple[Money, Money]]:
    """By VAT code: the VAT and the basis it was reckoned on in the days, in the sign of the VAT account."""
    lines = Line.objects.filter(entry__voucher_date__gte=first, entry__voucher_date__lte=last)
    taxed = lines.exclude(vat_base_ore=None).order_by().values("vat_code__code")
    sums = taxed.annotate(vat=Sum("base_ore"), basis=Sum("vat_base_ore")).values_list("vat_code__code", "vat", "basis")
    return {code: (Money(vat), Money(basis)) for code, vat, basis in sums}
