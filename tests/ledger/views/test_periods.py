"""Luk periode."""

from datetime import date, timedelta

import pytest
from django.test import Client
from django.utils import timezone

from kundebro.ledger.models import Period
from tests.factories.ledger import account, make_debtor, make_draft, make_invoice

pytestmark = pytest.mark.django_db


def test_a_period_is_looked_at_before_it_is_closed(client: Client) -> None:
    make_invoice(make_debtor(), day=date(2026, 4, 10))
    make_invoice(make_debtor(), day=date(2026, 5, 10))
    draft = make_draft(account=account("3100"), amount_ore=100, voucher_date=date(2026, 4, 30))
    make_draft(account=account("3100"), amount_ore=100, voucher_date=date(2026, 5, 1))

    page = client.get("/periods/?through=30-04-2026")

    assert (page.context["entry_count"], list(page.context["drafts"])) == (1, [draft])
    assert not Period.objects.exists()


def test_a_period_is_closed_once_and_nothing_more_is_posted_in_it(client: Client) -> None:
    sent = {"through": "30-04-2026", "idempotency_key": "k1"}

    answers = [client.post("/periods/", sent).status_code for _click in range(2)]

    assert (answers, Period.objects.get().ends_on) == ([303, 303], date(2026, 4, 30))
    assert client.get("/periods/?through=30-04-2026").status_code == 422
    assert client.post("/periods/", {**sent, "idempotency_key": "k2"}).status_code == 422


def test_a_day_that_is_not_over_stays_open(client: Client) -> None:
    today = timezone.localdate()

    answers = [
        client.post("/periods/", {"through": f"{day:%d-%m-%Y}", "idempotency_key": "k1"}).status_code
        for day in (today, today + timedelta(days=1))
    ]

    assert (answers, Period.objects.exists()) == ([422, 422], False)
