"""Put away and brought back."""

import pytest
from django.db.models import QuerySet

from kundebro.history.models import Changeset
from kundebro.history.operations.undo import UndoRefused, undo
from kundebro.history.queries import fingerprint
from kundebro.ledger.models import Debtor
from kundebro.ledger.operations import AccountArchived, archive_debtor, unarchive_debtor
from kundebro.prospects.invariants import archived_with_their_accounts
from kundebro.prospects.models import Prospect
from kundebro.prospects.operations import (
    archive_prospects,
    transfer_to_creditor,
    transfer_to_debtor,
    unarchive_prospects,
)
from kundebro.prospects.queries.archive import held_back
from kundebro.users.choices import Role, Scope
from tests.factories.ledger import make_draft, make_invoice, make_payment, party_line
from tests.factories.prospects import make_archived, make_prospect
from tests.factories.users import make_user

pytestmark = pytest.mark.django_db


def customer() -> tuple[Prospect, Debtor]:
    prospect = make_prospect(number="10045")
    debtor = transfer_to_debtor(prospect, by=make_user())
    return prospect, debtor


def archive(prospect: Prospect, *, role: Role = Role.BOOKKEEPER) -> int:
    return archive_prospects(Prospect.objects.filter(pk=prospect.pk), by=make_user(role=role, scope=Scope.ALL))


def changeset_of(operation: str) -> Changeset:
    return Changeset.objects.filter(operation=operation).latest("pk")


def kinds_in_the_way(*, role: Role = Role.BOOKKEEPER) -> list[str]:
    held = held_back(Prospect.objects.all(), by=make_user(role=role, scope=Scope.ALL))
    return [obstacle.kind for each in held for obstacle in each.obstacles]


def test_an_archived_prospect_leaves_the_standard_lists_and_keeps_the_reason() -> None:
    prospect = make_prospect()

    count = archive_prospects(Prospect.objects.filter(pk=prospect.pk), by=make_user(), reason="Lukket")

    prospect.refresh_from_db()
    assert (count, prospect.is_archived, prospect.archived_reason) == (1, True, "Lukket")
    assert (list(Prospect.objects.active()), list(Prospect.objects.archived())) == ([], [prospect])


def test_those_archived_already_stay_as_they_are() -> None:
    make_archived(reason="Lukket")
    make_prospect()

    assert archive_prospects(Prospect.objects.all(), by=make_user(), reason="Flyttet") == 1
    assert set(Prospect.objects.values_list("archived_reason", flat=True)) == {"Lukket", "Flyttet"}


def test_bringing_back_takes_the_reason_away() -> None:
    prospect = make_archived(reason="Lukket")

    assert unarchive_prospects(Prospect.objects.all(), by=make_user()) == 1

    prospect.refresh_from_db()
    assert (prospect.archived_at, prospect.archived_reason) == (None, "")


def test_the_changeset_gives_the_reason_and_names_a_single_prospect() -> None:
    prospect = make_archived(reason="Lukket")

    changeset = Changeset.objects.get(operation="prospects.archive")
    assert (changeset.reason, changeset.about_id) == ("Lukket", prospect.pk)


def test_the_same_request_twice_counts_once() -> None:
    prospect, by = make_prospect(), make_user()
    chosen = Prospect.objects.filter(pk=prospect.pk)

    counts = [archive_prospects(chosen, by=by, key="abc") for _time in range(2)]

    assert (counts, Changeset.objects.filter(operation="prospects.archive").count()) == ([1, 1], 1)


def test_the_accounts_are_put_away_with_it_and_brought_back_with_it() -> None:
    prospect, debtor = customer()
    creditor = transfer_to_creditor(prospect, by=make_user())

    assert archive(prospect) == 1
    debtor.refresh_from_db()
    creditor.refresh_from_db()
    put_away = (debtor.is_archived, creditor.is_archived)
    unarchive_prospects(Prospect.objects.all(), by=make_user())

    debtor.refresh_from_db()
    creditor.refresh_from_db()
    assert (put_away, debtor.is_archived, creditor.is_archived) == ((True, True), False, False)


def test_an_account_that_was_put_away_before_stays_so_when_the_prospect_comes_back() -> None:
    prospect, debtor = customer()
    archive_debtor(debtor, by=make_user(), reason="ophørt")
    archive(prospect)

    unarchive_prospects(Prospect.objects.all(), by=make_user())

    debtor.refresh_from_db()
    assert (debtor.is_archived, debtor.archived_reason) == (True, "ophørt")


