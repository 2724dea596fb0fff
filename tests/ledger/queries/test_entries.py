from datetime import date

import pytest
from pytest_django import DjangoAssertNumQueries

from kundebro.core.money import Money
from kundebro.ledger.choices import PartyKind
from kundebro.ledger.models import Debtor
from kundebro.ledger.operations import post_credit_note, post_invoice, refresh_overdue, settle, unsettle
from kundebro.ledger.queries import (
    ageing,
    balances,
    currencies_of,
    entries_page_of,
    has_postings,
    open_entries_of,
    settlements_of,
    statement_of,
    vat_totals,
)
from tests.factories.ledger import (
    DAY,
    bought,
    kr,
    make_creditor,
    make_debtor,
    make_invoice,
    make_payment,
    on,
    party_line,
    sold,
)
from tests.factories.users import make_user

pytestmark = pytest.mark.django_db


def test_a_statement_goes_from_balance_to_balance() -> None:
    debtor = make_debtor()
    invoice = make_invoice(debtor, "800,00", day=date(2026, 1, 31))
    make_payment(debtor, "600,00", day=date(2026, 2, 5), settles=[party_line(invoice)])
    make_invoice(debtor, "80,00", day=date(2026, 2, 28))
    make_invoice(debtor, "8,00", day=date(2026, 3, 1))

    statement = statement_of(debtor, first=date(2026, 2, 1), last=date(2026, 2, 28))

    assert (str(statement.opening), str(statement.closing)) == ("1.000,00 kr.", "500,00 kr.")
    assert [(str(each.line.amount), str(each.balance)) for each in statement.lines] == [
        ("−600,00 kr.", "400,00 kr."),
        ("100,00 kr.", "500,00 kr."),
    ]
    assert statement_of(make_debtor(), first=DAY, last=DAY).closing == Money(0)


def test_each_currency_has_its_own_statement() -> None:
    debtor = make_debtor()
    make_invoice(debtor)
    euro = sold("10,00", code="SEUV", currency="EUR")
    post_invoice(debtor, [euro], on(DAY, rate_millionths=7_460_000), by=make_user())

    assert currencies_of(debtor) == ["DKK", "EUR"]
    assert str(statement_of(debtor, first=DAY, last=DAY, currency="EUR").closing) == "10,00 EUR"


@pytest.mark.parametrize("count", [1, 3])
def test_open_entries_come_by_due_date_in_one_question(
    count: int, django_assert_num_queries: DjangoAssertNumQueries
) -> None:
    debtor = make_debtor()
    for day in range(count, 0, -1):
        make_invoice(debtor, day=date(2026, 4, day))
    make_payment(debtor, "1.250,00", settles=[party_line(make_invoice(debtor))])

    with django_assert_num_queries(1):
        shown = [(str(item.line.entry), item.due_on) for item in open_entries_of(debtor)]

    assert [due for _entry, due in shown] == [date(2026, 4, 14 + day) for day in range(1, count + 1)]


def test_what_a_line_was_set_against_leaves_out_what_was_taken_back() -> None:
    debtor = make_debtor()
    invoice = party_line(make_invoice(debtor))
    first, second = (party_line(make_payment(debtor, "10,00")) for _number in range(2))
    unsettle(settle(invoice, first, on=DAY, by=make_user()), on=DAY, by=make_user())
    standing = settle(second, invoice, on=DAY, by=make_user())

    assert list(settlements_of(invoice)) == [standing]
    assert list(settlements_of(first)) == []


def test_an_account_knows_whether_it_was_posted_on() -> None:
    debtor, other = make_debtor(), make_debtor()
    entry = make_invoice(debtor)

    assert (has_postings(debtor), has_postings(other)) == (True, False)
    assert list(entries_page_of(debtor)) == [entry]


def test_ageing_sorts_what_is_open_by_days_overdue() -> None:
    debtor, other = make_debtor(name="Ældre", number="1"), make_debtor(name="Bager", number="2")
    for due in (date(2026, 7, 1), date(2026, 6, 30), date(2026, 6, 1), date(2026, 5, 31), date(2026, 5, 1), DAY):
        make_invoice(debtor, "8,00", due_on=due, day=DAY)
    make_invoice(other, "8,00", due_on=date(2026, 1, 1), day=DAY)

    rows = ageing(PartyKind.DEBTOR, on=date(2026, 6, 30))

    assert [(row.name, row.not_due_ore, row.overdue_ore) for row in rows] == [
        ("Bager", 0, [0, 0, 0, 1000]),
        ("Ældre", 2000, [2000, 1000, 1000, 0]),
    ]
    assert ageing(PartyKind.CREDITOR, on=date(2026, 6, 30)) == []


def test_ageing_of_an_earlier_day_forgets_what_came_later() -> None:
    debtor = make_debtor()
    invoice = make_invoice(debtor, "80,00", day=date(2026, 4, 1))
    make_payment(debtor, "100,00", day=date(2026, 5, 1), settles=[party_line(invoice)])

    (then,) = ageing(PartyKind.DEBTOR, on=date(2026, 4, 30), buckets=[10])

    assert (then.not_due_ore, then.overdue_ore) == (0, [0, 10_000])
    assert ageing(PartyKind.DEBTOR, on=date(2026, 5, 1)) == []


def test_balances_sum_to_nothing() -> None:
    make_invoice(make_debtor(), "100,00")
    make_invoice(make_creditor(), "80,00", day=date(2026, 5, 1))

    assert [(row.number, str(row.balance)) for row in balances(on=DAY)] == [
        ("1000", "−100,00 kr."),
        ("5600", "125,00 kr."),
        ("6900", "−25,00 kr."),
    ]
    assert sum(row.balance.ore for row in balances(on=date(2026, 12, 31))) == 0


def test_the_vat_of_some_days_by_code() -> None:
    debtor, creditor = make_debtor(), make_creditor()
    post_invoice(debtor, [sold("0,33")] * 7, on(DAY), by=make_user())
    post_credit_note(debtor, [sold("100,00")], on(DAY), by=make_user())
    post_invoice(creditor, [bought("40,00")], on(DAY), by=make_user())
    make_invoice(debtor, day=date(2026, 5, 1))

    assert vat_totals(first=date(2026, 4, 1), last=date(2026, 4, 30)) == {
        "S25": (kr("24,42"), kr("97,69")),
        "K25": (kr("10,00"), kr("40,00")),
    }


def test_what_is_overdue_grows_with_the_days() -> None:
    debtor, creditor = make_debtor(), make_creditor()
    make_invoice(debtor, "80,00", due_on=date(2200, 1, 1))
    make_invoice(debtor, "8,00", due_on=date(2200, 1, 2))
    make_payment(debtor, "5,00")
    make_invoice(creditor, "80,00", due_on=date(2200, 1, 1))

    assert (Debtor.objects.get().overdue_ore, refresh_overdue(today=date(2200, 1, 1))) == (0, 0)
    assert refresh_overdue(today=date(2200, 1, 2)) == 2
    assert Debtor.objects.get().overdue_ore == 10_000
    creditor.refresh_from_db()
    assert creditor.overdue_ore == -10_000
    assert refresh_overdue(today=date(2200, 1, 3)) == 1


def test_an_invoice_already_overdue_shows_at_once() -> None:
    make_invoice(make_debtor(), "80,00", due_on=date(2000, 1, 1))

    assert str(Debtor.objects.get().overdue) == "100,00 kr."
