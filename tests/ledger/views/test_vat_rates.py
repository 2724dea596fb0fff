"""Momssatserne."""

from datetime import date, timedelta

import pytest
from django.test import Client
from django.utils import timezone

from kundebro.ledger.models import VatRate
from kundebro.ledger.queries import rate_on
from tests.factories.ledger import vat_code

pytestmark = pytest.mark.django_db


def test_a_new_rate_begins_on_its_day(client: Client) -> None:
    code, begins = vat_code("S25"), timezone.localdate() + timedelta(days=30)

    answer = client.post(
        "/vat-rates/add/", {"vat_code": code.pk, "rate_hundredths": "26,5", "valid_from": f"{begins:%d-%m-%Y}"}
    )

    assert (answer.status_code, rate_on(code, begins), rate_on(code, begins - timedelta(days=1))) == (303, 2650, 2500)


def test_a_rate_in_force_stands_and_gets_a_last_day(client: Client) -> None:
    rate = vat_code("S25").rates.get()
    sent = {
        "vat_code": rate.vat_code_id,
        "rate_hundredths": "10",
        "valid_from": "01-01-2000",
        "valid_to": "31-12-2030",
    }

    answer = client.post(f"/vat-rates/{rate.pk}/", sent)

    rate.refresh_from_db()
    assert (answer.status_code, rate.rate_hundredths, rate.valid_to) == (303, 2500, date(2030, 12, 31))


@pytest.mark.parametrize(
    "wrong",
    [{"rate_hundredths": "101"}, {"rate_hundredths": "-1"}, {"valid_from": ""}, {"valid_to": "01-01-2030"}],
)
def test_what_no_rate_can_be_is_refused(client: Client, wrong: dict[str, str]) -> None:
    before = VatRate.objects.count()
    sent = {"vat_code": vat_code("S25").pk, "rate_hundredths": "26", "valid_from": "01-01-2031", **wrong}

    answer = client.post("/vat-rates/add/", sent)

    assert (answer.status_code, VatRate.objects.count()) == (422, before)
