"""Prospect, debtor and creditor in step: what travels, when, and where it stops (SY-1 to SY-3, PRO-5)."""

from typing import Any

import pytest
from django.contrib.contenttypes.models import ContentType
from django.db import connection

from kundebro.company.models import PaymentTerms
from kundebro.core.verify import breached, verify
from kundebro.history.models import Change, Changeset
from kundebro.history.operations import undo as undoing
from kundebro.history.operations.undo import undo
from kundebro.history.queries import fingerprint, story_of
from kundebro.ledger.models import Creditor, Debtor
from kundebro.ledger.operations import change_creditor, change_debtor
from kundebro.prospects.choices import FieldOwner
from kundebro.prospects.models import OwnedField, Prospect
from kundebro.prospects.operations import (
    change_prospect,
    change_prospects,
    set_sync,
    transfer_to_creditor,
    transfer_to_debtor,
)
from kundebro.prospects.queries.sync import out_of_step
from kundebro.users.choices import Role, Scope
from kundebro.users.models import User
from tests.factories.prospects import make_prospect
from tests.factories.users import make_user

pytestmark = pytest.mark.django_db


@pytest.fixture
def user() -> User:
    return make_user(role=Role.ADMINISTRATOR)


@pytest.fixture
def prospect(user: User) -> Prospect:
    """One that is debtor and creditor."""
    made = make_prospect(name="Fjordens Færger A/S", street="Havnegade", city="Aarhus", phone="+4586123456", by=user)
    transfer_to_debtor(made, by=user)
    transfer_to_creditor(made, by=user)
    made.refresh_from_db()
    return made


def switch(*, on: bool = True, by: User, **owners: FieldOwner) -> None:
    set_sync(is_on=on, owners=owners, by=by)


def held(column: str) -> list[Any]:
    """What prospect, debtor and creditor hold."""
    return [model._default_manager.values_list(column, flat=True).get() for model in (Prospect, Debtor, Creditor)]


def latest() -> Changeset:
    return Changeset.objects.latest("pk")


def writes_in(changeset: Changeset) -> dict[str, int]:
    """How often the changeset wrote each record."""
    changes = Change.objects.filter(changeset=changeset).values_list("content_type", "object_id")
    found: dict[str, int] = {}
    for content_type, pk in changes:
        name = f"{ContentType.objects.get_for_id(content_type).model} {pk}"
        found[name] = found.get(name, 0) + 1
    return found


def test_it_is_off_until_someone_says_so(prospect: Prospect, user: User) -> None:
    change_prospect(prospect, {"city": "Odense"}, by=user)
    change_debtor(Debtor.objects.get(), {"phone": "+4511111111"}, by=user)

    assert held("city") == ["Odense", "Aarhus", "Aarhus"]
    assert held("phone") == ["+4586123456", "+4511111111", "+4586123456"]


@pytest.mark.parametrize("origin", [Prospect, Debtor, Creditor])
def test_a_change_on_one_reaches_the_two_others_with_one_write_each(
    prospect: Prospect, user: User, origin: Any
) -> None:
    switch(by=user)
    change = {Prospect: change_prospect, Debtor: change_debtor, Creditor: change_creditor}[origin]

    change(origin.objects.get(), {"city": "Odense", "postal_code": "5000"}, by=user)

    assert (held("city"), held("postal_code")) == (["Odense"] * 3, ["5000"] * 3)
    assert sorted(writes_in(latest()).values()) == [1, 1, 1]


def test_only_what_has_changed_travels(prospect: Prospect, user: User) -> None:
    change_debtor(Debtor.objects.get(), {"street": "Postboks", "house_no": "9"}, by=user)
    switch(by=user)

    change_prospect(prospect, {"city": "Odense", "street": "Havnegade"}, by=user)

    assert held("street") == ["Havnegade", "Postboks", "Havnegade"]
    assert held("city") == ["Odense"] * 3


def test_every_shared_field_travels_and_nothing_else(prospect: Prospect, user: User) -> None:
    switch(by=user)
    terms = PaymentTerms.objects.exclude(pk=prospect.payment_terms_id).first()

    change_prospect(
        prospect,
        {"payment_terms": terms, "gln": "5790000000005", "remark_1": "Ring", "number": "777"},
        by=user,
    )

    assert held("payment_terms_id") == [terms.pk if terms else None] * 3
    assert held("gln") == ["5790000000005"] * 3
    assert held("number")[1:] != ["777", "777"]
    assert set(writes_in(latest())) == {
        f"{model._meta.model_name} {model._default_manager.get().pk}" for model in (Prospect, Debtor, Creditor)
    }
    told = Change.objects.filter(changeset=latest()).exclude(content_type__model="prospect")
    assert all(values.keys() <= {"payment_terms_id", "gln"} for values in told.values_list("values", flat=True))


