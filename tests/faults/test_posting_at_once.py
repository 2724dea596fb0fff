"""Many who post at the same moment (reliability.md F-20), as real processes on real connections."""

import contextlib
from collections import Counter
from datetime import timedelta

import pytest

from kundebro.ledger.models import Debtor, Entry, Line, OpenItem, Series, Settlement
from kundebro.ledger.operations import (
    AccountArchived,
    CannotArchive,
    CannotReverse,
    EntrySettled,
    MoreThanIsLeft,
    NothingToPost,
    PeriodClosed,
    archive_debtor,
    close_period,
    post_journal,
    post_payment,
    reverse_entry,
    settle,
)
from kundebro.users.models import User
from tests.factories.ledger import account, kr, make_draft, party_line
from tests.faults.books import DAY, TERMS, debtors, invoice
from tests.faults.together import at_once
from tests.ledger.books import breaches
from tests.live import Live, connected_to

CLIENTS = 8
EACH = 25
PAIRS = 10

pytestmark = [pytest.mark.faults, pytest.mark.xdist_group("faults")]


def test_eight_who_post_in_one_series_leave_no_gap(installation: Live) -> None:
    with connected_to(installation.url):
        accounts = [debtor.pk for debtor in debtors(3)]

    def post(place: int) -> list[int]:
        return [invoice(Debtor.objects.get(pk=accounts[(place + turn) % 3])).number for turn in range(EACH)]

    answers = at_once(CLIENTS, post, url=installation.url)

    numbers = sorted(number for answer in answers for number in answer)
    assert numbers == list(range(1, CLIENTS * EACH + 1))
    assert all(answer == sorted(answer) for answer in answers)
    with connected_to(installation.url):
        assert breaches() == []
        assert Series.objects.get().next_number == CLIENTS * EACH + 1
        assert sum(Debtor.objects.values_list("balance_ore", flat=True)) == CLIENTS * EACH * 125_000


def test_an_account_is_posted_on_or_archived_never_both(installation: Live) -> None:
    with connected_to(installation.url):
        accounts = [debtor.pk for debtor in debtors(PAIRS)]

    def act(place: int) -> str:
        debtor = Debtor.objects.get(pk=accounts[place // 2])
        try:
            if place % 2:
                invoice(debtor)
            else:
                archive_debtor(debtor, by=User.objects.get())
        except (AccountArchived, CannotArchive) as refused:
            return type(refused).__name__
        return "posted" if place % 2 else "archived"

    answers = Counter(at_once(2 * PAIRS, act, url=installation.url))

    assert answers["posted"] + answers["archived"] == PAIRS
    assert answers["posted"] == answers["CannotArchive"]
    assert answers["archived"] == answers["AccountArchived"]
    with connected_to(installation.url):
        assert breaches() == []
        assert Debtor.objects.archived().count() == answers["archived"]
        assert Entry.objects.count() == answers["posted"]


def test_nothing_is_booked_on_a_day_that_is_being_closed(installation: Live) -> None:
    with connected_to(installation.url):
        accounts = [debtor.pk for debtor in debtors(CLIENTS)]

    def act(place: int) -> int:
        if place == CLIENTS:
            for days in range(10, -1, -1):
                close_period(through=DAY - timedelta(days), by=User.objects.get())
            return 0
        posted = 0
        for turn in range(EACH):
            try:
                invoice(Debtor.objects.get(pk=accounts[place]), voucher_date=DAY - timedelta(turn % 10))
            except PeriodClosed:
                continue
            posted += 1
        return posted

    answers = at_once(CLIENTS + 1, act, url=installation.url)

    with connected_to(installation.url):
        assert breaches() == []
        assert Entry.objects.count() == sum(answers)


def test_an_invoice_is_settled_or_reversed_never_both(installation: Live) -> None:
    with connected_to(installation.url):
        pairs = []
        for debtor in debtors(PAIRS):
            payment = post_payment(debtor, kr("100,00"), TERMS, through=account("5820"), by=User.objects.get())
            pairs.append((invoice(debtor).pk, party_line(payment).pk))

    def act(place: int) -> str:
        entry = Entry.objects.get(pk=pairs[place // 2][0])
        user = User.objects.get()
        try:
            if place % 2:
                settle(party_line(entry), Line.objects.get(pk=pairs[place // 2][1]), on=DAY, by=user)
            else:
                reverse_entry(entry, reason="Fejl", on=DAY, by=user)
        except (EntrySettled, MoreThanIsLeft) as refused:
            return type(refused).__name__
        return "settled" if place % 2 else "reversed"

    answers = Counter(at_once(2 * PAIRS, act, url=installation.url))

    assert answers["settled"] == answers["EntrySettled"]
    assert answers["reversed"] == answers["MoreThanIsLeft"]
    assert answers["settled"] + answers["reversed"] == PAIRS
    with connected_to(installation.url):
        assert breaches() == []


def test_one_invoice_is_paid_once_by_many_and_reversed_once(installation: Live) -> None:
    with connected_to(installation.url):
        (debtor, other) = debtors(2)
        paid, wrong = invoice(debtor).pk, invoice(other).pk
        payments = [
            party_line(post_payment(debtor, kr("1.250,00"), TERMS, through=account("5820"), by=User.objects.get())).pk
            for _client in range(CLIENTS)
        ]

    def act(place: int) -> str:
        user = User.objects.get()
        with contextlib.suppress(CannotReverse):
            reverse_entry(Entry.objects.get(pk=wrong), reason="Fejl", on=DAY, by=user)
        line = party_line(Entry.objects.get(pk=paid))
        try:
            settle(line, Line.objects.get(pk=payments[place]), on=DAY, by=user)
        except MoreThanIsLeft:
            return "too late"
        return "settled"

    answers = Counter(at_once(CLIENTS, act, url=installation.url))

    assert answers == {"settled": 1, "too late": CLIENTS - 1}
    with connected_to(installation.url):
        assert breaches() == []
        assert Entry.objects.filter(reversal_of=wrong).count() == 1
        assert Settlement.objects.count() == 2
        assert OpenItem.objects.exclude(remaining_ore=0).count() == CLIENTS - 1


def test_a_journal_that_two_people_post_is_posted_once(installation: Live) -> None:
    with connected_to(installation.url):
        for voucher in range(5):
            make_draft(
                voucher=voucher,
                voucher_date=DAY,
                account=account("5820"),
                contra_account=account("5800"),
                amount_ore=100,
                by=User.objects.get(),
            )

    def act(_place: int) -> int:
        from kundebro.ledger.models import JournalLine

        try:
            return len(post_journal(JournalLine.objects.all(), by=User.objects.get()))
        except NothingToPost:
            return 0

    answers = at_once(CLIENTS, act, url=installation.url)

    assert sorted(answers) == [0] * (CLIENTS - 1) + [5]
    with connected_to(installation.url):
        assert breaches() == []
        assert Entry.objects.count() == 5


def test_a_double_click_posts_once(installation: Live) -> None:
    with connected_to(installation.url):
        (debtor,) = debtors(1)
        pk = debtor.pk

    def click(_place: int) -> int:
        return invoice(Debtor.objects.get(pk=pk), key="samme-formular").pk

    answers = at_once(CLIENTS, click, url=installation.url)

    assert len(set(answers)) == 1
    with connected_to(installation.url):
        assert Entry.objects.count() == 1
        assert breaches() == []
