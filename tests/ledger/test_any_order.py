"""Whatever is done in whatever order, the books hold after every step (reliability.md L-1 to L-9)."""

import os
from collections import Counter
from collections.abc import Iterator
from contextlib import contextmanager
from datetime import date, timedelta
from typing import Any

import pytest
from django.db import transaction
from hypothesis import HealthCheck, settings
from hypothesis import strategies as st
from hypothesis.stateful import (
    RuleBasedStateMachine,
    initialize,
    invariant,
    precondition,
    rule,
    run_state_machine_as_test,
)

from kundebro.core.money import Money
from kundebro.ledger.models import Creditor, Debtor, Entry, Line, OpenItem, PartyAccount, Settlement
from kundebro.ledger.operations import (
    AccountArchived,
    AlreadyClosed,
    AlreadyTakenBack,
    CannotArchive,
    CannotReverse,
    CannotSettle,
    EntrySettled,
    PartOfAReversal,
    PeriodClosed,
    archive_creditor,
    archive_debtor,
    change_creditor,
    change_debtor,
    close_period,
    post_credit_note,
    post_invoice,
    post_journal,
    post_payment,
    reverse_entry,
    settle,
    unarchive_creditor,
    unarchive_debtor,
    unsettle,
)
from kundebro.ledger.queries import balances, vat_totals
from tests.factories.ledger import account, make_creditor, make_debtor, make_draft, on, vat_code
from tests.factories.ledger import party_line as party_line_of
from tests.factories.users import make_user
from tests.ledger.books import as_after_a_commit, breaches

EXAMPLES = int(os.environ.get("KUNDEBRO_EXAMPLES") or 5)
STEPS = int(os.environ.get("KUNDEBRO_STEPS") or 16)
FIRST_DAY, LAST_DAY = date(2025, 1, 1), date(2025, 12, 31)
RATE = {"DKK": None, "EUR": 7_461_234}

REFUSALS = (
    AccountArchived,
    AlreadyClosed,
    AlreadyTakenBack,
    CannotArchive,
    CannotReverse,
    CannotSettle,
    EntrySettled,
    PartOfAReversal,
    PeriodClosed,
)

whose = st.integers(0, 3)
days = st.integers(0, 120)
amounts = st.integers(1, 10**7)
currencies = st.sampled_from(["DKK", "DKK", "EUR"])
which = st.integers(0, 10**6)


@contextmanager
def allowed_to_refuse() -> Iterator[None]:
    """What is refused by the rules has done nothing; anything else that goes wrong is a fault."""
    try:
        with transaction.atomic():
            yield
    except REFUSALS:
        pass


