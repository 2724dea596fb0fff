"""Arkivér en debitor: nej, så længe 1.240,50 kr. står åbent; ja, når de er betalt, eller af sig selv, når de bliver det."""

from datetime import date

import pytest
from django.urls import reverse

from kundebro.ledger.models import Debtor
from kundebro.ledger.operations import AccountArchived, post_invoice, post_payment
from kundebro.users.choices import Role
from tests.factories.ledger import account, kr, make_debtor, on, party_line, sold
from tests.factories.users import make_user
from tests.scenarios.desk import Desk

pytestmark = pytest.mark.django_db

INVOICED, PAID = date(2026, 3, 2), date(2026, 3, 30)


@pytest.fixture
def desk() -> Desk:
    return Desk(make_user(role=Role.BOOKKEEPER))


@pytest.fixture
def debtor(desk: Desk) -> Debtor:
    """En debitor, der skylder 992,40 kr. plus moms: 1.240,50 kr."""
    debtor = make_debtor(name="Nordisk Træ ApS", number="20001")
    post_invoice(debtor, [sold("992,40")], on(INVOICED, document_no="F1"), by=desk.user)
    return debtor


def pays(debtor: Debtor, desk: Desk) -> None:
    """Kunden betaler det hele."""
    owed = debtor.lines.get()
    post_payment(debtor, kr("1.240,50"), on(PAID), through=account("5820"), settles=[owed], by=desk.user)
    debtor.refresh_from_db()


def listed(desk: Desk, state: str) -> bool:
    return "Nordisk Træ ApS" in desk.sees(f"{reverse('ledger:debtor-list')}?state={state}")


def test_an_open_amount_is_in_the_way_and_named_until_it_is_paid(desk: Desk, debtor: Debtor) -> None:
    archive = reverse("ledger:debtor-archive", args=[debtor.pk])

    # Dialogen siger, hvad der er i vejen, med beløb; og knappen hjælper ikke den, der trykker alligevel.
    assert desk.sees(archive).count("1.240,50 kr.") >= 2
    answer = desk.fills_in(archive, reason="Ophørt")
    assert [(each.kind, str(each.amount)) for each in answer.context["obstacles"]] == [
        ("balance", "1.240,50 kr."),
        ("open_item", "1.240,50 kr."),
    ]
    assert (listed(desk, "active"), listed(desk, "archived")) == (True, False)

    # Kunden betaler, og nu kan den arkiveres. Den er væk fra listen og findes under Arkiverede.
    pays(debtor, desk)
    desk.saves(archive, reason="Ophørt")
    assert (listed(desk, "active"), listed(desk, "archived")) == (False, True)

    # Der kan ikke bogføres på den, før den er hentet frem igen.
    with pytest.raises(AccountArchived):
        post_invoice(debtor, [sold("1,00")], on(PAID), by=desk.user)
    desk.sends(reverse("ledger:debtor-unarchive", args=[debtor.pk]))
    post_invoice(debtor, [sold("1,00")], on(PAID), by=desk.user)
    assert listed(desk, "active")


def test_archived_by_itself_when_the_balance_is_0(desk: Desk, debtor: Debtor) -> None:
    # Arkivér, når saldoen er 0: den bliver stående, så længe der skyldes noget.
    desk.sends(reverse("ledger:debtor-archive-later", args=[debtor.pk]))
    post_payment(debtor, kr("1.000,00"), on(PAID), through=account("5820"), settles=[debtor.lines.get()], by=desk.user)
    assert listed(desk, "active")

    # Den sidste øre betales, og den er arkiveret uden at nogen gør mere.
    invoice = party_line(debtor.lines.earliest("pk").entry)
    post_payment(debtor, kr("240,49"), on(PAID), through=account("5820"), settles=[invoice], by=desk.user)
    assert listed(desk, "active")
    post_payment(debtor, kr("0,01"), on(PAID), through=account("5820"), settles=[invoice], by=desk.user)

    assert (listed(desk, "active"), listed(desk, "archived")) == (False, True)
    debtor.refresh_from_db()
    assert (str(debtor.balance), debtor.archives_when_settled) == ("0,00 kr.", False)
