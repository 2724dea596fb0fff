from typing import Any

import pytest

from kundebro.core.search import searched
from kundebro.history.tracked import StaleWrite
from kundebro.ledger.choices import PartyKind
from kundebro.ledger.models import Creditor, Debtor
from kundebro.ledger.operations import (
    AccountNumberTaken,
    PayerLoop,
    WrongPostingGroup,
    change_creditor,
    change_debtor,
)
from kundebro.ledger.signals import details_changed
from tests.factories.ledger import make_creditor, make_debtor, posting_group
from tests.factories.users import make_user

pytestmark = pytest.mark.django_db


def test_a_change_is_stored_found_and_announced() -> None:
    debtor = make_debtor(name="Gammelt navn", city="Ribe")
    told: list[Any] = []

    def listen(sender: Any, changes: Any, **_rest: Any) -> None:
        told.append((sender, changes))

    details_changed.connect(listen)
    try:
        change_debtor(debtor, {"name": "Østerbro Vin", "city": "Ribe"}, by=make_user())
    finally:
        details_changed.disconnect(listen)

    assert told == [(Debtor, {debtor.pk: {"name": ("Gammelt navn", "Østerbro Vin")}})]
    assert searched(Debtor.objects.all(), "oesterbro").get() == debtor


def test_a_stale_change_is_refused() -> None:
    creditor = make_creditor()
    change_creditor(creditor, {"city": "Ribe"}, by=make_user(), version=1)

    with pytest.raises(StaleWrite):
        change_creditor(creditor, {"city": "Vejle"}, by=make_user(), version=1)

    assert Creditor.objects.get().city == "Ribe"


def test_another_accounts_number_is_refused() -> None:
    make_debtor(number="100")
    debtor = make_debtor(number="200")

    with pytest.raises(AccountNumberTaken):
        change_debtor(debtor, {"number": "100 "}, by=make_user())

    assert Debtor.objects.get(pk=debtor.pk).number == "200"


def test_payers_cannot_go_in_a_ring() -> None:
    first, second = make_debtor(), make_debtor()
    change_debtor(first, {"payer": second}, by=make_user())

    with pytest.raises(PayerLoop):
        change_debtor(second, {"payer": first}, by=make_user())
    with pytest.raises(PayerLoop):
        change_debtor(second, {"payer": second}, by=make_user())

    assert Debtor.objects.get(pk=second.pk).payer is None


def test_a_debtor_stays_among_debtors() -> None:
    with pytest.raises(WrongPostingGroup):
        change_debtor(make_debtor(), {"posting_group": posting_group("EU", PartyKind.CREDITOR)}, by=make_user())
