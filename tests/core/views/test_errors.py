import logging

import pytest
from django.core.exceptions import PermissionDenied
from django.http import HttpRequest, HttpResponse
from django.test import Client, RequestFactory
from django.urls import include, path

from kundebro.core import views
from tests.factories.users import make_user

handler400 = views.bad_request
handler403 = views.permission_denied
handler404 = views.not_found
handler500 = views.server_error


def broken(_request: HttpRequest) -> HttpResponse:
    message = "hemmelig"
    raise RuntimeError(message)


def refused(_request: HttpRequest) -> HttpResponse:
    raise PermissionDenied


urlpatterns = [
    path("broken/", broken),
    path("refused/", refused),
    path("", include("kundebro.config.urls")),
]

pytestmark = [pytest.mark.django_db, pytest.mark.urls(__name__)]


def test_an_unknown_address_is_answered_inside_the_frame(client: Client) -> None:
    client.force_login(make_user())

    response = client.get("/findes-ikke/")

    assert response.status_code == 404
    assert b'class="sidebar"' in response.content


def test_a_stranger_learns_nothing_about_addresses_from_the_menu(client: Client) -> None:
    response = client.get("/findes-ikke/")

    assert response.status_code == 404
    assert b'class="sidebar"' not in response.content


def test_a_refusal_says_that_nothing_was_changed(client: Client) -> None:
    client.force_login(make_user())

    response = client.get("/refused/")

    assert response.status_code == 403
    assert "Intet er ændret." in response.content.decode()


def test_an_error_of_ours_shows_the_id_under_which_it_is_logged(
    client: Client, caplog: pytest.LogCaptureFixture
) -> None:
    client.force_login(make_user())
    client.raise_request_exception = False

    with caplog.at_level(logging.ERROR):
        response = client.get("/broken/")

    error_id = response.headers["X-Error-Id"]
    assert response.status_code == 500
    assert error_id in response.content.decode()
    assert "hemmelig" not in response.content.decode()
    assert f"Error id {error_id}: GET /broken/" in caplog.messages


def test_a_form_from_a_page_that_is_too_old_is_refused_with_the_way_on() -> None:
    client = Client(enforce_csrf_checks=True)

    response = client.post("/appearance/", {"theme": "dark"})

    assert response.status_code == 403
    assert "Formularen var blevet for gammel" in response.content.decode()


def test_a_request_that_cannot_be_read_is_answered_without_asking_who_sent_it() -> None:
    response = views.bad_request(RequestFactory().get("/"))

    assert response.status_code == 400
    assert "Forespørgslen kan ikke læses" in response.content.decode()
