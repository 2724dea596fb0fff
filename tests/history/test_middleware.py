"""Whoever saves a moment too late is told so: never an error page, and nothing half stored."""

from collections.abc import Callable
from typing import NoReturn

import pytest
from django.http import HttpRequest
from django.test import Client
from django.urls import include, path
from pytest_django import Settings

from kundebro.activities.operations import create_activity
from kundebro.contacts.models import Contact
from kundebro.history.models import Changeset
from kundebro.history.tracked import StaleWrite
from kundebro.prospects.models import Prospect
from tests.factories.activities import activity_type
from tests.factories.users import make_user

pytestmark = pytest.mark.django_db(transaction=True)


def of_a_prospect_that_is_gone(request: HttpRequest) -> NoReturn:
    values = {"activity_type": activity_type(), "subject": "Ring"}
    create_activity(Prospect(pk=10**6, responsible=make_user()), values, by=request.user)  # type: ignore[arg-type]
    raise AssertionError


def of_a_row_that_is_gone(_request: HttpRequest) -> NoReturn:
    Contact.objects.get(pk=10**6)
    raise AssertionError


def of_a_row_that_has_changed(_request: HttpRequest) -> NoReturn:
    raise StaleWrite


def of_something_else(_request: HttpRequest) -> NoReturn:
    raise ValueError


def answer(
    view: Callable[[HttpRequest], NoReturn], client: Client, settings: Settings, *, method: str = "post"
) -> int:
    client.force_login(make_user())
    client.raise_request_exception = False
    settings.ROOT_URLCONF = (path("late/", view), path("", include("kundebro.config.urls")))
    response = getattr(client, method)("/late/")
    if response.status_code == 409:
        assert "Intet er gemt" in response.content.decode()
    return response.status_code  # type: ignore[no-any-return]


@pytest.mark.parametrize("view", [of_a_prospect_that_is_gone, of_a_row_that_is_gone, of_a_row_that_has_changed])
def test_whoever_is_late_is_told_and_nothing_is_stored(
    view: Callable[[HttpRequest], NoReturn], client: Client, settings: Settings
) -> None:
    before = Changeset.objects.count()

    assert answer(view, client, settings) == 409
    assert Changeset.objects.count() == before


def test_other_faults_are_faults(client: Client, settings: Settings) -> None:
    assert answer(of_something_else, client, settings) == 500
    assert answer(of_a_row_that_is_gone, client, settings, method="get") == 500
