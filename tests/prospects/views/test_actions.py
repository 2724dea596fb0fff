"""Flere funktioner: archive, bring back, copy."""

from typing import Any

import pytest
from django.test import Client

from kundebro.history.models import Changeset
from kundebro.prospects.models import Prospect
from kundebro.users.choices import Role
from tests.factories.prospects import make_archived, make_prospect
from tests.factories.users import make_user

pytestmark = pytest.mark.django_db


def test_archiving_asks_first_and_keeps_the_reason(client: Client) -> None:
    prospect = make_prospect()
    url = f"{prospect.get_absolute_url()}archive/"

    asked = client.get(url, headers={"HX-Request": "true", "HX-Target": "dialog"})
    prospect.refresh_from_db()
    assert (asked.status_code, prospect.is_archived) == (200, False)

    answer = client.post(f"{url}?list=q%3Da", {"reason": "Lukket", "idempotency_key": "a"})
    prospect.refresh_from_db()
    assert (prospect.archived_reason, answer.headers["Location"]) == (
        "Lukket",
        f"{prospect.get_absolute_url()}?list=q%3Da",
    )


def test_bringing_back_is_one_click(client: Client) -> None:
    prospect = make_archived()

    client.post(f"{prospect.get_absolute_url()}unarchive/")

    prospect.refresh_from_db()
    assert not prospect.is_archived


def test_a_reason_that_is_too_long_comes_back(client: Client) -> None:
    prospect = make_prospect()

    answer = client.post(f"{prospect.get_absolute_url()}archive/", {"reason": "x" * 201, "idempotency_key": "a"})

    prospect.refresh_from_db()
    assert (answer.status_code, prospect.is_archived) == (422, False)


def test_copying_twice_with_one_click_makes_one_copy(client: Client) -> None:
    prospect = make_prospect(name="Nordisk Træ")

    answers = [client.post(f"{prospect.get_absolute_url()}copy/?key=abc") for _time in range(2)]

    copy = Prospect.objects.exclude(pk=prospect.pk).get()
    assert (copy.name, {answer.headers["Location"] for answer in answers}) == (
        "Nordisk Træ",
        {copy.get_absolute_url()},
    )


@pytest.mark.parametrize("action", ["archive", "unarchive", "copy"])
def test_a_reader_may_not_and_nothing_happens(as_user: Any, action: str) -> None:
    prospect = make_prospect()
    before = Changeset.objects.count()

    answer = as_user(make_user(role=Role.READER)).post(
        f"{prospect.get_absolute_url()}{action}/", {"idempotency_key": "a"}
    )

    assert (answer.status_code, Changeset.objects.count()) == (403, before)
