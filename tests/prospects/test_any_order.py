"""Prospects come and go over the books: transfer, undo, archive and two cards in step, in any order among the postings."""

import os

import pytest
from hypothesis import HealthCheck, settings
from hypothesis import strategies as st
from hypothesis.stateful import initialize, invariant, rule, run_state_machine_as_test

from kundebro.core.verify import breached, verify
from kundebro.history.models import Changeset
from kundebro.history.operations.undo import UndoRefused, undo
from kundebro.ledger.choices import PartyKind
from kundebro.ledger.models import Creditor, Debtor, PartyAccount
from kundebro.ledger.operations import change_creditor, change_debtor
from kundebro.prospects.models import Prospect
from kundebro.prospects.operations import (
    archive_prospects,
    change_prospect,
    set_sync,
    transfer_to_creditor,
    transfer_to_debtor,
    unarchive_prospects,
)
from tests.factories.ledger import make_debtor
from tests.factories.prospects import make_prospect
from tests.ledger.test_any_order import Books, allowed_to_refuse

EXAMPLES = int(os.environ.get("KUNDEBRO_EXAMPLES") or 3)
STEPS = int(os.environ.get("KUNDEBRO_STEPS") or 16)

OF_PROSPECTS = {0: PartyKind.DEBTOR, 2: PartyKind.CREDITOR}
"""The places of the books' four accounts that prospects stand behind."""

places = st.sampled_from(sorted(OF_PROSPECTS))
towns = st.sampled_from(["Odense", "Aarhus", "Ribe"])


class Office(Books):
    """The books, with one debtor and one creditor that were transferred, and their prospects."""

    @initialize()
    def open(self) -> None:
        super().open()
        self.prospect = make_prospect(name="Fjordens Færger", by=self.user)
        self.parties[0] = self._transferred(PartyKind.DEBTOR)
        self.parties[2] = self._transferred(PartyKind.CREDITOR)
        make_debtor(by=self.user)

    @rule(place=places)
    def take_the_transfer_back_and_do_it_again(self, place: int) -> None:
        """Undo is refused once something is posted; else the account is gone, and a new one can be opened."""
        kind = OF_PROSPECTS[place]
        done = Changeset.objects.filter(operation=f"prospects.transfer-to-{kind}").latest("pk")
        try:
            undo(done, by=self.user)
        except UndoRefused:
            assert type(self.parties[place])._default_manager.filter(pk=self.parties[place].pk).exists()
            return
        assert not any(owed for (whose, _currency), owed in self.owed.items() if whose == place)
        unarchive_prospects(Prospect.objects.all(), by=self.user)
        self.parties[place] = self._transferred(kind)

    @rule()
    def archive_the_prospect(self) -> None:
        archive_prospects(Prospect.objects.all(), by=self.user)

    @rule()
    def bring_the_prospect_back(self) -> None:
        unarchive_prospects(Prospect.objects.all(), by=self.user)

    @rule(is_on=st.booleans())
    def switch_sync(self, *, is_on: bool) -> None:
        set_sync(is_on=is_on, owners={}, by=self.user)

    @rule(town=towns)
    def correct_the_prospect(self, town: str) -> None:
        change_prospect(self.prospect, {"city": town}, by=self.user)

    @rule(place=places, town=towns)
    def correct_the_account(self, place: int, town: str) -> None:
        account = self.parties[place]
        with allowed_to_refuse():
            if isinstance(account, Debtor):
                change_debtor(account, {"city": town}, by=self.user)
            elif isinstance(account, Creditor):
                change_creditor(account, {"city": town}, by=self.user)

    @invariant()
    def everything_holds(self) -> None:
        if hasattr(self, "prospect"):
            assert [str(verdict) for verdict in breached(verify())] == []

    def _transferred(self, kind: PartyKind) -> PartyAccount:
        transfer = transfer_to_debtor if kind == PartyKind.DEBTOR else transfer_to_creditor
        return transfer(self.prospect, by=self.user)


@pytest.mark.django_db
def test_everything_holds_whatever_prospects_and_books_do() -> None:
    wanted = settings(
        max_examples=EXAMPLES,
        stateful_step_count=STEPS,
        deadline=None,
        suppress_health_check=list(HealthCheck),
        print_blob=True,
    )

    run_state_machine_as_test(Office, settings=wanted)  # type: ignore[no-untyped-call]
