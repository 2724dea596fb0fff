"""Several prospects become debtors or creditors, each by itself; every row is told, and all can be taken back."""

import pytest

from kundebro.history.models import Changeset
from kundebro.history.operations.undo import undo
from kundebro.history.queries import fingerprint
from kundebro.jobs.choices import RunState
from kundebro.ledger.choices import PartyKind
from kundebro.ledger.models import Creditor, Debtor
from kundebro.prospects.models import Prospect, TransferRun
from kundebro.prospects.operations import transfer_to_debtor
from kundebro.prospects.operations.together import resume_transfers, start_taking_back, start_transfers
from kundebro.prospects.operations.transfer_together import carry_out, open_run
from kundebro.users.choices import Role, Scope
from kundebro.users.models import User
from tests.factories.jobs import work_off
from tests.factories.ledger import make_creditor, make_debtor, make_debtor_profile, make_invoice, posting_group
from tests.factories.prospects import make_archived, make_prospect
from tests.factories.users import make_user

pytestmark = pytest.mark.django_db


class Stopped(Exception):
    """The worker is gone."""


@pytest.fixture
def seller() -> User:
    return make_user(role=Role.SELLER, scope=Scope.ALL)


def transfer(by: User, kind: PartyKind = PartyKind.DEBTOR, **more: object) -> TransferRun:
    run = start_transfers(Prospect.objects.all(), kind, by=by, title="Overfør", key="k1", **more)  # type: ignore[arg-type]
    work_off()
    run.refresh_from_db()
    return run


def told(run: TransferRun) -> list[tuple[str, str, str]]:
    return list(run.rows.values_list("title", "outcome", "note"))


def test_each_becomes_a_debtor_under_its_number_and_the_report_has_a_line_for_each(seller: User) -> None:
    prospects = [make_prospect(number=number, name=name) for number, name in (("10", "Alfa"), ("11", "Beta"))]

    run = transfer(seller)

    assert told(run) == [("10 Alfa", "created", ""), ("11 Beta", "created", "")]
    for prospect, row in zip(prospects, run.rows.all(), strict=True):
        prospect.refresh_from_db()
        assert prospect.debtor is not None
        assert (prospect.debtor.number, row.account) == (prospect.number, prospect.debtor.pk)
    assert (run.job is not None and run.job.state, run.job and run.job.done) == (RunState.DONE, 2)


def test_creditors_come_of_it_as_well(seller: User) -> None:
    make_prospect(number="10")

    transfer(seller, PartyKind.CREDITOR)

    assert Creditor.objects.get().number == "10"


def test_nothing_is_left_out_without_a_word(seller: User) -> None:
    make_debtor(number="11", name="En helt anden")
    make_prospect(number="11", name="Beta")
    make_archived(number="12", name="Gamma")
    taken = make_prospect(number="13", name="Delta")
    transfer_to_debtor(taken, by=seller)
    make_debtor(number="14", name="Epsilon ApS")
    make_prospect(number="14", name="Epsilon")

    run = transfer(seller)

    assert told(run) == [
        ("11 Beta", "refused", "Nummeret 11 er optaget af En helt anden."),
        ("13 Delta", "already", "Er allerede overført som 13."),
        ("14 Epsilon", "refused", "14 Epsilon ApS findes allerede."),
        ("12 Gamma", "refused", "Er arkiveret. Gendan det først."),
    ]
    assert Debtor.objects.count() == 3


def test_the_account_that_is_there_is_linked_to_when_that_was_ticked(seller: User) -> None:
    debtor = make_debtor(number="900", name="Epsilon Handel", cvr_no="24256790")
    prospect = make_prospect(name="Epsilon", cvr_no="24256790")

    run = transfer(seller, links={prospect.pk: debtor.pk})

    prospect.refresh_from_db()
    assert (prospect.debtor, [outcome for _title, outcome, _note in told(run)]) == (debtor, ["linked"])
    assert Debtor.objects.count() == 1


