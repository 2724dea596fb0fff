"""One confirmed click: the prospect becomes debtor or creditor, once, with nothing typed twice (PRO-3, PRO-4, TR-1 to TR-4)."""

import pytest
from django.core.exceptions import PermissionDenied

from kundebro.contacts.models import Contact
from kundebro.history.models import Changeset
from kundebro.history.operations.undo import UndoRefused, undo
from kundebro.history.queries import fingerprint
from kundebro.ledger.models import Creditor, Debtor
from kundebro.ledger.operations import AccountNumberTaken, NoPostingGroup
from kundebro.prospects.models import Prospect
from kundebro.prospects.operations import (
    AccountHasProspect,
    AlreadyTransferred,
    NothingAgrees,
    ProspectArchived,
    TransferUndone,
    change_prospect,
    copy_prospect,
    link_to_creditor,
    link_to_debtor,
    transfer_to_creditor,
    transfer_to_debtor,
)
from kundebro.users.choices import Role, Scope
from kundebro.users.models import User
from tests.factories.contacts import make_contact
from tests.factories.ledger import (
    make_creditor,
    make_debtor,
    make_debtor_profile,
    make_invoice,
    posting_group,
    vat_code,
)
from tests.factories.prospects import make_archived, make_prospect
from tests.factories.users import make_user

pytestmark = pytest.mark.django_db


@pytest.fixture
def seller() -> User:
    return make_user(role=Role.SELLER, scope=Scope.ALL)


def transfer_of(prospect: Prospect) -> Changeset:
    return Changeset.objects.filter(operation__startswith="prospects.", about_id=prospect.pk).latest("pk")


def test_the_debtor_has_the_prospects_number_and_details(seller: User) -> None:
    prospect = make_prospect(
        number="10045",
        name="Fjordens Færger A/S",
        street="Havnegade",
        house_no="1",
        postal_code="8000",
        city="Aarhus",
        cvr_no="12345674",
        email="info@faerger.example",
        attention="Åse Ågård",
    )

    debtor = transfer_to_debtor(prospect, by=seller)

    prospect.refresh_from_db()
    assert prospect.debtor == debtor
    assert (prospect.is_debtor, prospect.is_creditor) == (True, False)
    assert debtor.number == "10045"
    filled = {name: value for name, value in prospect.details().items() if value}
    assert {name: debtor.details()[name] for name in filled} == filled


def test_values_come_from_the_prospect_else_the_profile_else_the_company(seller: User) -> None:
    profile = make_debtor_profile(posting_group=posting_group("EU"), vat_code=vat_code("SEUV"))
    prospect = make_prospect(vat_code=vat_code("S25"))

    debtor = transfer_to_debtor(prospect, by=seller, profile=profile)

    assert debtor.vat_code == vat_code("S25")
    assert debtor.posting_group == posting_group("EU")
    assert debtor.payment_terms is not None
    assert debtor.profile == profile


def test_a_vat_code_for_sales_is_no_code_for_a_creditor(seller: User) -> None:
    creditor = transfer_to_creditor(make_prospect(vat_code=vat_code("S25")), by=seller)

    assert creditor.vat_code != vat_code("S25")


def test_a_second_transfer_is_refused_with_the_account_it_has(seller: User) -> None:
    prospect = make_prospect()
    debtor = transfer_to_debtor(prospect, by=seller, key="one")

    with pytest.raises(AlreadyTransferred) as refused:
        transfer_to_debtor(prospect, by=seller, key="two")

    assert refused.value.account == debtor
    assert Debtor.objects.count() == 1


def test_a_repeat_with_the_same_key_gets_the_same_account(seller: User) -> None:
    prospect = make_prospect()

    first = transfer_to_debtor(prospect, by=seller, key="one")

    assert transfer_to_debtor(prospect, by=seller, key="one") == first
    assert Debtor.objects.count() == 1


def test_a_prospect_can_be_debtor_and_creditor(seller: User) -> None:
    prospect = make_prospect(number="10045")

    transfer_to_debtor(prospect, by=seller)
    transfer_to_creditor(prospect, by=seller)

    prospect.refresh_from_db()
    assert (prospect.debtor, prospect.creditor) == (Debtor.objects.get(), Creditor.objects.get())
    assert prospect.creditor is not None
    assert prospect.creditor.number == "10045"


def test_a_taken_number_is_refused_with_the_one_that_has_it_and_changes_nothing(seller: User) -> None:
    holder = make_debtor(number="10045", name="En anden")
    prospect = make_prospect(number="10045")
    before = fingerprint()

    with pytest.raises(AccountNumberTaken) as refused:
        transfer_to_debtor(prospect, by=seller, key="one")

    assert refused.value.account == holder
    assert fingerprint() == before
    assert transfer_to_debtor(prospect, by=seller, key="one", number="10046").number == "10046"


def test_contacts_and_history_stay_with_the_prospect(seller: User) -> None:
    prospect = make_prospect()
    contact = make_contact(prospect=prospect)
    changes = Changeset.objects.filter(about_id=prospect.pk).count()

    transfer_to_debtor(prospect, by=seller)

    assert Contact.objects.get().prospect == contact.prospect
    assert Changeset.objects.filter(about_id=prospect.pk).count() == changes + 1


