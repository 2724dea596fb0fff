"""Primary contact and attention line in step, both ways, under the switch."""

import pytest

from kundebro.contacts.models import Contact
from kundebro.contacts.operations import change_contact
from kundebro.core.verify import breached, verify
from kundebro.history.models import Changeset
from kundebro.history.operations.undo import undo
from kundebro.history.queries import fingerprint
from kundebro.ledger.models import Debtor
from kundebro.ledger.operations import change_debtor
from kundebro.prospects.models import Prospect
from kundebro.prospects.operations import change_prospect, set_sync, transfer_to_debtor
from kundebro.users.choices import Role, Scope
from kundebro.users.models import User
from tests.factories.contacts import make_contact
from tests.factories.users import make_user

pytestmark = pytest.mark.django_db


@pytest.fixture
def seller() -> User:
    return make_user(role=Role.SELLER, scope=Scope.ALL)


@pytest.fixture
def aase(seller: User) -> Contact:
    """The primary contact of a debtor, whose phone is the company's."""
    contact = make_contact(name="Åse Ågård", title="Indkøber", email="aase@faerger.example", by=seller)
    change_prospect(contact.prospect, {"email": "aase@faerger.example"}, by=seller)
    transfer_to_debtor(contact.prospect, by=seller)
    set_sync(is_on=True, owners={}, by=make_user())
    return contact


def attention() -> tuple[str, str, str]:
    return Contact.objects.get(is_primary=True).name, Prospect.objects.get().attention, Debtor.objects.get().attention


def test_the_contacts_new_name_reaches_prospect_and_debtor(aase: Contact, seller: User) -> None:
    change_contact(aase, {"name": "Åse Ågård Holm"}, by=seller)

    assert attention() == ("Åse Ågård Holm",) * 3


def test_the_attention_line_of_the_debtor_reaches_prospect_and_contact_with_one_write_each(
    aase: Contact, seller: User
) -> None:
    change_debtor(Debtor.objects.get(), {"attention": "Åse Holm", "email": "holm@faerger.example"}, by=seller)

    assert attention() == ("Åse Holm",) * 3
    aase.refresh_from_db()
    assert (aase.email, aase.title) == ("holm@faerger.example", "Indkøber")
    assert Changeset.objects.latest("pk").change_count == 3
    assert breached(verify()) == []


def test_a_seller_can_take_it_all_back(aase: Contact, seller: User) -> None:
    before = fingerprint()
    change_prospect(aase.prospect, {"attention": "Åse Holm", "attention_title": "Direktør"}, by=seller)
    assert attention() == ("Åse Holm",) * 3

    undo(Changeset.objects.latest("pk"), by=seller)

    assert fingerprint() == before


def test_another_of_the_companys_people_named_there_becomes_primary(aase: Contact, seller: User) -> None:
    bo = make_contact(name="Bo Berg", prospect=aase.prospect, by=seller)
    before = fingerprint()

    change_prospect(aase.prospect, {"attention": "bo berg"}, by=seller)

    bo.refresh_from_db()
    aase.refresh_from_db()
    assert (bo.is_primary, aase.is_primary, aase.name) == (True, False, "Åse Ågård")
    undo(Changeset.objects.latest("pk"), by=seller)
    assert fingerprint() == before


def test_what_the_contact_had_for_itself_stays(aase: Contact, seller: User) -> None:
    set_sync(is_on=False, owners={}, by=make_user())
    change_prospect(aase.prospect, {"email": "post@faerger.example"}, by=seller)
    set_sync(is_on=True, owners={}, by=make_user())

    change_prospect(aase.prospect, {"email": "ny@faerger.example", "phone": "+4586123456", "attention": ""}, by=seller)

    aase.refresh_from_db()
    assert (aase.email, aase.phone, aase.name) == ("aase@faerger.example", "", "Åse Ågård")


def test_off_means_that_the_contact_does_not_follow(aase: Contact, seller: User) -> None:
    set_sync(is_on=False, owners={}, by=make_user())

    change_prospect(aase.prospect, {"attention": "Åse Holm"}, by=seller)

    assert attention() == ("Åse Ågård", "Åse Holm", "Åse Ågård")