def test_two_of_the_same_company_get_an_account_each_not_the_same(seller: User) -> None:
    make_prospect(number="1", name="Alfa Nord", cvr_no="24256790")
    make_prospect(number="2", name="Alfa Syd", cvr_no="24256790")

    run = transfer(seller)

    assert [outcome for _title, outcome, _note in told(run)] == ["created", "created"]


def test_the_profile_is_for_those_that_name_none(seller: User) -> None:
    named = make_debtor_profile(name="EU-kunder", posting_group=posting_group("EU"))
    chosen = make_debtor_profile(name="Messekunder", posting_group=posting_group())
    make_prospect(number="1", name="Alfa", debtor_profile=named)
    make_prospect(number="2", name="Beta")

    transfer(seller, profile=chosen)

    assert list(Debtor.objects.order_by("number_sort").values_list("profile", flat=True)) == [named.pk, chosen.pk]


def test_only_what_the_starter_may_see_is_transferred() -> None:
    seller = make_user(role=Role.SELLER)
    own = make_prospect(responsible=seller, name="Alfa")
    make_prospect(name="Beta")

    run = transfer(seller)

    assert [(title.endswith("Alfa"), outcome) for title, outcome, _note in told(run)] == [
        (True, "created"),
        (False, "refused"),
    ]
    assert list(Prospect.objects.exclude(debtor=None)) == [own]


def test_the_same_request_twice_is_one_transfer(seller: User) -> None:
    make_prospect()

    first, second = transfer(seller), transfer(seller)

    assert (first, Debtor.objects.count(), TransferRun.objects.count()) == (second, 1, 1)


def test_one_that_was_cut_off_goes_on_where_it_was(seller: User) -> None:
    for number in range(3):
        make_prospect(number=str(number))
    run, _is_new = open_run(Prospect.objects.all(), PartyKind.DEBTOR, by=seller, key="k1")

    def stop_after_two(done: int, _total: int) -> None:
        if done == 2:
            raise Stopped

    with pytest.raises(Stopped):
        carry_out(run, report=stop_after_two)
    halfway = [outcome for _title, outcome, _note in told(run)]
    resume_transfers(run, by=seller, title="Overfør")
    work_off()

    assert halfway == ["created", "created", "waiting"]
    assert [outcome for _title, outcome, _note in told(run)] == ["created"] * 3
    assert Changeset.objects.filter(operation="prospects.transfer-to-debtor").count() == 3


def test_all_of_it_is_taken_back_at_once(seller: User) -> None:
    for number in range(3):
        make_prospect(number=str(number))
    before = fingerprint()
    run = transfer(seller)

    start_taking_back(run, by=seller, title="Fortryd")
    work_off()

    assert fingerprint() == before
    assert [outcome for _title, outcome, _note in told(run)] == ["undone"] * 3


def test_what_was_posted_on_stays_and_says_so_and_what_was_undone_alone_is_no_hindrance(seller: User) -> None:
    posted, alone, other = (make_prospect(number=str(number), name=f"Firma {number}") for number in range(3))
    run = transfer(seller)
    posted.refresh_from_db()
    assert posted.debtor is not None
    make_invoice(posted.debtor)
    undo(Changeset.objects.get(operation="prospects.transfer-to-debtor", about_id=alone.pk), by=seller)

    start_taking_back(run, by=seller, title="Fortryd")
    work_off()

    assert told(run) == [
        ("0 Firma 0", "created", "Der er bogført på kontoen. Arkivér den, når saldoen er 0."),
        ("1 Firma 1", "undone", ""),
        ("2 Firma 2", "undone", ""),
    ]
    assert list(Prospect.objects.exclude(debtor=None)) == [posted]
    other.refresh_from_db()
    assert not other.is_debtor


def test_a_creditor_of_the_same_number_is_no_hindrance(seller: User) -> None:
    make_creditor(number="10")
    make_prospect(number="10")

    transfer(seller)

    assert Debtor.objects.get().number == "10"
