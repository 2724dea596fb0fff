import json
from typing import Any

from django.contrib.messages.storage.cookie import CookieStorage
from django.http import HttpResponse
from django.test import RequestFactory

from kundebro.core.shortcuts import render_part, see_other
from kundebro.core.toasts import Toast, pending, toast


def request_with_messages(**headers: str) -> Any:
    request: Any = RequestFactory().get("/prospects/", headers=headers)
    request._messages = CookieStorage(request)
    return request


def test_a_toast_keeps_its_way_back() -> None:
    request = request_with_messages()

    toast(request, "Gemt", undo_url="/history/7/undo/")

    assert list(pending(request)) == [Toast(text="Gemt", undo_url="/history/7/undo/")]


def test_a_message_of_another_app_becomes_a_toast_without_links() -> None:
    from django.contrib import messages

    request = request_with_messages()
    messages.warning(request, "Pas på", extra_tags="noget andet")

    assert list(pending(request)) == [Toast(text="Pas på", level="warning")]


def test_a_part_of_a_page_brings_the_waiting_toasts_along() -> None:
    request = request_with_messages(HX_Request="true")
    request.user = None
    toast(request, "Gemt – æøå")

    response = render_part(request, "core/new.html", "", {"layout": "core/dialog.html", "entries": []})

    assert json.loads(response["HX-Trigger"])["kundebro:toasts"][0]["text"] == "Gemt – æøå"
    assert response["HX-Trigger"].isascii()


def test_a_change_is_followed_by_a_redirect_that_asks_with_get() -> None:
    request = request_with_messages()

    response: HttpResponse = see_other(request, "/prospects/", toast="Gemt")

    assert (response.status_code, response["Location"]) == (303, "/prospects/")
    assert list(pending(request)) == [Toast(text="Gemt")]


def test_htmx_is_told_to_load_the_page_and_the_toast_waits_for_it() -> None:
    request = request_with_messages(HX_Request="true")

    response = see_other(request, "/prospects/", toast="Gemt")

    assert (response.status_code, response["HX-Redirect"]) == (200, "/prospects/")
    assert "HX-Trigger" not in response
    assert list(pending(request)) == [Toast(text="Gemt")]
