from datetime import date

import pytest

from kundebro.history.operations.undo import UndoRefused, undo
from kundebro.history.recorder import latest_changeset
from kundebro.history.tracked import StaleWrite
from kundebro.ledger.choices import EntryKind
from kundebro.ledger.models import Debtor, Entry, JournalLine, OpenItem
from kundebro.ledger.operations import (
    AccountArchived,
    CannotArchive,
    NothingToPost,
    VouchersDiffer,
    VoucherUnbalanced,
    archive_debtor,
    delete_draft,
    post_journal,
    save_draft,
)
from tests.factories.ledger import (
    account,
    lines_of,
    make_archived_debtor,
    make_creditor,
    make_debtor,
    make_draft,
    make_invoice,
    party_line,
    vat_code,
)
from tests.factories.users import make_user
from tests.ledger.books import breaches

pytestmark = pytest.mark.django_db


def posted() -> list[Entry]:
    return post_journal(JournalLine.objects.all(), by=make_user())


def test_a_sale_by_hand_has_its_vat_taken_out() -> None:
    debtor = make_debtor()
    make_draft(
        debtor=debtor,
        amount_ore=1_250_00,
        contra_account=account("1000"),
        vat_code=vat_code("S25"),
        kind=EntryKind.INVOICE,
    )

    (entry,) = posted()

    assert lines_of(entry) == [("5600", "1.250,00 kr."), ("1000", "-1.000,00 kr."), ("6900", "-250,00 kr.")]
    assert OpenItem.objects.get().due_on == date(2026, 4, 24)
    assert not JournalLine.objects.exists()
    assert breaches() == []


def test_a_cost_by_hand_has_its_vat_taken_out() -> None:
    make_draft(account=account("3100"), amount_ore=99_95, contra_account=account("5820"), vat_code=vat_code("K25"))

    (entry,) = posted()

    assert lines_of(entry) == [("3100", "79,96 kr."), ("6930", "19,99 kr."), ("5820", "-99,95 kr.")]


def test_what_is_bought_in_the_eu_carries_its_vat_on_top() -> None:
    creditor = make_creditor()
    make_draft(creditor=creditor, amount_ore=-100_00, contra_account=account("2100"), vat_code=vat_code("KEUV"))

    (entry,) = posted()

    assert lines_of(entry) == [
        ("6800", "-100,00 kr."),
        ("2100", "100,00 kr."),
        ("6930", "25,00 kr."),
        ("6910", "-25,00 kr."),
    ]


def test_lines_under_one_voucher_are_one_entry() -> None:
    debtor = make_debtor()
    invoice = make_invoice(debtor, "100,00")
    make_draft(account=account("5820"), amount_ore=125_00, kind=EntryKind.PAYMENT)
    make_draft(debtor=debtor, amount_ore=-125_00, kind=EntryKind.PAYMENT, settles=party_line(invoice))
    make_draft(account=account("5800"), amount_ore=10_00, contra_account=account("5820"), voucher=2)

    payment, moved = posted()

    assert lines_of(payment) == [("5820", "125,00 kr."), ("5600", "-125,00 kr.")]
    assert (payment.kind, moved.kind, moved.number) == (EntryKind.PAYMENT, EntryKind.JOURNAL, payment.number + 1)
    assert Debtor.objects.get().open_count == 0


def test_a_voucher_that_does_not_balance_posts_nothing_at_all() -> None:
    make_draft(account=account("5820"), amount_ore=125_00, contra_account=account("5800"))
    make_draft(account=account("5820"), amount_ore=125_00, voucher=2)

    with pytest.raises(VoucherUnbalanced) as refused:
        posted()

    assert (refused.value.voucher, refused.value.difference_ore) == (2, 125_00)
    assert JournalLine.objects.count() == 2
    assert not Entry.objects.exists()
    make_draft(account=account("5800"), amount_ore=-125_00, voucher=2)
    assert [entry.number for entry in posted()] == [1, 2]


def test_a_voucher_has_one_date() -> None:
    make_draft(account=account("5820"), amount_ore=100)
    make_draft(account=account("5800"), amount_ore=-100, voucher_date=date(2026, 4, 11))

    with pytest.raises(VouchersDiffer):
        posted()


def test_an_empty_journal_is_nothing_to_post() -> None:
    with pytest.raises(NothingToPost):
        posted()


def test_a_repeated_click_answers_with_the_same_entries() -> None:
    user = make_user()
    make_draft(account=account("5820"), amount_ore=100, contra_account=account("5800"))
    drafts = list(JournalLine.objects.all())

    first = post_journal(drafts, by=user, key="klik")

    assert post_journal(drafts, by=user, key="klik") == first
    with pytest.raises(NothingToPost):
        post_journal(drafts, by=user)


def test_nothing_is_posted_when_a_line_has_changed_or_gone_since_it_was_read() -> None:
    for voucher in (1, 2):
        make_draft(account=account("5820"), amount_ore=100, contra_account=account("5800"), voucher=voucher)
    read = list(JournalLine.objects.all())
    changed, gone = JournalLine.objects.all()
    changed.amount_ore = 900
    save_draft(changed, by=make_user())

    with pytest.raises(StaleWrite):
        post_journal(read, by=make_user())
    delete_draft(gone, by=make_user())
    with pytest.raises(StaleWrite):
        post_journal([changed, gone], by=make_user())

    assert (Entry.objects.count(), JournalLine.objects.count()) == (0, 1)


def test_a_draft_is_in_the_way_of_archiving_and_an_archived_account_takes_none() -> None:
    debtor = make_debtor()
    draft = make_draft(debtor=debtor, amount_ore=100, contra_account=account("5820"))

    with pytest.raises(CannotArchive) as refused:
        archive_debtor(debtor, by=make_user())
    assert [(each.kind, str(each.amount)) for each in refused.value.obstacles] == [("draft", "1,00 kr.")]

    delete_draft(draft, by=make_user())
    archive_debtor(debtor, by=make_user())
    with pytest.raises(AccountArchived):
        make_draft(debtor=make_archived_debtor(), amount_ore=100, contra_account=account("5820"))


def test_entries_that_come_to_nothing_are_in_the_way_until_they_are_settled() -> None:
    debtor = make_debtor()
    make_draft(debtor=debtor, amount_ore=100, contra_account=account("5820"))
    make_draft(debtor=debtor, amount_ore=-100, contra_account=account("5820"), voucher=2)
    posted()

    with pytest.raises(CannotArchive) as refused:
        archive_debtor(debtor, by=make_user())

    assert [each.kind for each in refused.value.obstacles] == ["open_item", "open_item"]


def test_posting_is_not_undone_nor_is_the_opening_of_an_account_posted_on() -> None:
    debtor = make_debtor()
    opening = latest_changeset()
    make_draft(debtor=debtor, amount_ore=100, contra_account=account("5820"))
    posted()
    posting = latest_changeset()

    for changeset in (opening, posting):
        assert changeset is not None
        with pytest.raises(UndoRefused):
            undo(changeset, by=make_user())

    assert Debtor.objects.exists()