def test_what_does_not_differ_is_not_written(prospect: Prospect, user: User) -> None:
    change_debtor(Debtor.objects.get(), {"city": "Odense"}, by=user)
    switch(by=user)
    version = Debtor.objects.get().version

    change_prospect(prospect, {"city": "Odense"}, by=user)

    assert Debtor.objects.get().version == version
    assert sorted(writes_in(latest()).values()) == [1, 1]


def test_bulk_edit_travels_and_only_where_the_value_is_new(prospect: Prospect, user: User) -> None:
    other = make_prospect(by=user)
    switch(by=user)

    change_prospects(Prospect.objects.all(), {"customer_type": "btb"}, by=user)

    other.refresh_from_db()
    assert other.customer_type == "btb"
    assert Debtor.objects.get().customer_type == Creditor.objects.get().customer_type == "btb"
    assert sorted(writes_in(latest()).values()) == [1, 1, 1, 1]


def test_a_field_of_crm_travels_from_the_prospect_only(prospect: Prospect, user: User) -> None:
    switch(by=user, phone=FieldOwner.CRM)

    change_debtor(Debtor.objects.get(), {"phone": "+4511111111"}, by=user)
    assert held("phone") == ["+4586123456", "+4511111111", "+4586123456"]
    assert breached(verify()) == []

    change_prospect(prospect, {"phone": "+4522222222"}, by=user)
    assert held("phone") == ["+4522222222"] * 3


def test_a_field_of_finance_travels_from_an_account_also_to_the_other_account(prospect: Prospect, user: User) -> None:
    switch(by=user, phone=FieldOwner.FINANCE)

    change_prospect(prospect, {"phone": "+4522222222"}, by=user)
    assert held("phone") == ["+4522222222", "+4586123456", "+4586123456"]
    assert breached(verify()) == []

    change_creditor(Creditor.objects.get(), {"phone": "+4511111111"}, by=user)
    assert held("phone") == ["+4511111111"] * 3


def test_switching_on_overwrites_nothing_and_saying_it_again_changes_nothing(prospect: Prospect, user: User) -> None:
    change_prospect(prospect, {"city": "Odense"}, by=user)

    switch(by=user, phone=FieldOwner.CRM)
    count = Changeset.objects.count()
    switch(by=user, phone=FieldOwner.CRM)

    assert held("city") == ["Odense", "Aarhus", "Aarhus"]
    assert Changeset.objects.count() == count
    switch(by=user, phone=FieldOwner.BOTH)
    assert not OwnedField.objects.exists()


def test_an_address_that_comes_from_the_account_is_not_verified(prospect: Prospect, user: User) -> None:
    switch(by=user)
    change_prospect(prospect, {"address_verified_at": prospect.created_at, "address_verified_by": "dar"}, by=user)

    change_debtor(Debtor.objects.get(), {"street": "Strandvejen"}, by=user)

    prospect.refresh_from_db()
    assert (prospect.street, prospect.address_verified_at, prospect.address_verified_by) == ("Strandvejen", None, "")


@pytest.mark.parametrize("origin", [Prospect, Debtor, Creditor])
def test_undo_takes_back_what_followed_too_and_can_be_undone_itself(
    prospect: Prospect, user: User, origin: Any
) -> None:
    change_creditor(Creditor.objects.get(), {"city": "Ribe"}, by=user)
    switch(by=user)
    before = fingerprint()
    change = {Prospect: change_prospect, Debtor: change_debtor, Creditor: change_creditor}[origin]
    change(origin.objects.get(), {"city": "Odense"}, by=user)
    after = fingerprint()

    undone, _conflicts = undo(latest(), by=user)
    assert fingerprint() == before
    assert breached(verify()) == []

    undo(undone, by=user)
    assert fingerprint() == after
    assert breached(verify()) == []


@pytest.mark.parametrize("origin", [Prospect, Debtor, Creditor])
def test_undo_of_what_was_done_while_it_was_off_travels(prospect: Prospect, user: User, origin: Any) -> None:
    change = {Prospect: change_prospect, Debtor: change_debtor, Creditor: change_creditor}[origin]
    switch(by=user)
    change(origin.objects.get(), {"city": "Odense"}, by=user)
    switch(on=False, by=user)
    change(origin.objects.get(), {"phone": "+4511111111"}, by=user)
    done = latest()
    switch(by=user)

    undo(done, by=user)

    assert held("phone") == ["+4586123456"] * 3
    change(origin.objects.get(), {"email": "post@faerger.example"}, by=user)
    assert held("email") == ["post@faerger.example"] * 3


