from datetime import date

import pytest

from kundebro.company.choices import PaymentKind
from kundebro.core.money import MixedCurrencies, Money
from kundebro.ledger.choices import EntryKind
from kundebro.ledger.models import Creditor, Debtor, Entry, Line, OpenItem, VatRate
from kundebro.ledger.operations import (
    AccountArchived,
    AccountBarred,
    DueDateMissing,
    ExchangeRateMissing,
    InvoiceLine,
    MayNotBePostedOn,
    NothingToPost,
    post_credit_note,
    post_invoice,
    post_payment,
    save_setup,
)
from kundebro.ledger.queries import RateMissing
from tests.factories.company import make_payment_terms
from tests.factories.ledger import (
    DAY,
    account,
    bought,
    kr,
    lines_of,
    make_archived_debtor,
    make_creditor,
    make_debtor,
    make_invoice,
    make_payment,
    on,
    party_line,
    posting_group,
    sold,
    vat_code,
)
from tests.factories.users import make_user
from tests.ledger.books import breaches

pytestmark = pytest.mark.django_db


def test_an_invoice_goes_to_the_debtor_the_income_and_the_vat() -> None:
    debtor = make_debtor()

    entry = make_invoice(debtor, "1.000,00", document_no="F-1")

    assert lines_of(entry) == [("5600", "1.250,00 kr."), ("1000", "-1.000,00 kr."), ("6900", "-250,00 kr.")]
    assert (entry.number, entry.kind, entry.document_no) == (1, EntryKind.INVOICE, "F-1")
    stored = Debtor.objects.get()
    assert (str(stored.balance), stored.open_count) == ("1.250,00 kr.", 1)
    assert breaches() == []


def test_a_suppliers_invoice_is_the_other_way_round() -> None:
    creditor = make_creditor()

    entry = make_invoice(creditor, "1.000,00")

    assert lines_of(entry) == [("6800", "-1.250,00 kr."), ("2000", "1.000,00 kr."), ("6930", "250,00 kr.")]
    assert str(Creditor.objects.get().balance) == "−1.250,00 kr."


@pytest.mark.parametrize(
    ("code", "expected"),
    [
        ("K25R", [("6800", "-125,00 kr."), ("3200", "100,00 kr."), ("6930", "6,25 kr."), ("3200", "18,75 kr.")]),
        ("KEUV", [("6800", "-100,00 kr."), ("3200", "100,00 kr."), ("6930", "25,00 kr."), ("6910", "-25,00 kr.")]),
        ("KEUY", [("6800", "-100,00 kr."), ("3200", "100,00 kr."), ("6930", "25,00 kr."), ("6920", "-25,00 kr.")]),
        ("INGEN", [("6800", "-100,00 kr."), ("3200", "100,00 kr.")]),
    ],
)
def test_what_is_bought_follows_its_vat_code(code: str, expected: list[tuple[str, str]]) -> None:
    entry = post_invoice(make_creditor(), [bought("100,00", code=code, number="3200")], on(DAY), by=make_user())

    assert lines_of(entry) == expected


def test_vat_is_rounded_once_for_the_document() -> None:
    entry = post_invoice(make_debtor(), [sold("0,33")] * 7, on(DAY), by=make_user())

    assert lines_of(entry)[0] == ("5600", "2,89 kr.")
    assert lines_of(entry)[-1] == ("6900", "-0,58 kr.")


def test_the_rate_is_that_of_the_day_of_delivery() -> None:
    rate = VatRate.objects.get(vat_code=vat_code("S25"))
    rate.valid_to = date(2026, 12, 31)
    save_setup(rate, by=make_user())
    save_setup(VatRate(vat_code=vat_code("S25"), rate_hundredths=2000, valid_from=date(2027, 1, 1)), by=make_user())

    before = make_invoice(make_debtor(), "100,00", day=date(2027, 1, 3), delivered_on=date(2026, 12, 31))
    after = make_invoice(make_debtor(), "100,00", day=date(2027, 1, 3))

    assert lines_of(before)[-1] == ("6900", "-25,00 kr.")
    assert lines_of(after)[-1] == ("6900", "-20,00 kr.")


def test_a_day_without_a_rate_stops_the_posting() -> None:
    with pytest.raises(RateMissing):
        make_invoice(make_debtor(), day=date(1991, 12, 31))

    assert not Entry.objects.exists()


@pytest.mark.parametrize(
    ("kind", "days", "due"),
    [
        (PaymentKind.NET, 14, date(2026, 4, 24)),
        (PaymentKind.END_OF_MONTH, 0, date(2026, 4, 30)),
        (PaymentKind.END_OF_MONTH_PLUS, 14, date(2026, 5, 14)),
        (PaymentKind.END_OF_MONTH_PLUS, 30, date(2026, 5, 30)),
        (PaymentKind.CASH, 0, DAY),
        (PaymentKind.CASH_ON_DELIVERY, 0, DAY),
        (PaymentKind.PREPAID, 0, DAY),
    ],
)
def test_an_invoice_is_due_by_the_payment_terms(kind: PaymentKind, days: int, due: date) -> None:
    debtor = make_debtor(payment_terms=make_payment_terms(kind=kind, days=days))

    entry = make_invoice(debtor)

    assert OpenItem.objects.get(line__entry=entry).due_on == due
    assert party_line(entry).due_on == due


