"""Bring i trit: old differences are levelled as someone chose, in one changeset that can be undone."""

import pytest

from kundebro.core.verify import breached, verify
from kundebro.history.models import Changeset
from kundebro.history.operations.undo import undo
from kundebro.history.queries import fingerprint
from kundebro.history.tracked import StaleWrite
from kundebro.ledger.models import Creditor, Debtor
from kundebro.ledger.operations import change_creditor, change_debtor
from kundebro.prospects.choices import FieldOwner, Side
from kundebro.prospects.models import Prospect
from kundebro.prospects.operations import (
    bring_all_in_step,
    bring_in_step,
    change_prospect,
    set_sync,
    transfer_to_creditor,
    transfer_to_debtor,
)
from kundebro.prospects.operations.together import start_bringing_in_step
from kundebro.prospects.queries.sync import differences_of, out_of_step, records_of, sync_rules
from kundebro.users.models import User
from tests.factories.jobs import work_off
from tests.factories.prospects import make_prospect
from tests.factories.users import make_user

pytestmark = pytest.mark.django_db


@pytest.fixture
def user() -> User:
    return make_user()


@pytest.fixture
def prospect(user: User) -> Prospect:
    """Aarhus on the prospect, Odense on the debtor, Ribe on the creditor; another phone on the debtor."""
    made = make_prospect(city="Aarhus", phone="+4586123456", by=user)
    transfer_to_debtor(made, by=user)
    transfer_to_creditor(made, by=user)
    change_debtor(Debtor.objects.get(), {"city": "Odense", "phone": "+4511111111"}, by=user)
    change_creditor(Creditor.objects.get(), {"city": "Ribe"}, by=user)
    return Prospect.objects.get()


def versions(prospect: Prospect) -> dict[Side, int]:
    return {side: record.version for side, record in records_of(prospect).items()}


def held(column: str) -> list[str]:
    return [getattr(record, column) for record in records_of(Prospect.objects.get()).values()]


def test_the_differences_are_told_with_what_each_holds(prospect: Prospect, user: User) -> None:
    set_sync(is_on=False, owners={"phone": FieldOwner.FINANCE}, by=user)

    told = {each.field: each for each in differences_of(prospect, sync_rules()) if each.field in ("city", "phone")}

    assert [value.text for value in told["city"].values] == ["Aarhus", "Odense", "Ribe"]
    assert [value.text for value in told["phone"].values] == ["+45 86 12 34 56", "+45 11 11 11 11", "+45 86 12 34 56"]
    assert (told["city"].owner, told["phone"].owner) == (FieldOwner.BOTH, FieldOwner.FINANCE)
    assert "number" not in {each.field for each in differences_of(prospect, sync_rules())}


@pytest.mark.parametrize("is_on", [False, True])
@pytest.mark.parametrize(
    ("side", "city"), [(Side.PROSPECT, "Aarhus"), (Side.DEBTOR, "Odense"), (Side.CREDITOR, "Ribe")]
)
def test_the_value_chosen_stands_on_all_and_what_is_left_stays(
    prospect: Prospect, user: User, side: Side, city: str, is_on: bool
) -> None:
    set_sync(is_on=is_on, owners={}, by=user)
    before = fingerprint()

    bring_in_step(prospect, {"city": side}, by=user, versions=versions(prospect))

    assert held("city") == [city] * 3
    assert held("phone") == ["+4586123456", "+4511111111", "+4586123456"]
    assert breached(verify()) == []
    undo(Changeset.objects.latest("pk"), by=user)
    assert fingerprint() == before
    assert breached(verify()) == []


def test_what_was_changed_since_one_looked_is_refused(prospect: Prospect, user: User) -> None:
    seen = versions(prospect)
    change_creditor(Creditor.objects.get(), {"city": "Vejle"}, by=user)

    with pytest.raises(StaleWrite):
        bring_in_step(prospect, {"city": Side.CREDITOR}, by=user, versions=seen)

    assert held("city") == ["Aarhus", "Odense", "Vejle"]


def test_a_second_click_gets_the_first_answer(prospect: Prospect, user: User) -> None:
    seen = versions(prospect)

    for _click in range(2):
        bring_in_step(prospect, {"city": Side.DEBTOR}, by=user, versions=seen, key="once")

    assert held("city") == ["Odense"] * 3


def test_those_that_differ_are_found_also_where_one_side_has_nothing(user: User) -> None:
    same, empty = (make_prospect(name=name, by=user) for name in ("Ens", "Uden frist"))
    for each in (same, empty):
        transfer_to_debtor(each, by=user)
        change_prospect(each, Debtor.objects.get(number=each.number).details(), by=user)
    make_prospect(by=user)
    assert list(out_of_step()) == []

    change_prospect(empty, {"payment_terms": None}, by=user)

    assert list(out_of_step()) == [empty]
    assert list(out_of_step(Side.CREDITOR)) == []
    assert list(out_of_step(fields=["city"])) == []


@pytest.mark.parametrize(
    ("winners", "city", "phone"),
    [
        ({"city": FieldOwner.CRM}, ["Aarhus"] * 3, ["+4586123456", "+4511111111", "+4586123456"]),
        ({"city": FieldOwner.FINANCE, "phone": FieldOwner.CRM}, ["Odense"] * 3, ["+4586123456"] * 3),
    ],
)
def test_all_are_levelled_by_the_side_that_wins_each_field(
    prospect: Prospect, user: User, winners: dict[str, FieldOwner], city: list[str], phone: list[str]
) -> None:
    set_sync(is_on=True, owners={}, by=user)
    before = fingerprint()

    assert bring_all_in_step(Prospect.objects.all(), winners, by=user) == 1

    assert (held("city"), held("phone")) == (city, phone)
    assert bring_all_in_step(Prospect.objects.all(), winners, by=user) == 0
    undo(Changeset.objects.latest("pk"), by=user)
    assert fingerprint() == before


def test_very_many_are_levelled_in_the_background(prospect: Prospect, user: User) -> None:
    winners = {"city": FieldOwner.FINANCE}

    run = start_bringing_in_step(out_of_step(fields=winners), winners, by=user, title="Alle", key="once")
    assert start_bringing_in_step(out_of_step(fields=winners), winners, by=user, title="Alle", key="once") is None
    work_off()

    assert run is not None
    assert held("city") == ["Odense"] * 3
    undo(Changeset.objects.get(operation="prospects.bring-together"), by=user)
    assert held("city") == ["Aarhus", "Odense", "Ribe"]
