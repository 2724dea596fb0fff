from datetime import date, timedelta

import pytest

from kundebro.core.money import MixedCurrencies, Money
from kundebro.ledger.models import Debtor, Entry, OpenItem, Settlement
from kundebro.ledger.operations import (
    AccountArchived,
    AlreadyTakenBack,
    MoreThanIsLeft,
    NotOneAccount,
    PartOfAReversal,
    SameSide,
    Terms,
    archive_debtor,
    change_debtor,
    post_invoice,
    post_payment,
    reverse_entry,
    settle,
    unsettle,
)
from tests.factories.ledger import (
    DAY,
    account,
    kr,
    lines_of,
    make_debtor,
    make_draft,
    make_invoice,
    make_payment,
    on,
    party_line,
    sold,
)
from tests.factories.users import make_user
from tests.ledger.books import breaches

pytestmark = pytest.mark.django_db


def remaining() -> list[int]:
    return list(OpenItem.objects.order_by("pk").values_list("remaining_ore", flat=True))


def test_two_lines_meet_as_far_as_both_reach() -> None:
    debtor = make_debtor()
    invoice, payment = make_invoice(debtor, "100,00"), make_payment(debtor, "50,00")

    settlement = settle(party_line(payment), party_line(invoice), on=DAY, by=make_user())

    assert settlement.amount_ore == 5_000
    assert remaining() == [7_500, 0]
    assert Debtor.objects.get().open_count == 1
    assert breaches() == []


def test_unsettling_restores_both() -> None:
    debtor = make_debtor()
    invoice, payment = make_invoice(debtor, "100,00"), make_payment(debtor, "125,00")
    settlement = settle(party_line(invoice), party_line(payment), on=DAY, amount=kr("25,00"), by=make_user())
    assert remaining() == [10_000, -10_000]

    unsettle(settlement, on=DAY, by=make_user())

    assert remaining() == [12_500, -12_500]
    assert Debtor.objects.get().open_count == 2
    assert breaches() == []
    with pytest.raises(AlreadyTakenBack):
        unsettle(settlement, on=DAY, by=make_user())
    with pytest.raises(AlreadyTakenBack):
        unsettle(Settlement.objects.get(undoes=settlement), on=DAY, by=make_user())


def test_what_cannot_be_settled_is_refused() -> None:
    debtor, other = make_debtor(), make_debtor()
    invoice, second = party_line(make_invoice(debtor)), party_line(make_invoice(debtor))
    payment, foreign = party_line(make_payment(debtor, "10,00")), party_line(make_payment(other, "10,00"))

    for one, another, refusal in ((invoice, second, SameSide), (invoice, foreign, NotOneAccount)):
        with pytest.raises(refusal):
            settle(one, another, on=DAY, by=make_user())
    with pytest.raises(NotOneAccount):
        settle(invoice, invoice, on=DAY, by=make_user())
    for amount in (kr("10,01"), Money(0), Money(-1)):
        with pytest.raises(MoreThanIsLeft):
            settle(invoice, payment, on=DAY, amount=amount, by=make_user())

    assert not Settlement.objects.exists()


def test_entries_settle_within_one_currency_only() -> None:
    debtor = make_debtor()
    euro = post_invoice(debtor, [sold("10,00", code="SEUV", currency="EUR")], rate(7_460_000), by=make_user())
    payment = make_payment(debtor, "74,60")

    with pytest.raises(MixedCurrencies):
        settle(party_line(euro), party_line(payment), on=DAY, by=make_user())


def rate(millionths: int) -> Terms:
    return on(DAY, rate_millionths=millionths)


def test_what_the_krone_moved_is_posted_and_taken_back_with_the_settlement() -> None:
    debtor = make_debtor()
    invoice = post_invoice(debtor, [sold("100,00", code="SEUV", currency="EUR")], rate(7_460_000), by=make_user())
    payment = post_payment(debtor, Money(10_000, "EUR"), rate(7_450_000), through=account("5820"), by=make_user())
    assert Debtor.objects.get().balance_ore == 100

    settlement = settle(party_line(invoice), party_line(payment), on=DAY, by=make_user())

    assert settlement.exchange_entry is not None
    assert lines_of(settlement.exchange_entry) == [("5600", "0,00 EUR"), ("4700", "0,00 EUR")]
    assert Debtor.objects.get().balance_ore == 0
    assert breaches() == []

    unsettle(settlement, on=DAY, by=make_user())

    assert Debtor.objects.get().balance_ore == 100
    assert breaches() == []


def test_parts_in_another_currency_sum_to_the_whole() -> None:
    debtor = make_debtor()
    invoice = post_invoice(debtor, [sold("1,00", code="SEUV", currency="EUR")], rate(7_461_234), by=make_user())
    for _third in range(3):
        payment = post_payment(debtor, Money(33, "EUR"), rate(7_461_234), through=account("5820"), by=make_user())
        settle(party_line(invoice), party_line(payment), on=DAY, by=make_user())
    rest = post_payment(debtor, Money(1, "EUR"), rate(7_461_234), through=account("5820"), by=make_user())
    settle(party_line(invoice), party_line(rest), on=DAY, by=make_user())

    assert remaining() == [0] * 5
    assert Debtor.objects.get().balance_ore == 0
    assert breaches() == []


def test_a_reversed_entry_stays_with_its_reversal() -> None:
    debtor = make_debtor()
    reverse_entry(make_invoice(debtor), reason="Forkert kunde", on=DAY, by=make_user())

    with pytest.raises(PartOfAReversal):
        unsettle(Settlement.objects.get(), on=DAY, by=make_user())


def test_an_archived_account_is_left_alone() -> None:
    debtor = make_debtor()
    invoice = make_invoice(debtor, "100,00")
    make_payment(debtor, "125,00", settles=[party_line(invoice)])
    archive_debtor(debtor, by=make_user())

    with pytest.raises(AccountArchived):
        unsettle(Settlement.objects.get(), on=DAY, by=make_user())


def test_an_account_is_archived_as_soon_as_it_is_settled_if_it_was_to_be() -> None:
    debtor = make_debtor()
    invoice = make_invoice(debtor, "100,00")
    change_debtor(debtor, {"archives_when_settled": True}, by=make_user())
    draft = make_draft(debtor=debtor, amount_ore=1_00, contra_account=account("5820"))

    make_payment(debtor, "125,00", settles=[party_line(invoice)])
    assert not Debtor.objects.get().is_archived

    from kundebro.ledger.operations import delete_draft, post_journal

    delete_draft(draft, by=make_user())
    make_draft(debtor=debtor, amount_ore=1_00, contra_account=account("5820"))
    back = make_draft(debtor=debtor, amount_ore=-1_00, contra_account=account("5820"), voucher=2)
    (first, _second) = post_journal([*type(back).objects.all()], by=make_user())
    assert not Debtor.objects.get().is_archived

    settle(party_line(first), party_line(Entry.objects.latest("pk")), on=DAY, by=make_user())

    stored = Debtor.objects.get()
    assert (stored.is_archived, stored.archives_when_settled) == (True, False)


def test_a_settlement_long_after_is_dated_when_it_was_made() -> None:
    debtor = make_debtor()
    invoice, payment = make_invoice(debtor), make_payment(debtor, "10,00")

    settlement = settle(party_line(invoice), party_line(payment), on=DAY + timedelta(days=40), by=make_user(), key="k")

    assert settlement.settled_on == date(2026, 5, 20)
    assert settle(party_line(invoice), party_line(payment), on=DAY, by=settlement.booked_by, key="k") == settlement  # type: ignore[arg-type]
