from datetime import date, timedelta

import pytest
from django.utils import timezone

from kundebro.ledger.choices import EntryKind
from kundebro.ledger.models import Debtor, Entry, OpenItem
from kundebro.ledger.operations import (
    AccountArchived,
    AlreadyClosed,
    CannotReverse,
    EntrySettled,
    NotOverYet,
    PeriodClosed,
    archive_debtor,
    close_period,
    reverse_entry,
)
from tests.factories.ledger import DAY, lines_of, make_debtor, make_invoice, make_payment, party_line
from tests.factories.users import make_user
from tests.ledger.books import breaches

pytestmark = pytest.mark.django_db


def test_a_reversal_mirrors_the_entry_and_leaves_the_account_as_before() -> None:
    debtor = make_debtor()
    make_invoice(debtor, "10,00")
    before = Debtor.objects.get().balance_ore
    wrong = make_invoice(debtor, "1.000,00")

    reversal = reverse_entry(wrong, reason="Forkert beløb", on=date(2026, 5, 2), by=make_user())

    assert lines_of(reversal) == [("5600", "-1.250,00 kr."), ("1000", "1.000,00 kr."), ("6900", "250,00 kr.")]
    assert (reversal.kind, reversal.reversal_of, reversal.reason) == (EntryKind.REVERSAL, wrong, "Forkert beløb")
    assert reversal.voucher_date == date(2026, 5, 2)
    stored = Debtor.objects.get()
    assert (stored.balance_ore, stored.open_count) == (before, 1)
    assert OpenItem.objects.exclude(remaining_ore=0).count() == 1
    assert breaches() == []


def test_nothing_is_reversed_twice_nor_a_reversal() -> None:
    entry = make_invoice(make_debtor())
    reversal = reverse_entry(entry, reason="", on=DAY, by=make_user())

    for again in (entry, reversal):
        with pytest.raises(CannotReverse):
            reverse_entry(again, reason="", on=DAY, by=make_user())

    assert Entry.objects.count() == 2


def test_a_settled_entry_is_not_reversed() -> None:
    debtor = make_debtor()
    invoice = make_invoice(debtor)
    make_payment(debtor, "10,00", settles=[party_line(invoice)])

    with pytest.raises(EntrySettled) as refused:
        reverse_entry(invoice, reason="", on=DAY, by=make_user())

    assert refused.value.lines == [party_line(invoice).pk]


def test_an_archived_account_is_not_posted_on_by_a_reversal() -> None:
    debtor = make_debtor()
    entry = make_invoice(debtor)
    reverse_entry(make_invoice(debtor), reason="", on=DAY, by=make_user())
    make_payment(debtor, "1.250,00", settles=[party_line(entry)])
    archive_debtor(debtor, by=make_user())

    with pytest.raises(AccountArchived):
        reverse_entry(Entry.objects.get(kind=EntryKind.PAYMENT), reason="", on=DAY, by=make_user())


def test_nothing_is_posted_in_a_closed_period() -> None:
    debtor = make_debtor()
    close_period(through=date(2026, 3, 31), by=make_user())

    with pytest.raises(PeriodClosed) as refused:
        make_invoice(debtor, day=date(2026, 3, 31))

    assert refused.value.first_open == date(2026, 4, 1)
    assert make_invoice(debtor, day=date(2026, 4, 1)).number == 1
    assert breaches() == []


def test_a_reversal_of_a_closed_day_stands_on_the_first_open_one() -> None:
    entry = make_invoice(make_debtor(), day=date(2026, 3, 10))
    close_period(through=date(2026, 3, 31), by=make_user())

    assert reverse_entry(entry, reason="", on=date(2026, 3, 20), by=make_user()).voucher_date == date(2026, 4, 1)


def test_a_period_is_closed_once_and_after_it_is_over() -> None:
    close_period(through=date(2026, 3, 31), by=make_user())

    with pytest.raises(AlreadyClosed):
        close_period(through=date(2026, 3, 31), by=make_user())
    with pytest.raises(NotOverYet):
        close_period(through=timezone.localdate(), by=make_user())

    last = close_period(through=timezone.localdate() - timedelta(days=1), by=make_user(), key="k")
    assert last.starts_on == date(2026, 4, 1)
