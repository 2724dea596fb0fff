"""What is done to very many prospects in the background."""

from datetime import date

import pytest

from kundebro.history.models import Changeset
from kundebro.history.operations.undo import undo
from kundebro.history.queries import fingerprint
from kundebro.jobs.choices import RunState
from kundebro.prospects import tasks
from kundebro.prospects.models import Prospect
from kundebro.prospects.operations import transfer_to_debtor
from kundebro.prospects.operations.together import start_archiving, start_changing, start_unarchiving
from kundebro.users.choices import Role, Scope
from kundebro.users.models import User
from tests.factories.jobs import work_off
from tests.factories.ledger import make_invoice
from tests.factories.prospects import make_prospect, make_status, make_target_group
from tests.factories.users import make_user

pytestmark = pytest.mark.django_db


@pytest.fixture
def manager(monkeypatch: pytest.MonkeyPatch) -> User:
    monkeypatch.setattr(tasks, "PORTION", 2)
    return make_user()


def test_all_are_changed_as_one_changeset_that_can_be_undone(manager: User) -> None:
    status, group = make_status(), make_target_group()
    for _each in range(5):
        make_prospect(by=manager)
    before = fingerprint()
    values = {"status": status, "next_follow_up_on": date(2027, 1, 4), "target_groups": [group], "source": None}

    run = start_changing(Prospect.objects.all(), values, by=manager, title="Ret 5")
    work_off()

    assert run is not None
    run.refresh_from_db()
    changeset = Changeset.objects.get(operation="prospects.change-many")
    assert (run.state, run.done, run.result) == (RunState.DONE, 5, changeset.change_count)
    assert Prospect.objects.filter(status=status, next_follow_up_on=date(2027, 1, 4), target_groups=group).count() == 5
    undo(changeset, by=manager)
    assert fingerprint() == before


def test_all_are_archived_for_the_reason_given_and_brought_back(manager: User) -> None:
    for _each in range(3):
        make_prospect(by=manager)

    start_archiving(Prospect.objects.all(), by=manager, title="Arkivér 3", reason="Lukket")
    work_off()
    assert list(Prospect.objects.archived().values_list("archived_reason", flat=True)) == ["Lukket"] * 3

    start_unarchiving(Prospect.objects.all(), by=manager, title="Gendan 3")
    work_off()
    assert Prospect.objects.active().count() == 3


def test_one_whose_account_owes_something_stays_and_the_run_says_so(manager: User) -> None:
    for _each in range(3):
        make_prospect(by=manager)
    customer = make_prospect(by=manager)
    make_invoice(transfer_to_debtor(customer, by=manager))

    run = start_archiving(Prospect.objects.all(), by=manager, title="Arkivér 4")
    work_off()

    assert run is not None
    run.refresh_from_db()
    assert list(Prospect.objects.active()) == [customer]
    assert (run.state, run.text) == (RunState.DONE, "1 bliver stående: dets konto er i vejen")


def test_the_same_request_twice_starts_one_run(manager: User) -> None:
    make_prospect(by=manager)

    first = start_archiving(Prospect.objects.all(), by=manager, title="Arkivér", key="abc")
    second = start_archiving(Prospect.objects.all(), by=manager, title="Arkivér", key="abc")

    assert (first is not None, second) == (True, None)


def test_what_the_starter_may_no_longer_see_is_left_alone(manager: User) -> None:
    seller = make_user(role=Role.SELLER)
    own, other = make_prospect(responsible=seller), make_prospect()
    start_changing(
        Prospect.objects.filter(pk__in=[own.pk, other.pk]), {"customer_type": "btb"}, by=seller, title="Ret"
    )

    work_off()

    assert list(Prospect.objects.filter(customer_type="btb")) == [own]


def test_a_starter_who_has_lost_the_right_changes_nothing(manager: User) -> None:
    make_prospect()
    run = start_changing(Prospect.objects.all(), {"customer_type": "btb"}, by=manager, title="Ret")
    User.objects.filter(pk=manager.pk).update(role=Role.READER, scope=Scope.ALL)

    work_off()

    assert run is not None
    run.refresh_from_db()
    assert (run.state, Prospect.objects.filter(customer_type="btb").count()) == (RunState.FAILED, 0)


def test_begun_again_it_changes_nothing_twice(manager: User) -> None:
    for _each in range(3):
        make_prospect(by=manager)
    run = start_changing(Prospect.objects.all(), {"customer_type": "btb"}, by=manager, title="Ret")
    work_off()
    assert run is not None
    changeset = Changeset.objects.get(operation="prospects.change-many")

    start_changing(Prospect.objects.all(), {"customer_type": "btb"}, by=manager, title="Ret igen")
    work_off()

    again = Changeset.objects.filter(operation="prospects.change-many").exclude(pk=changeset.pk)
    assert (changeset.change_count, list(again.values_list("change_count", flat=True))) == (3, [0])
