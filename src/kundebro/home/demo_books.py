"""What the demo company has sold, bought and been paid: some of its prospects have become debtors and creditors."""

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from datetime import date, timedelta
from itertools import count, cycle, islice
from random import Random
from typing import Final

from kundebro.core.money import Money
from kundebro.ledger.choices import PartyKind
from kundebro.ledger.models import Account, Line, PartyAccount, VatCode
from kundebro.ledger.operations import InvoiceLine, Terms, post_credit_note, post_invoice, post_payment
from kundebro.parties.choices import CustomerType
from kundebro.prospects.choices import IntendedRole
from kundebro.prospects.models import Prospect
from kundebro.prospects.operations import change_prospect, transfer_to_creditor, transfer_to_debtor
from kundebro.users.models import User

DEBTORS: Final = 18
CREDITORS: Final = 6
LONGEST_AGO: Final = 150
FULL: Final = 100
PAID: Final = (FULL, FULL, 50, FULL, 0, FULL, 0)
"""How much of one invoice after the other is paid, in percent."""
CREDITED_EVERY: Final = 11
SALES: Final = ("Vedligehold", "Montage", "Reservedele", "Serviceaftale", "Projektering", "Eftersyn")
PURCHASES: Final = ("Stål", "Transport", "Værktøj", "Emballage")
ACCOUNTS: Final = {PartyKind.DEBTOR: ("1000", "S25", SALES), PartyKind.CREDITOR: ("2000", "K25", PURCHASES)}
BANK: Final = "5820"


@dataclass(frozen=True)
class Deal:
    """An invoice, and when and how much of it is paid or credited, in percent."""

    party: PartyAccount
    day: date
    net: Money
    document_no: str
    settled_on: date
    percent: int
    is_credited: bool


def make_books(random: Random, *, by: User, today: date) -> None:
    """Transfer some prospects, post their invoices and payments, and leave one prospect ready to be transferred."""
    complete = Prospect.objects.filter(customer_type=CustomerType.BUSINESS).exclude(cvr_no="").order_by("pk")
    prospects = list(complete[: DEBTORS + CREDITORS + 1])
    ready, sellers, buyers = prospects[0], prospects[1 : CREDITORS + 1], prospects[CREDITORS + 1 :]
    parties: list[PartyAccount] = [transfer_to_debtor(each, by=by) for each in buyers]
    for each in sellers:
        supplier = change_prospect(each, {"intended_role": IntendedRole.SUPPLIER}, by=by)
        parties.append(transfer_to_creditor(supplier, by=by))
    _post(list(_deals(random, parties, today=today)), by=by, today=today)
    said_yes = {
        "attention": "Jette Lund",
        "debtor_profile": "STANDARD",
        "remark_1": "Har sagt ja: overføres til debitor",
    }
    change_prospect(ready, said_yes, by=by)


def _deals(random: Random, parties: Sequence[PartyAccount], *, today: date) -> Iterator[Deal]:
    numbers, shares = count(1001), cycle(PAID)
    for party in parties:
        for number in islice(numbers, random.randint(1, 4)):
            day = today - timedelta(days=random.randint(3, LONGEST_AGO))
            yield Deal(
                party=party,
                day=day,
                net=Money(random.randint(400, 60_000) * 100),
                document_no=str(number),
                settled_on=day + timedelta(days=random.randint(8, 45)),
                percent=next(shares),
                is_credited=number % CREDITED_EVERY == 0,
            )


def _post(deals: Sequence[Deal], *, by: User, today: date) -> None:
    """Day by day, as the bookkeeper would have done it."""
    owed: dict[Deal, Line] = {}
    steps = [(deal.day, 0, deal) for deal in deals]
    steps += [(deal.settled_on, 1, deal) for deal in deals if (deal.percent or deal.is_credited)]
    for day, is_settled, deal in sorted(steps, key=lambda step: (*step[:2], step[2].document_no)):
        if day > today:
            break
        if not is_settled:
            entry = post_invoice(deal.party, [_line(deal)], _terms(deal, day), by=by)
            owed[deal] = Line.objects.filter(entry=entry).exclude(debtor=None, creditor=None).get()
        elif deal.is_credited:
            post_credit_note(deal.party, [_line(deal)], _terms(deal, day), settles=[owed[deal]], by=by)
        else:
            ore = abs(owed[deal].amount_ore) * deal.percent // FULL
            bank = Account.objects.get(number=BANK)
            post_payment(deal.party, Money(ore), _terms(deal, day), through=bank, settles=[owed[deal]], by=by)


def _line(deal: Deal) -> InvoiceLine:
    account, vat_code, texts = ACCOUNTS[deal.party.kind]
    text = texts[int(deal.document_no) % len(texts)]
    return InvoiceLine(Account.objects.get(number=account), deal.net, VatCode.objects.get(code=vat_code), text=text)


def _terms(deal: Deal, day: date) -> Terms:
    return Terms(voucher_date=day, document_no=deal.document_no)
