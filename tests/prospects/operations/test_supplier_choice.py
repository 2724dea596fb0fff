"""Several candidates side by side; one becomes creditor, the others are put away, in one step that can be undone."""

import pytest

from kundebro.history.models import Changeset
from kundebro.history.operations.undo import UndoRefused, undo
from kundebro.history.queries import fingerprint
from kundebro.history.tracked import StaleWrite
from kundebro.ledger.models import Creditor
from kundebro.ledger.operations import AccountNumberTaken
from kundebro.prospects.models import Prospect, SupplierCandidate, SupplierComparison
from kundebro.prospects.operations import (
    AlreadyDecided,
    NotComparable,
    archive_prospects,
    choose_supplier,
    compare_suppliers,
    note_candidate,
    transfer_to_creditor,
    transfer_to_debtor,
)
from kundebro.users.choices import Role, Scope
from kundebro.users.models import User
from tests.factories.ledger import make_creditor, make_invoice
from tests.factories.prospects import make_archived, make_prospect
from tests.factories.users import make_user

pytestmark = pytest.mark.django_db


@pytest.fixture
def seller() -> User:
    return make_user(role=Role.SELLER, scope=Scope.ALL)


@pytest.fixture
def candidates(seller: User) -> list[SupplierCandidate]:
    for number, name in (("1", "Alfa Træ"), ("2", "Beta Træ"), ("3", "Gamma Træ")):
        make_prospect(number=number, name=name, intended_role="supplier")
    compare_suppliers(Prospect.objects.all(), title="Trælast 2027", by=seller)
    return list(SupplierCandidate.objects.order_by("pk"))


def undo_the(operation: str, by: User) -> None:
    undo(Changeset.objects.get(operation=operation), by=by)


def test_the_prospects_stand_side_by_side_in_the_order_of_their_names(candidates: list[SupplierCandidate]) -> None:
    assert [each.prospect.name for each in candidates] == ["Alfa Træ", "Beta Træ", "Gamma Træ"]
    assert SupplierComparison.objects.get().title == "Trælast 2027"


@pytest.mark.parametrize("count", [1, 9])
def test_one_is_no_choice_and_nine_do_not_fit(seller: User, count: int) -> None:
    for _each in range(count):
        make_prospect()

    with pytest.raises(NotComparable):
        compare_suppliers(Prospect.objects.all(), title="Trælast", by=seller)
    assert not SupplierComparison.objects.exists()


def test_the_same_request_twice_makes_one_comparison(seller: User) -> None:
    for _each in range(2):
        make_prospect()

    first, second = (compare_suppliers(Prospect.objects.all(), title="T", by=seller, key="k1") for _click in range(2))

    assert (first, SupplierCandidate.objects.count()) == (second, 2)


def test_notes_are_kept_with_their_history(candidates: list[SupplierCandidate], seller: User) -> None:
    before = fingerprint()

    note_candidate(candidates[0], {"price_note": "412 kr./m³", "terms_note": "Frit leveret"}, by=seller, version=1)

    noted = SupplierCandidate.objects.get(pk=candidates[0].pk)
    assert (noted.price_note, noted.terms_note) == ("412 kr./m³", "Frit leveret")
    with pytest.raises(StaleWrite):
        note_candidate(candidates[0], {"price_note": "400"}, by=seller, version=1)
    undo_the("prospects.note-candidate", seller)
    assert fingerprint() == before


def test_the_chosen_one_becomes_creditor_and_the_others_are_put_away_and_say_why(
    candidates: list[SupplierCandidate], seller: User
) -> None:
    creditor = choose_supplier(candidates[1], by=seller)

    comparison = SupplierComparison.objects.get()
    assert (creditor.number, comparison.is_decided) == ("2", True)
    assert [each.is_chosen for each in SupplierCandidate.objects.order_by("pk")] == [False, True, False]
    archived = Prospect.objects.archived().order_by("number").values_list("number", "archived_reason")
    assert list(archived) == [("1", "Fravalgt: Beta Træ valgt"), ("3", "Fravalgt: Beta Træ valgt")]


def test_the_choice_is_undone_as_one(candidates: list[SupplierCandidate], seller: User) -> None:
    before = fingerprint()
    choose_supplier(candidates[1], by=seller)

    undo_the("prospects.choose-supplier", seller)

    assert (fingerprint(), Creditor.objects.exists()) == (before, False)


def test_it_stands_once_something_is_posted(candidates: list[SupplierCandidate], seller: User) -> None:
    make_invoice(choose_supplier(candidates[1], by=seller))

    with pytest.raises(UndoRefused):
        undo_the("prospects.choose-supplier", seller)


def test_those_we_deal_with_are_not_put_away(candidates: list[SupplierCandidate], seller: User) -> None:
    transfer_to_debtor(candidates[0].prospect, by=seller)

    choose_supplier(candidates[1], by=seller)

    assert list(Prospect.objects.archived().values_list("number", flat=True)) == ["3"]


def test_one_that_is_archived_already_keeps_its_reason(candidates: list[SupplierCandidate], seller: User) -> None:
    archive_prospects(Prospect.objects.filter(number="3"), by=seller, reason="Gået konkurs")

    choose_supplier(candidates[1], by=seller)

    assert Prospect.objects.get(number="3").archived_reason == "Gået konkurs"


def test_one_that_is_a_creditor_already_stays_that_creditor(candidates: list[SupplierCandidate], seller: User) -> None:
    creditor = transfer_to_creditor(candidates[1].prospect, by=seller)

    assert choose_supplier(candidates[1], by=seller) == creditor
    assert Creditor.objects.count() == 1


def test_the_account_that_is_there_may_be_linked_to(candidates: list[SupplierCandidate], seller: User) -> None:
    creditor = make_creditor(number="900", name="Beta Træ A/S")

    assert choose_supplier(candidates[1], by=seller, link_to=creditor) == creditor
    assert Prospect.objects.get(number="2").creditor == creditor


def test_a_refusal_leaves_everything_as_it_was(candidates: list[SupplierCandidate], seller: User) -> None:
    make_creditor(number="2")
    before = fingerprint()

    with pytest.raises(AccountNumberTaken):
        choose_supplier(candidates[1], by=seller)
    assert fingerprint() == before


def test_one_chooses_once(candidates: list[SupplierCandidate], seller: User) -> None:
    first, second = (choose_supplier(candidates[1], by=seller, key="k1") for _click in range(2))

    assert first == second
    with pytest.raises(AlreadyDecided):
        choose_supplier(candidates[0], by=seller)
    with pytest.raises(AlreadyDecided):
        note_candidate(candidates[0], {"price_note": "x"}, by=seller)


def test_a_choice_is_seen_by_those_who_see_every_candidate(candidates: list[SupplierCandidate], seller: User) -> None:
    other = make_user(role=Role.SELLER, scope=Scope.OWN)
    make_archived()

    assert list(SupplierComparison.objects.visible_to(seller)) == [candidates[0].comparison]
    assert list(SupplierComparison.objects.visible_to(other)) == []
