"""Turns amounts under VAT codes into the lines of an entry."""

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from datetime import date

from kundebro.core.money import Money
from kundebro.ledger.choices import VatDirection
from kundebro.ledger.models import Account, VatCode
from kundebro.ledger.operations.entries import Leg
from kundebro.ledger.queries.terms import rate_on
from kundebro.ledger.vat import Taxed, VatSum, deductible, vat_in, vat_sums


class VatAccountMissing(Exception):
    """The VAT code does not say which account its VAT goes to."""

    def __init__(self, vat_code: VatCode) -> None:
        super().__init__(vat_code.code)
        self.vat_code = vat_code


@dataclass(frozen=True)
class InvoiceLine:
    """What is sold or bought: an account of the chart and an amount without VAT, rounded to minor units."""

    account: Account
    net: Money
    vat_code: VatCode | None = None
    text: str = ""
    department_id: int | None = None


def document_legs(lines: Sequence[InvoiceLine], *, side: int, delivered_on: date) -> tuple[list[Leg], int]:
    """The lines of a document without its party, and what the party owes: nets and VAT, in minor units.

    `side` is 1 for debit (what we buy, a credit note of ours), -1 for credit.
    """
    codes = {line.vat_code.pk: line.vat_code for line in lines if line.vat_code}
    rates = {pk: rate_on(code, delivered_on) for pk, code in codes.items()}
    legs = [
        Leg(
            line.account,
            side * line.net.ore,
            vat_code=line.vat_code,
            vat_rate=rates[line.vat_code.pk] if line.vat_code else None,
            department_id=line.department_id,
            text=line.text,
        )
        for line in lines
    ]
    taxed = [Taxed(line.net.ore, line.vat_code, rates[line.vat_code.pk]) for line in lines if line.vat_code]
    total = sum(line.net.ore for line in lines)
    for vat in vat_sums(taxed):
        first = next(line for line in lines if line.vat_code and line.vat_code.pk == vat.code.pk)
        legs.extend(_vat_legs(vat, first.account, side, first.department_id))
        total += 0 if vat.code.is_self_assessed else vat.vat_ore
    return legs, total


def gross_legs(
    account: Account, gross_ore: int, *, vat_code: VatCode | None, on: date, department_id: int | None, text: str
) -> list[Leg]:
    """The lines of an amount with its VAT inside, debit with a plus; of what we owe the VAT of ourselves, on top."""
    if vat_code is None:
        return [Leg(account, gross_ore, department_id=department_id, text=text)]
    rate = rate_on(vat_code, on)
    side = -1 if gross_ore < 0 else 1
    if vat_code.is_self_assessed:
        net = abs(gross_ore)
        (vat,) = vat_sums([Taxed(net, vat_code, rate)])
    else:
        inside = vat_in(abs(gross_ore), rate)
        net = abs(gross_ore) - inside
        vat = VatSum(vat_code, rate, net, inside)
    main = Leg(account, side * net, vat_code=vat_code, vat_rate=rate, department_id=department_id, text=text)
    return [main, *_vat_legs(vat, account, side, department_id)]


def _vat_legs(vat: VatSum, account: Account, side: int, department_id: int | None) -> Iterator[Leg]:
    """VAT on its own accounts; what may not be deducted is a cost of the account it was bought for."""
    if not vat.vat_ore:
        return
    code = vat.code
    base = side * vat.base_ore
    if code.direction == VatDirection.SALES:
        yield _vat_leg(code.sales_vat_account, side * vat.vat_ore, vat, base)
        return
    share = deductible(vat.vat_ore, code)
    yield _vat_leg(code.purchase_vat_account, side * share, vat, base)
    if share != vat.vat_ore:
        yield Leg(account, side * (vat.vat_ore - share), vat_code=code, vat_rate=vat.rate, department_id=department_id)
    if code.is_self_assessed:
        yield _vat_leg(code.sales_vat_account, -side * vat.vat_ore, vat, -base)


def _vat_leg(account: Account | None, amount_ore: int, vat: VatSum, base_ore: int) -> Leg:
    if account is None:
        raise VatAccountMissing(vat.code)
    return Leg(account, amount_ore, vat_code=vat.code, vat_rate=vat.rate, vat_base_ore=base_ore)
