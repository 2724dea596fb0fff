from collections.abc import Callable

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from django.db.utils import OperationalError
from django.http import HttpRequest, HttpResponse
from django.test import Client
from django.urls import include, path
from pytest_django import Settings

from tests.factories.users import make_user


@pytest.mark.django_db
def test_pages_of_signed_in_users_are_kept_out_of_every_cache(client: Client) -> None:
    client.force_login(make_user())

    assert client.get("/keyboard/").headers["Cache-Control"] == "no-store"


@pytest.mark.django_db
def test_the_manifest_may_be_cached(client: Client) -> None:
    assert "Cache-Control" not in client.get("/manifest.webmanifest").headers


class Lost(Exception):
    """What a driver of PostgreSQL raises for the one of two that it lets go."""

    sqlstate = "40P01"


class View:
    """Answers after so many faults."""

    def __init__(self, faults: int, cause: Exception) -> None:
        self.left, self.cause, self.asked = faults, cause, 0

    def __call__(self, _request: HttpRequest) -> HttpResponse:
        self.asked += 1
        if self.left:
            self.left -= 1
            raise OperationalError from self.cause
        return HttpResponse("gemt")


@pytest.fixture
def answer_of(client: Client, settings: Settings) -> Callable[..., HttpResponse]:
    """What a browser is answered by the view, through everything that stands before views."""
    client.force_login(make_user())
    client.raise_request_exception = False

    def answer(view: View, **sent: object) -> HttpResponse:
        settings.ROOT_URLCONF = (path("deadlock/", view), path("", include("kundebro.config.urls")))
        return client.post("/deadlock/", sent)

    return answer


@pytest.mark.django_db
def test_who_was_let_go_for_another_is_asked_again_and_never_notices(answer_of: Callable[..., HttpResponse]) -> None:
    view = View(2, Lost())

    answer = answer_of(view)

    assert (answer.status_code, answer.content, view.asked) == (200, b"gemt", 3)


@pytest.mark.django_db
def test_it_is_not_asked_for_ever_and_after_other_faults_and_uploads_not_again(
    answer_of: Callable[..., HttpResponse],
) -> None:
    for view, sent, times in (
        (View(9, Lost()), {}, 3),
        (View(9, Exception("the server is gone")), {}, 1),
        (View(9, Lost()), {"file": SimpleUploadedFile("a.txt", b"a")}, 1),
    ):
        assert answer_of(view, **sent).status_code == 500
        assert view.asked == times