@pytest.mark.parametrize("toggled", [False, True])
def test_undo_in_portions_takes_back_what_followed_wherever_it_stands(
    prospect: Prospect, user: User, monkeypatch: pytest.MonkeyPatch, toggled: bool
) -> None:
    monkeypatch.setattr(undoing, "PORTION", 1)
    transfer_to_debtor(make_prospect(by=user), by=user)
    change_creditor(Creditor.objects.get(), {"customer_type": "btg"}, by=user)
    switch(by=user)
    change_prospects(Prospect.objects.all(), {"customer_type": "btb"}, by=user)
    done = latest()
    for on in (False, True) if toggled else ():
        switch(on=on, by=user)

    undo(done, by=user)

    assert sorted(Debtor.objects.values_list("customer_type", flat=True)) == ["", ""]
    assert (Prospect.objects.get(pk=prospect.pk).customer_type, Creditor.objects.get().customer_type) == ("", "btg")
    assert breached(verify()) == []


def test_undo_leaves_what_was_changed_since_on_one_card_and_takes_back_the_rest(
    prospect: Prospect, user: User
) -> None:
    switch(by=user)
    change_debtor(Debtor.objects.get(), {"city": "Odense"}, by=user)
    done = latest()
    switch(on=False, by=user)
    change_prospect(prospect, {"city": "Vejle"}, by=user)

    undo(done, by=user, leave_conflicts=True)

    assert held("city") == ["Vejle", "Aarhus", "Aarhus"]


def test_a_seller_may_undo_her_edit_although_she_may_not_edit_accounts(user: User) -> None:
    seller = make_user(role=Role.SELLER, scope=Scope.OWN)
    mine = make_prospect(city="Aarhus", responsible=seller)
    transfer_to_debtor(mine, by=seller)
    switch(by=user)
    change_prospect(mine, {"city": "Odense"}, by=seller)

    undone, _conflicts = undo(latest(), by=seller)

    assert Debtor.objects.get().city == "Aarhus"
    undo(undone, by=seller)
    assert Debtor.objects.get().city == "Odense"


def test_the_history_says_where_a_value_came_from(prospect: Prospect, user: User) -> None:
    switch(by=user)
    change_prospect(prospect, {"city": "Odense"}, by=user)
    change_debtor(Debtor.objects.get(), {"city": "Vejle"}, by=user)

    debtor = Debtor.objects.get()
    of_debtor = {episode.changeset.operation: episode.origin for episode in story_of(debtor)}
    of_prospect = {episode.changeset.operation: episode.origin for episode in story_of(prospect)}
    assert of_debtor["prospects.change"] == f"{Prospect._meta.verbose_name} {prospect}"
    assert of_debtor["ledger.change-debtor"] == of_prospect["prospects.change"] == ""
    assert of_prospect["ledger.change-debtor"] == f"{Debtor._meta.verbose_name} {debtor}"


def behind_historys_back(*, on: bool) -> None:
    with connection.cursor() as cursor:
        cursor.execute("UPDATE prospects_syncswitch SET is_on = %s", [on])


def test_verify_names_a_pair_that_differs_by_a_change_since_it_was_kept_in_step(
    prospect: Prospect, user: User
) -> None:
    change_prospect(prospect, {"street": "En ældre forskel"}, by=user)
    switch(by=user)
    assert breached(verify()) == []

    behind_historys_back(on=False)
    change_debtor(Debtor.objects.get(), {"city": "Vejle"}, by=user)
    behind_historys_back(on=True)

    [verdict] = breached(verify())
    assert verdict.invariant.id == "I-10"
    assert [str(breach) for breach in verdict.breaches] == [f"prospects out of step with their debtor: {prospect.pk}"]
    switch(by=user, phone=FieldOwner.CRM)
    assert breached(verify()) == []


def test_the_creditor_alone_and_the_debtor_alone_are_in_step_too(user: User) -> None:
    switch(by=user)
    supplier = make_prospect(city="Aarhus", by=user)
    creditor = transfer_to_creditor(supplier, by=user)
    assert list(out_of_step()) == []
    assert breached(verify()) == []

    change_creditor(creditor, {"city": "Odense"}, by=user)

    supplier.refresh_from_db()
    assert supplier.city == "Odense"
    assert not Debtor.objects.exists()


def test_a_transfer_gives_the_prospect_what_it_lacked_and_undo_takes_that_back(user: User) -> None:
    switch(by=user, language=FieldOwner.CRM)
    prospect = make_prospect(city="Aarhus", by=user)
    assert (prospect.payment_terms, prospect.language) == (None, "")

    debtor = transfer_to_debtor(prospect, by=user)

    prospect.refresh_from_db()
    assert prospect.payment_terms == debtor.payment_terms is not None
    assert (prospect.language, debtor.language) == ("", "da")  # CRM says what language it is
    undo(latest(), by=user)
    prospect.refresh_from_db()
    assert (prospect.payment_terms, prospect.debtor, Debtor.objects.exists()) == (None, None, False)