def test_terms_with_a_fixed_date_want_it_typed() -> None:
    debtor = make_debtor(payment_terms=make_payment_terms(kind=PaymentKind.FIXED_DATE))

    with pytest.raises(DueDateMissing):
        make_invoice(debtor)

    assert party_line(make_invoice(debtor, due_on=date(2026, 6, 1))).due_on == date(2026, 6, 1)


def test_a_credit_note_mirrors_its_invoice_and_settles_it() -> None:
    debtor = make_debtor()
    invoice = make_invoice(debtor, "0,33")

    entry = post_credit_note(debtor, [sold("0,33")], on(DAY), settles=[party_line(invoice)], by=make_user())

    assert lines_of(entry) == [("5600", "-0,41 kr."), ("1000", "0,33 kr."), ("6900", "0,08 kr.")]
    assert [line.amount for line in Line.objects.filter(entry=entry).order_by("position")] == [
        -line.amount for line in Line.objects.filter(entry=invoice).order_by("position")
    ]
    stored = Debtor.objects.get()
    assert (stored.balance_ore, stored.open_count) == (0, 0)


def test_a_payment_settles_invoices_in_turn_and_leaves_the_rest_open() -> None:
    debtor = make_debtor()
    first, second = make_invoice(debtor, "100,00"), make_invoice(debtor, "100,00")

    payment = make_payment(debtor, "200,00", settles=[party_line(first), party_line(second)])

    left = {item.line.entry_id: str(item.remaining) for item in OpenItem.objects.select_related("line")}
    assert left == {first.pk: "0,00 kr.", second.pk: "50,00 kr.", payment.pk: "0,00 kr."}
    assert str(Debtor.objects.get().balance) == "50,00 kr."
    assert breaches() == []


def test_what_we_pay_a_creditor_comes_from_the_bank() -> None:
    creditor = make_creditor()
    invoice = make_invoice(creditor, "100,00")

    payment = make_payment(creditor, "125,00", settles=[party_line(invoice)])

    assert lines_of(payment) == [("6800", "125,00 kr."), ("5820", "-125,00 kr.")]
    assert Creditor.objects.get().open_count == 0


def test_the_same_key_posts_once() -> None:
    debtor, user = make_debtor(), make_user()

    entries = {post_invoice(debtor, [sold("100,00")], on(DAY), by=user, key="klik") for _click in range(2)}

    assert len(entries) == 1
    assert Entry.objects.count() == 1


def test_nothing_is_posted_on_an_archived_account() -> None:
    with pytest.raises(AccountArchived):
        make_invoice(make_archived_debtor())

    assert not Entry.objects.exists()


def test_nothing_is_sold_to_a_barred_debtor_but_it_may_pay() -> None:
    debtor = make_debtor(is_barred=True)

    with pytest.raises(AccountBarred):
        make_invoice(debtor)

    assert make_payment(debtor, "100,00").number == 1


def test_a_control_account_follows_its_sub_ledger() -> None:
    with pytest.raises(MayNotBePostedOn):
        post_invoice(make_debtor(), [InvoiceLine(account("5600"), kr("100,00"))], on(DAY), by=make_user())


def test_nothing_is_no_invoice_and_no_payment() -> None:
    with pytest.raises(NothingToPost):
        post_invoice(make_debtor(), [], on(DAY), by=make_user())
    with pytest.raises(NothingToPost):
        make_payment(make_debtor(), "0,00")


def test_one_invoice_has_one_currency_and_another_than_kroner_has_a_rate() -> None:
    debtor = make_debtor(posting_group=posting_group("EU"))
    line = sold("100,00", code="SEUV", number="1100", currency="EUR")

    with pytest.raises(MixedCurrencies):
        post_invoice(debtor, [line, sold("100,00")], on(DAY), by=make_user())
    with pytest.raises(ExchangeRateMissing):
        post_invoice(debtor, [line], on(DAY), by=make_user())

    entry = post_invoice(debtor, [line], on(DAY, rate_millionths=7_461_234), by=make_user())
    assert lines_of(entry) == [("5610", "100,00 EUR"), ("1100", "-100,00 EUR")]
    assert str(Debtor.objects.get().balance) == "746,12 kr."


def test_rounding_to_kroner_has_a_line_of_its_own() -> None:
    lines = [sold("0,33", code="SEUV", number="1100", currency="EUR")] * 3

    entry = post_invoice(make_debtor(), lines, on(DAY, rate_millionths=7_461_234), by=make_user())

    stored = Line.objects.filter(entry=entry).order_by("position").values_list("account__number", "base_ore")
    assert list(stored) == [("5600", 739), ("1100", -246), ("1100", -246), ("1100", -246), ("4800", -1)]
    assert breaches() == []


def test_paying_back_is_a_payment_with_a_minus() -> None:
    debtor = make_debtor()
    payment = make_payment(debtor, "100,00")

    back = post_payment(
        debtor,
        Money(-10_000),
        on(DAY),
        through=account("5820"),
        settles=[party_line(payment)],
        by=make_user(),
    )

    assert lines_of(back) == [("5600", "100,00 kr."), ("5820", "-100,00 kr.")]
    assert Debtor.objects.get().open_count == 0
