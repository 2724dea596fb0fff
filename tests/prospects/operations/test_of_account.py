"""A debtor or creditor made by hand gets its prospect, which stands behind it as after a transfer."""

import pytest
from django.core.exceptions import PermissionDenied

from kundebro.history.models import Changeset
from kundebro.history.operations.undo import undo
from kundebro.history.queries import fingerprint
from kundebro.prospects.models import Prospect
from kundebro.prospects.operations import AccountHasProspect, NumberTaken, TransferUndone, create_prospect_of
from kundebro.users.choices import Role, Scope
from kundebro.users.models import User
from tests.factories.company import make_payment_terms
from tests.factories.ledger import make_creditor, make_debtor, make_invoice
from tests.factories.prospects import make_prospect
from tests.factories.users import make_user

pytestmark = pytest.mark.django_db


@pytest.fixture
def seller() -> User:
    return make_user(role=Role.SELLER, scope=Scope.ALL)


def test_the_prospect_has_the_accounts_number_and_details_and_the_account_stays_as_it_is(seller: User) -> None:
    debtor = make_debtor(number="900", name="Kunde ApS", city="Ribe", payment_terms=make_payment_terms())

    prospect = create_prospect_of(debtor, by=seller, number="900")

    assert (prospect.number, prospect.debtor, prospect.intended_role) == ("900", debtor, "customer")
    assert prospect.details() == debtor.details()
    assert prospect.responsible == seller
    assert prospect.debtor_posting_group == debtor.posting_group
    version = debtor.version
    debtor.refresh_from_db()
    assert debtor.version == version


def test_a_creditors_prospect_is_a_supplier_under_the_next_number(seller: User) -> None:
    creditor = make_creditor(number="900")

    prospect = create_prospect_of(creditor, by=seller)

    assert (prospect.creditor, prospect.intended_role, prospect.number != "900") == (creditor, "supplier", True)


def test_an_account_has_one_prospect(seller: User) -> None:
    debtor = make_debtor()
    create_prospect_of(debtor, by=seller)

    with pytest.raises(AccountHasProspect):
        create_prospect_of(debtor, by=seller)
    assert Prospect.objects.count() == 1


def test_a_taken_number_is_refused(seller: User) -> None:
    make_prospect(number="900")

    with pytest.raises(NumberTaken):
        create_prospect_of(make_debtor(number="900"), by=seller, number="900")


def test_the_same_request_twice_answers_the_same_until_it_is_undone(seller: User) -> None:
    debtor = make_debtor()
    before = fingerprint()

    answers = [create_prospect_of(debtor, by=seller, key="k1") for _click in range(2)]
    undo(Changeset.objects.get(operation="prospects.create-of-account"), by=seller)

    assert answers[0] == answers[1]
    assert fingerprint() == before
    with pytest.raises(TransferUndone):
        create_prospect_of(debtor, by=seller, key="k1")


def test_it_can_be_undone_also_when_something_is_posted(seller: User) -> None:
    debtor = make_debtor()
    make_invoice(debtor)
    create_prospect_of(debtor, by=seller)

    undo(Changeset.objects.get(operation="prospects.create-of-account"), by=seller)

    assert not Prospect.objects.exists()


def test_the_right_to_make_prospects_alone_is_not_enough() -> None:
    with pytest.raises(PermissionDenied):
        create_prospect_of(make_debtor(), by=make_user(role=Role.MARKETING))
    assert not Prospect.objects.exists()
