import pytest
from django.http import HttpResponse
from django.test import RequestFactory

from kundebro.core.appearance import COOKIE, Appearance


def reading(value: str) -> Appearance:
    request = RequestFactory().get("/")
    request.COOKIES[COOKIE] = value
    return Appearance.read(request)


def test_what_was_written_is_read_again() -> None:
    chosen = Appearance(theme="dark", density="normal", has_single_keys=False)
    response = HttpResponse()

    chosen.write(response, is_secure=True)

    assert reading(response.cookies[COOKIE].value) == chosen
    assert response.cookies[COOKIE]["secure"] is True


@pytest.mark.parametrize("value", ["", "x", "purple.huge", "....", '"><script>'])
def test_an_unreadable_cookie_means_the_usual(value: str) -> None:
    assert reading(value) == Appearance()
