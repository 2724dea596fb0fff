"""What is altered behind our back is found: each invariant is broken once, by hand, and names its rows."""

from collections.abc import Callable

import pytest
from django.db import connection
from django.utils import timezone

from kundebro.ledger.models import Creditor, Debtor, Entry, Line, OpenItem, Series
from kundebro.ledger.operations import close_period, reverse_entry
from tests.factories.ledger import DAY, make_archived_debtor, make_creditor, make_debtor, make_invoice, make_payment
from tests.factories.ledger import party_line as party_line_of
from tests.factories.users import make_user
from tests.ledger.books import breaches, without_walls

pytestmark = pytest.mark.django_db


@pytest.fixture(autouse=True)
def _books() -> None:
    debtor, creditor = make_debtor(), make_creditor()
    invoice = make_invoice(debtor, "100,00")
    make_payment(debtor, "100,00", settles=[party_line_of(invoice)])
    make_invoice(creditor, "80,00")
    reverse_entry(make_invoice(debtor, "7,00"), reason="Fejl", on=DAY, by=make_user())


def tampered(sql: str) -> set[str]:
    """The invariants that the statement breaks."""
    with without_walls(), connection.cursor() as cursor:
        cursor.execute(sql)
    return {law for law, _rows in breaches()}


def test_books_that_were_kept_hold_all_of_them() -> None:
    assert breaches() == []


BREAKS = {
    "an amount": (
        "UPDATE ledger_line SET base_ore = base_ore + 1 WHERE position = 2",
        {"I-01", "I-02", "I-06", "I-07"},
    ),
    "two amounts of one entry": (
        (
            "UPDATE ledger_line SET amount_ore = amount_ore * 2, base_ore = base_ore * 2 "
            "WHERE entry_id = (SELECT max(entry_id) FROM ledger_line WHERE creditor_id IS NOT NULL)"
        ),
        {"I-03", "I-04", "I-06"},
    ),
    "a text": (
        "UPDATE ledger_entry SET text = 'x' WHERE number = 1",
        {"I-06"},
    ),
    "a date": ("UPDATE ledger_entry SET voucher_date = '2020-01-01' WHERE number = 1", {"I-06"}),
    "a hash": ("UPDATE ledger_entry SET hash = previous_hash WHERE number = 1", {"I-06"}),
    "an account": (
        "UPDATE ledger_line SET account_id = (SELECT id FROM ledger_account WHERE number = '5800') WHERE position = 2",
        {"I-06"},
    ),
    "a balance": ("UPDATE ledger_debtor SET balance_ore = balance_ore + 1", {"I-03", "I-04"}),
    "a count": ("UPDATE ledger_creditor SET open_count = open_count + 1", {"I-03"}),
    "a remainder": (
        "UPDATE ledger_openitem SET remaining_ore = remaining_ore + 1 WHERE remaining_ore < 0",
        {"I-04"},
    ),
    "a settlement": ("DELETE FROM ledger_settlement", {"I-04"}),
    "the counter": ("UPDATE ledger_series SET next_number = next_number + 1", {"I-05"}),
    "a number": ("UPDATE ledger_entry SET number = 100 WHERE number = 5", {"I-05", "I-06"}),
    "an account number": ("UPDATE ledger_creditor SET number_key = 'x'", {"I-11 accounts"}),
    "a reversal": (
        (
            "UPDATE ledger_line SET account_id = (SELECT id FROM ledger_account WHERE number = '5800') WHERE position = 2 "
            "AND entry_id = (SELECT id FROM ledger_entry WHERE reversal_of_id IS NOT NULL)"
        ),
        {"I-06", "I-07"},
    ),
    "a line of a reversal": (
        (
            "DELETE FROM ledger_line WHERE position = 3 "
            "AND entry_id = (SELECT id FROM ledger_entry WHERE reversal_of_id IS NOT NULL)"
        ),
        {"I-01", "I-02", "I-06", "I-07"},
    ),
    "the chain": ("UPDATE ledger_entry SET previous_hash = hash WHERE number = 2", {"I-06"}),
    "the time": ("UPDATE ledger_entry SET booked_at = '2020-01-01 00:00:00+00:00' WHERE number = 3", {"I-05", "I-06"}),
}


@pytest.mark.parametrize("what", BREAKS)
def test_a_change_behind_our_back_is_found_in(what: str) -> None:
    sql, broken = BREAKS[what]

    assert tampered(sql) == broken


def test_the_last_entry_taken_away_is_missed() -> None:
    last = Entry.objects.order_by("-number")[0].pk

    with without_walls(), connection.cursor() as cursor:
        cursor.execute(
            "DELETE FROM ledger_settlement WHERE debit_line_id IN (SELECT id FROM ledger_line WHERE entry_id = %s) "
            "OR credit_line_id IN (SELECT id FROM ledger_line WHERE entry_id = %s)",
            [last, last],
        )
        cursor.execute(
            "DELETE FROM ledger_openitem WHERE line_id IN (SELECT id FROM ledger_line WHERE entry_id = %s)", [last]
        )
        cursor.execute("DELETE FROM ledger_line WHERE entry_id = %s", [last])
        cursor.execute("DELETE FROM ledger_entry WHERE id = %s", [last])

    assert "I-05" in {law for law, _rows in breaches()}


def test_an_entry_booked_after_its_period_was_closed_is_found() -> None:
    close_period(through=DAY, by=make_user())
    late = timezone.now().isoformat()

    with without_walls(), connection.cursor() as cursor:
        cursor.execute("UPDATE ledger_period SET closed_at = '2020-01-01 00:00:00+00:00' WHERE closed_at < %s", [late])

    ((law, told),) = breaches()
    assert (law, told.count(",") + 1) == ("I-08", Entry.objects.count())


def test_a_draft_on_an_archived_account_is_found() -> None:
    archived = make_archived_debtor()
    other = Debtor.objects.exclude(pk=archived.pk).get()
    from tests.factories.ledger import account, make_draft

    draft = make_draft(debtor=other, amount_ore=100, contra_account=account("5820"))
    type(draft)._base_manager.filter(pk=draft.pk).update(debtor=archived)

    assert breaches() == [("I-12", f"archived debtors with something left: {archived.pk}")]


@pytest.mark.parametrize("model", [Entry, Line, OpenItem, Debtor, Creditor, Series])
def test_there_are_rows_to_look_at(model: Callable[[], object]) -> None:
    assert model.objects.exists()  # type: ignore[attr-defined]
