import pytest

from kundebro.company.models import PaymentTerms
from kundebro.history.operations.undo import undo
from kundebro.history.recorder import latest_changeset
from kundebro.ledger.choices import PartyKind
from kundebro.ledger.models import Creditor, Debtor
from kundebro.ledger.operations import (
    AccountNumberTaken,
    NoPostingGroup,
    WrongPostingGroup,
    open_creditor,
    open_debtor,
)
from tests.factories.ledger import (
    make_creditor,
    make_debtor,
    make_debtor_profile,
    posting_group,
    vat_code,
)
from tests.factories.prospects import make_prospect
from tests.factories.users import make_user

pytestmark = pytest.mark.django_db


def test_a_prospects_details_become_a_debtor_under_its_number() -> None:
    prospect = make_prospect(name="Ærø Møbler A/S", city="Ærøskøbing", cvr_no="24256790", phone="+4520123456")

    debtor = open_debtor(number=prospect.number, details=prospect.details(), by=make_user())

    stored = Debtor.objects.get(pk=debtor.pk)
    assert stored.details() | {"payment_terms_id": None, "language": ""} == prospect.details()
    assert (stored.number, stored.search_name, stored.sort_name) == (
        prospect.number,
        prospect.search_name,
        prospect.sort_name,
    )


def test_what_the_party_lacks_comes_from_the_profile_and_then_from_the_company() -> None:
    profile = make_debtor_profile(
        payment_terms=PaymentTerms.objects.get(code="LBMD30"), credit_limit_ore=5_000_000, vat_code=vat_code("SEUV")
    )

    debtor = open_debtor(details={"name": "Tysk GmbH", "vat_code": vat_code("S3")}, profile=profile, by=make_user())

    assert debtor.vat_code == vat_code("S3")
    assert debtor.payment_terms == PaymentTerms.objects.get(code="LBMD30")
    assert debtor.credit_limit_ore == 5_000_000
    assert (debtor.posting_group, debtor.profile) == (posting_group("DK"), profile)
    assert (debtor.document_channel, debtor.currency_id) == ("mail", "DKK")


def test_a_creditor_gets_the_terms_of_creditors() -> None:
    creditor = make_creditor()

    assert creditor.posting_group == posting_group("DK", PartyKind.CREDITOR)
    assert creditor.vat_code == vat_code("K25")
    assert creditor.number == "K1001"


def test_without_a_number_the_next_free_one_is_taken() -> None:
    make_debtor(number="d1001")

    assert make_debtor().number == "D1002"


def test_a_number_is_used_once_however_it_is_spelt() -> None:
    first = make_debtor(number="K100")

    with pytest.raises(AccountNumberTaken) as refused:
        make_debtor(number=" k100")

    assert refused.value.account == first
    assert make_creditor(number="K100").number == "K100"


def test_the_same_key_opens_one_account() -> None:
    user = make_user()

    first = open_debtor(details={"name": "Firma"}, by=user, key="klik")
    second = open_debtor(details={"name": "Firma"}, by=user, key="klik")

    assert first == second
    assert Debtor.objects.count() == 1


def test_a_posting_group_of_the_other_sub_ledger_is_refused() -> None:
    with pytest.raises(WrongPostingGroup):
        open_debtor(
            details={"name": "Firma", "posting_group": posting_group("DK", PartyKind.CREDITOR)}, by=make_user()
        )

    assert not Debtor.objects.exists()


def test_without_any_posting_group_no_account_is_opened() -> None:
    from tests.factories.ledger import made

    creditor = make_creditor()
    default = creditor.posting_group.creditorprofile_set.get()
    default.posting_group = None
    made(default)

    with pytest.raises(NoPostingGroup):
        open_creditor(details={"name": "Firma"}, by=make_user())

    assert Creditor.objects.count() == 1


def test_opening_can_be_undone_while_nothing_is_posted() -> None:
    debtor = make_debtor(by=make_user())
    changeset = latest_changeset()
    assert changeset is not None

    undo(changeset, by=make_user())

    assert not Debtor.objects.filter(pk=debtor.pk).exists()