def test_it_waits_until_nothing_is_owed_nothing_is_open_and_no_draft_is_left() -> None:
    prospect, debtor = customer()
    invoice = make_invoice(debtor, "992,40")
    draft = make_draft(debtor=debtor, amount_ore=5000)

    refused = archive(prospect)
    in_the_way = kinds_in_the_way()
    make_payment(debtor, "1.240,50", settles=[party_line(invoice)])
    with_a_draft = (archive(prospect), kinds_in_the_way())
    undo(changeset_of("ledger.save-draft"), by=make_user())

    assert (refused, in_the_way) == (0, ["balance", "open_item", "draft"])
    assert with_a_draft == (0, ["draft"])
    assert not type(draft).objects.exists()
    assert archive(prospect) == 1


def test_of_many_only_those_with_an_account_in_the_way_stay() -> None:
    _prospect, debtor = customer()
    make_invoice(debtor)
    others = [make_prospect() for _each in range(2)]

    assert archive_prospects(Prospect.objects.all(), by=make_user()) == 2
    assert list(Prospect.objects.archived().order_by("pk")) == others


def test_who_may_not_archive_the_account_does_not_archive_its_prospect() -> None:
    prospect, _debtor = customer()

    assert archive(prospect, role=Role.SELLER) == 0
    assert kinds_in_the_way(role=Role.SELLER) == ["right"]


def test_who_may_not_see_amounts_is_told_none() -> None:
    _prospect, debtor = customer()
    make_invoice(debtor)

    held = held_back(Prospect.objects.all(), by=make_user(role=Role.MARKETING, scope=Scope.ALL))

    assert [(each.kind, each.amount) for each in held[0].obstacles] == [("right", None), ("hidden", None)]
    assert not any("1.250" in each.sentence for each in held[0].obstacles)


def test_each_obstacle_says_how_much_and_where_it_lies() -> None:
    _prospect, debtor = customer()
    make_invoice(debtor, "992,40")

    balance, item = held_back(Prospect.objects.all(), by=make_user())[0].obstacles

    assert (str(balance.amount), balance.url) == ("1.240,50 kr.", f"/debtors/{debtor.pk}/statement/")
    assert (str(item.amount), item.url) == ("1.240,50 kr.", f"/debtors/{debtor.pk}/?tab=entries")


def test_archiving_with_accounts_is_undone_as_one() -> None:
    prospect, _debtor = customer()
    before = fingerprint()
    archive(prospect)

    undo(changeset_of("prospects.archive"), by=make_user())

    assert fingerprint() == before


def test_an_account_that_is_brought_back_brings_its_prospect_back() -> None:
    prospect, debtor = customer()
    archive(prospect)

    unarchive_debtor(debtor, by=make_user())

    prospect.refresh_from_db()
    assert not prospect.is_archived
    assert list(archived_with_their_accounts()) == []


def test_nothing_is_posted_on_the_account_of_an_archived_prospect() -> None:
    prospect, debtor = customer()
    archive(prospect)

    with pytest.raises(AccountArchived):
        make_invoice(debtor)


def test_no_undo_leaves_an_account_in_use_behind_an_archived_prospect() -> None:
    prospect, debtor = customer()
    archive_debtor(debtor, by=make_user())
    archive(prospect)

    with pytest.raises(UndoRefused, match="10045"):
        undo(changeset_of("ledger.archive-debtor"), by=make_user())
    assert list(archived_with_their_accounts()) == []


def test_no_undo_archives_a_prospect_again_that_has_become_a_debtor() -> None:
    prospect = make_archived(number="10045")
    unarchive_prospects(Prospect.objects.all(), by=make_user())
    transfer_to_debtor(prospect, by=make_user())

    with pytest.raises(UndoRefused, match="10045"):
        undo(changeset_of("prospects.unarchive"), by=make_user())


def test_verify_names_an_archived_prospect_whose_account_is_in_use() -> None:
    prospect, debtor = customer()
    archive(prospect)
    QuerySet(Debtor).filter(pk=debtor.pk).update(archived_at=None)

    assert [breach.rows for breach in archived_with_their_accounts()] == [(prospect.pk,)]