def test_an_archived_prospect_is_brought_back_first(seller: User) -> None:
    with pytest.raises(ProspectArchived):
        transfer_to_debtor(make_archived(), by=seller)

    assert not Debtor.objects.exists()


def test_a_copy_is_nobodys_debtor(seller: User) -> None:
    prospect = make_prospect()
    transfer_to_debtor(prospect, by=seller)
    prospect.refresh_from_db()

    assert not copy_prospect(prospect, by=seller).is_debtor


@pytest.mark.parametrize("missing", ["prospects.view_prospect", "prospects.transfer_prospect", "ledger.add_debtor"])
def test_without_one_of_the_three_rights_nothing_happens(
    seller: User, missing: str, monkeypatch: pytest.MonkeyPatch
) -> None:
    prospect = make_prospect()
    monkeypatch.setattr(seller, "has_perm", lambda right, *_rest: right != missing)
    before = fingerprint()

    with pytest.raises(PermissionDenied):
        transfer_to_debtor(prospect, by=seller)

    assert fingerprint() == before


def test_a_prospect_that_one_may_not_see_is_not_transferred() -> None:
    prospect = make_prospect()
    before = fingerprint()

    with pytest.raises(PermissionDenied):
        transfer_to_debtor(prospect, by=make_user(role=Role.SELLER, scope=Scope.OWN))

    assert fingerprint() == before


def test_without_a_posting_group_anywhere_it_is_refused(seller: User, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("kundebro.ledger.operations.open.default_profile", lambda _kind: None)

    with pytest.raises(NoPostingGroup):
        transfer_to_debtor(make_prospect(), by=seller)

    assert not Debtor.objects.exists()


@pytest.mark.parametrize(
    ("prospect", "debtor"),
    [
        ({"name": "Fjordens Færger A/S"}, {"name": "FJORDENS FÆRGER"}),
        ({"name": "Færgerne", "cvr_no": "12345674"}, {"name": "Fjordens Færger", "cvr_no": "12345674"}),
    ],
)
def test_a_prospect_is_linked_to_an_account_with_its_name_or_cvr(
    seller: User, prospect: dict[str, str], debtor: dict[str, str]
) -> None:
    known, there = make_prospect(**prospect), make_debtor(**debtor)
    version = there.version

    link_to_debtor(known, there, by=seller)

    known.refresh_from_db()
    there.refresh_from_db()
    assert known.debtor == there
    assert there.version == version


def test_nothing_is_linked_that_does_not_agree(seller: User) -> None:
    with pytest.raises(NothingAgrees):
        link_to_debtor(make_prospect(name="Et firma"), make_debtor(name="Et helt andet"), by=seller)


def test_an_account_has_one_prospect(seller: User) -> None:
    creditor = make_creditor(name="Fjordens Færger")
    link_to_creditor(make_prospect(name="Fjordens Færger"), creditor, by=seller)

    with pytest.raises(AccountHasProspect):
        link_to_creditor(make_prospect(name="Fjordens Færger A/S"), creditor, by=seller)


def test_a_seller_takes_her_own_transfer_back_and_all_is_as_before(seller: User) -> None:
    prospect = make_prospect()
    before = fingerprint()
    transfer_to_debtor(prospect, by=seller, key="one")

    undo(transfer_of(prospect), by=seller)

    prospect.refresh_from_db()
    assert not prospect.is_debtor
    assert fingerprint() == before
    with pytest.raises(TransferUndone):
        transfer_to_debtor(prospect, by=seller, key="one")
    assert transfer_to_debtor(prospect, by=seller, key="two").number == prospect.number


def test_another_seller_may_not_take_it_back(seller: User) -> None:
    prospect = make_prospect()
    transfer_to_debtor(prospect, by=seller)

    with pytest.raises(PermissionDenied):
        undo(transfer_of(prospect), by=make_user(role=Role.SELLER, scope=Scope.ALL))


def test_a_later_edit_of_the_prospect_does_not_stand_in_the_way(seller: User) -> None:
    prospect = make_prospect()
    transfer_to_debtor(prospect, by=seller)
    transfer = transfer_of(prospect)
    change_prospect(prospect, {"remark_1": "Vil have trapper"}, by=seller)

    undo(transfer, by=seller)

    prospect.refresh_from_db()
    assert (prospect.is_debtor, prospect.remark_1) == (False, "Vil have trapper")


def test_what_has_been_posted_on_stays(seller: User) -> None:
    prospect = make_prospect()
    debtor = transfer_to_debtor(prospect, by=seller)
    make_invoice(debtor)

    with pytest.raises(UndoRefused, match=r"."):
        undo(transfer_of(prospect), by=seller)

    prospect.refresh_from_db()
    assert prospect.debtor == debtor


def test_an_undone_transfer_can_be_done_again(seller: User) -> None:
    prospect = make_prospect()
    debtor = transfer_to_debtor(prospect, by=seller)
    admin = make_user(role=Role.ADMINISTRATOR)
    undone, _conflicts = undo(transfer_of(prospect), by=admin)

    undo(undone, by=admin)

    prospect.refresh_from_db()
    assert prospect.debtor_id == debtor.pk
