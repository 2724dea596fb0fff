import pytest
from django.db import IntegrityError, transaction

from kundebro.history.models import Changeset
from kundebro.history.operations.undo import UndoRefused, undo
from kundebro.ledger.models import Creditor, Debtor, JournalLine
from kundebro.ledger.operations import (
    CannotArchive,
    archive_creditor,
    archive_debtor,
    delete_draft,
    unarchive_creditor,
    unarchive_debtor,
)
from tests.factories.ledger import make_archived_debtor, make_creditor, make_debtor, make_draft
from tests.factories.users import make_user

pytestmark = pytest.mark.django_db


def test_an_account_without_a_balance_is_put_away_and_brought_back() -> None:
    debtor = archive_debtor(make_debtor(), by=make_user(), reason="Lukket")

    assert (debtor.is_archived, debtor.archived_reason) == (True, "Lukket")
    assert not Debtor.objects.active().exists()

    unarchive_debtor(debtor, by=make_user())

    stored = Debtor.objects.active().get()
    assert (stored.archived_at, stored.archived_reason) == (None, "")


def test_a_creditor_is_put_away_and_brought_back() -> None:
    creditor = archive_creditor(make_creditor(), by=make_user())

    assert Creditor.objects.archived().get() == creditor
    assert unarchive_creditor(creditor, by=make_user()).archived_at is None


def test_a_balance_is_in_the_way_and_named() -> None:
    debtor = make_debtor()
    Debtor._base_manager.update(balance_ore=124_050)

    with pytest.raises(CannotArchive) as refused:
        archive_debtor(debtor, by=make_user())

    (obstacle,) = refused.value.obstacles
    assert (obstacle.kind, str(obstacle.amount)) == ("balance", "1.240,50 kr.")
    assert Debtor.objects.active().exists()


@pytest.mark.parametrize("figures", [{"balance_ore": 1}, {"open_count": 1}])
def test_the_database_keeps_an_archived_account_from_owing(figures: dict[str, int]) -> None:
    make_archived_debtor()

    with pytest.raises(IntegrityError), transaction.atomic():
        Debtor._base_manager.update(**figures)


def test_no_undo_archives_an_account_again_that_has_a_draft() -> None:
    debtor = make_archived_debtor(number="10045")
    unarchive_debtor(debtor, by=make_user())
    make_draft(debtor=debtor, amount_ore=5000)

    with pytest.raises(UndoRefused, match="10045"):
        undo(Changeset.objects.get(operation="ledger.unarchive-debtor"), by=make_user())


def test_no_undo_brings_a_draft_back_to_an_archived_account() -> None:
    debtor = make_debtor(number="10045")
    delete_draft(make_draft(debtor=debtor, amount_ore=5000), by=make_user())
    archive_debtor(debtor, by=make_user())

    with pytest.raises(UndoRefused, match="10045"):
        undo(Changeset.objects.get(operation="ledger.delete-draft"), by=make_user())
    assert not JournalLine.objects.exists()
