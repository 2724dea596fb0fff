"""Udligning on the account's card, and taking it back."""

from datetime import date

import pytest
from django.test import Client

from kundebro.ledger.models import Settlement
from tests.factories.ledger import (
    DAY,
    kr,
    make_creditor,
    make_debtor,
    make_invoice,
    make_payment,
    on,
    party_line,
    sold,
)

PANEL = {"HX-Request": "true", "HX-Target": "tab-panel"}
pytestmark = pytest.mark.django_db


def test_ticked_entries_are_added_up_and_settled_the_oldest_first(client: Client) -> None:
    debtor = make_debtor()
    late = party_line(make_invoice(debtor, "400", day=date(2026, 4, 5)))
    early = party_line(make_invoice(debtor, "800", day=date(2026, 4, 1)))
    payment = party_line(make_payment(debtor, "1.200", day=date(2026, 4, 20)))
    chosen = {"selected": [late.pk, early.pk, payment.pk]}

    told = client.get(f"{debtor.get_absolute_url()}ticked/", chosen).context
    answer = client.post(
        f"{debtor.get_absolute_url()}settle/", {**chosen, "on": "21-04-2026", "idempotency_key": "k1"}
    )

    assert [told[name] for name in ("debit", "credit", "settled", "rest")] == [
        kr("1.500"),
        kr("1.200"),
        kr("1.200"),
        kr("300"),
    ]
    assert answer.status_code == 303
    assert (early.open_item.remaining, late.open_item.remaining) == (kr("0"), kr("300"))
    assert {each.settled_on for each in Settlement.objects.all()} == {date(2026, 4, 21)}


def test_a_second_click_settles_once(client: Client) -> None:
    debtor = make_debtor()
    lines = [party_line(make_invoice(debtor)).pk, party_line(make_payment(debtor, "100")).pk]
    sent = {"selected": lines, "on": "21-04-2026", "idempotency_key": "k1"}

    answers = [client.post(f"{debtor.get_absolute_url()}settle/", sent).status_code for _click in range(2)]

    assert (answers, Settlement.objects.count()) == ([303, 303], 1)


def test_two_of_one_side_are_refused_and_stay_ticked(client: Client) -> None:
    debtor = make_debtor()
    lines = {party_line(make_invoice(debtor)).pk, party_line(make_invoice(debtor)).pk}

    answer = client.post(
        f"{debtor.get_absolute_url()}settle/",
        {"selected": list(lines), "on": "21-04-2026", "idempotency_key": "k1"},
        headers=PANEL,
    )

    card = answer.context["card"]
    assert (answer.status_code, bool(card.refusal), card.ticked) == (422, True, lines)
    assert not Settlement.objects.exists()


def test_currencies_are_not_settled_with_each_other(client: Client) -> None:
    from kundebro.ledger.operations import post_invoice
    from tests.factories.users import make_user

    debtor = make_debtor()
    euros = post_invoice(debtor, [sold("100", currency="EUR")], on(DAY, rate_millionths=7_460_000), by=make_user())
    chosen = {"selected": [party_line(euros).pk, party_line(make_payment(debtor, "100")).pk]}

    told = client.get(f"{debtor.get_absolute_url()}ticked/", chosen).context
    answer = client.post(
        f"{debtor.get_absolute_url()}settle/", {**chosen, "on": "21-04-2026", "idempotency_key": "k1"}
    )

    assert (told["is_mixed"], answer.status_code, "valutaer" in answer.context["card"].refusal) == (True, 422, True)


def test_entries_of_another_account_are_not_reached(client: Client) -> None:
    debtor, other = make_debtor(), make_debtor()
    lines = [party_line(make_invoice(other)).pk, party_line(make_payment(other, "100")).pk]

    answer = client.post(
        f"{debtor.get_absolute_url()}settle/", {"selected": lines, "on": "21-04-2026", "idempotency_key": "k1"}
    )

    assert (answer.status_code, Settlement.objects.count()) == (422, 0)


def test_a_settlement_is_taken_back_from_the_card(client: Client) -> None:
    creditor = make_creditor()
    invoice = party_line(make_invoice(creditor))
    make_payment(creditor, "250", settles=[invoice])
    (settlement,) = client.get(f"{creditor.get_absolute_url()}?tab=entries").context["card"].settlements
    url = f"/settlements/{settlement.pk}/take-back/"

    first, again = client.post(url), client.post(url)

    assert (first.status_code, again.status_code) == (303, 303)
    assert invoice.open_item.remaining == kr("-1.250")
    assert client.get(f"{creditor.get_absolute_url()}?tab=entries").context["card"].settlements == []