class Books(RuleBasedStateMachine):
    """Two debtors and two creditors, with what ought to stand on each kept beside."""

    @initialize()
    def open(self) -> None:
        """Begin inside a transaction that is rolled back at the end."""
        self.around = transaction.atomic()
        self.around.__enter__()
        self.user = make_user()
        self.parties: list[PartyAccount] = [make_debtor(), make_debtor(), make_creditor(), make_creditor()]
        self.owed: Counter[tuple[int, str]] = Counter()
        self.entries = 0

    def teardown(self) -> None:
        """Leave nothing."""
        if hasattr(self, "around"):
            transaction.set_rollback(True)
            self.around.__exit__(None, None, None)

    def lines(self, amount: int, currency: str, party: PartyAccount) -> list[Any]:
        from kundebro.ledger.operations import InvoiceLine

        is_debtor = party.kind == "debtor"
        codes = ("S25", "SEUV") if is_debtor else ("K25", "KEUV")
        number = "1000" if is_debtor else "2000"
        parts = [Money(amount, currency), Money(amount // 3 + 1, currency)]
        return [InvoiceLine(account(number), part, vat_code(code)) for part, code in zip(parts, codes, strict=True)]

    @rule(whose=whose, amount=amounts, currency=currencies, day=days)
    def invoice(self, whose: int, amount: int, currency: str, day: int) -> None:
        party = self.parties[whose]
        terms = on(FIRST_DAY + timedelta(day), rate_millionths=RATE[currency])
        with allowed_to_refuse():
            self._posted(post_invoice(party, self.lines(amount, currency, party), terms, by=self.user), whose)

    @rule(whose=whose, amount=amounts, currency=currencies, day=days)
    def credit(self, whose: int, amount: int, currency: str, day: int) -> None:
        party = self.parties[whose]
        terms = on(FIRST_DAY + timedelta(day), rate_millionths=RATE[currency])
        with allowed_to_refuse():
            self._posted(post_credit_note(party, self.lines(amount, currency, party), terms, by=self.user), whose)

    @rule(whose=whose, amount=amounts, currency=currencies, day=days, drift=st.integers(-50_000, 50_000))
    def pay(self, whose: int, amount: int, currency: str, day: int, drift: int) -> None:
        rate = RATE[currency]
        terms = on(FIRST_DAY + timedelta(day), rate_millionths=None if rate is None else rate + drift)
        with allowed_to_refuse():
            entry = post_payment(
                self.parties[whose], Money(amount, currency), terms, through=account("5820"), by=self.user
            )
            self._posted(entry, whose)

    @rule(whose=whose, day=days)
    def pay_all_of_the_oldest(self, whose: int, day: int) -> None:
        party = self.parties[whose]
        item = OpenItem.objects.filter(**{str(party.kind): party}).exclude(remaining_ore=0).order_by("pk").first()
        if item is None:
            return
        owed = item.remaining_ore if isinstance(party, Debtor) else -item.remaining_ore
        terms = on(FIRST_DAY + timedelta(day), rate_millionths=RATE[item.currency_id])
        with allowed_to_refuse():
            entry = post_payment(
                party,
                Money(owed, item.currency_id),
                terms,
                through=account("5820"),
                settles=[item.line],
                by=self.user,
            )
            self._posted(entry, whose)

    @rule(whose=whose, amount=amounts, day=days)
    def post_by_hand(self, whose: int, amount: int, day: int) -> None:
        party = self.parties[whose]
        with allowed_to_refuse():
            draft = make_draft(
                **{str(party.kind): party},
                amount_ore=amount,
                contra_account=account("1000"),
                vat_code=vat_code("S25"),
                voucher_date=FIRST_DAY + timedelta(day),
                by=self.user,
            )
            (entry,) = post_journal([draft], by=self.user)
            self._posted(entry, whose)

    @rule(one=which, other=which, part=st.none() | st.integers(1, 1000), day=days)
    def settle(self, one: int, other: int, part: int | None, day: int) -> None:
        items = list(OpenItem.objects.exclude(remaining_ore=0).select_related("line").order_by("pk"))
        if not items:
            return
        first = items[one % len(items)]
        fitting = [
            item
            for item in items
            if (item.debtor_id, item.creditor_id, item.currency_id)
            == (first.debtor_id, first.creditor_id, first.currency_id)
            and item.amount_ore * first.amount_ore < 0
        ]
        if not fitting:
            return
        second = fitting[other % len(fitting)]
        amount = None if part is None else Money(part, first.currency_id)
        before = Entry.objects.count()
        with allowed_to_refuse():
            settle(first.line, second.line, on=FIRST_DAY + timedelta(day), amount=amount, by=self.user)
            self.entries += Entry.objects.count() - before

    @precondition(lambda _self: Settlement.objects.exists())
    @rule(one=which, day=days)
    def unsettle(self, one: int, day: int) -> None:
        settlements = list(Settlement.objects.order_by("pk"))
        before = Entry.objects.count()
        with allowed_to_refuse():
            unsettle(settlements[one % len(settlements)], on=FIRST_DAY + timedelta(day), by=self.user)
            self.entries += Entry.objects.count() - before

    @precondition(lambda _self: Entry.objects.exists())
    @rule(one=which, day=days)
    def reverse(self, one: int, day: int) -> None:
        entries = list(Entry.objects.order_by("pk"))
        entry = entries[one % len(entries)]
        before = dict(OpenItem.objects.values_list("pk", "remaining_ore"))
        with allowed_to_refuse():
            reversal = reverse_entry(entry, reason="Fejl", on=FIRST_DAY + timedelta(day), by=self.user)
            line = party_line_of(reversal)
            self._posted(reversal, self.parties.index(self._party(line)))
            changed = {
                pk for pk, left in OpenItem.objects.values_list("pk", "remaining_ore") if before.get(pk) != left
            }
            assert changed == {line.pk, party_line_of(entry).pk}

    @rule(day=st.integers(0, 60))
    def close(self, day: int) -> None:
        with allowed_to_refuse():
            close_period(through=FIRST_DAY + timedelta(day), by=self.user)

    @rule(whose=whose)
    def archive(self, whose: int) -> None:
        party = self.parties[whose]
        with allowed_to_refuse():
            if isinstance(party, Debtor):
                archive_debtor(party, by=self.user)
            elif isinstance(party, Creditor):
                archive_creditor(party, by=self.user)

    @rule(whose=whose)
    def unarchive(self, whose: int) -> None:
        party = self.parties[whose]
        if isinstance(party, Debtor):
            unarchive_debtor(party, by=self.user)
        elif isinstance(party, Creditor):
            unarchive_creditor(party, by=self.user)

    @rule(whose=whose)
    def archive_when_settled(self, whose: int) -> None:
        party = self.parties[whose]
        if isinstance(party, Debtor):
            change_debtor(party, {"archives_when_settled": True}, by=self.user)
        elif isinstance(party, Creditor):
            change_creditor(party, {"archives_when_settled": True}, by=self.user)

    def _party(self, line: Line) -> PartyAccount:
        party = line.party
        assert party is not None
        return party

    def _posted(self, entry: Entry, whose: int) -> None:
        line = party_line_of(entry)
        self.owed[whose, line.currency_id] += line.amount_ore
        self.entries = Entry.objects.count()

    @invariant()
    def the_books_hold(self) -> None:
        if not hasattr(self, "around"):
            return
        as_after_a_commit()
        assert breaches() == []
        assert Entry.objects.count() == self.entries

    @invariant()
    def every_account_owes_what_it_should(self) -> None:
        for place, party in enumerate(getattr(self, "parties", [])):
            stored = type(party)._default_manager.get(pk=party.pk)
            left: Counter[str] = Counter()
            for item in OpenItem.objects.filter(**{str(party.kind): party}):
                left[item.currency_id] += item.remaining_ore
            for currency in RATE:
                assert left[currency] == self.owed[place, currency]
            if not any(left.values()) and not stored.open_count:
                assert stored.balance_ore == 0

    @invariant()
    def the_chart_sums_to_nothing_and_vat_is_where_it_says(self) -> None:
        if not hasattr(self, "around"):
            return
        chart = {row.number: row.balance.ore for row in balances(on=LAST_DAY)}
        assert sum(chart.values()) == 0
        vat = vat_totals(first=FIRST_DAY, last=LAST_DAY)
        of_accounts = sum(chart.get(number, 0) for number in ("6900", "6910", "6920", "6930"))
        assert sum(amount.ore for amount, _basis in vat.values()) == of_accounts


@pytest.mark.django_db
def test_the_books_hold_after_every_step() -> None:
    wanted = settings(
        max_examples=EXAMPLES,
        stateful_step_count=STEPS,
        deadline=None,
        suppress_health_check=list(HealthCheck),
        print_blob=True,
    )

    run_state_machine_as_test(Books, settings=wanted)  # type: ignore[no-untyped-call]
