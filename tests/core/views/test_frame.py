from typing import Any

import pytest
from django.test import Client

from kundebro.core.appearance import COOKIE
from tests.factories.users import make_user

pytestmark = pytest.mark.django_db


@pytest.fixture
def seller(client: Client) -> Client:
    client.force_login(make_user())
    return client


def test_a_dialog_is_a_page_of_its_own_without_script(seller: Client) -> None:
    page = seller.get("/keyboard/").content.decode()

    assert "<!doctype html>" in page
    assert page.count("<h1") == 1


def test_htmx_gets_only_the_dialog(seller: Client) -> None:
    response = seller.get("/keyboard/", headers={"HX-Request": "true", "HX-Target": "dialog"})

    assert "<html" not in response.content.decode()
    assert 'id="dialog-title"' in response.content.decode()
    assert "HX-Request" in response.headers["Vary"]


def test_typing_in_the_palette_brings_only_the_matches(seller: Client) -> None:
    response = seller.get("/palette/", {"q": "profil"}, headers={"HX-Request": "true", "HX-Target": "palette-results"})

    assert response.content.decode().count("palette-line") == 1
    assert "palette-text" not in response.content.decode()


def test_the_text_in_the_palette_is_escaped(seller: Client) -> None:
    assert b"<script>alert" not in seller.get("/palette/", {"q": "<script>alert(1)</script>"}).content


def test_browser_title_and_heading_agree(seller: Client) -> None:
    page = seller.get("/gallery/").content.decode()

    assert "<title>Galleri · Kundebro</title>" in page
    assert '<h1 class="page-title" tabindex="-1">Galleri</h1>' in page


def test_no_inline_script_and_no_inline_style(seller: Client) -> None:
    page = seller.get("/gallery/").content.decode()

    assert " style=" not in page
    assert "<style" not in page
    assert " onclick=" not in page
    assert "hx-on" not in page
    assert page.count("<script") == page.count("<script src=") + page.count('type="application/json"')


def test_the_chosen_theme_stands_in_the_first_byte(seller: Client) -> None:
    seller.post("/appearance/", {"theme": "dark", "next": "/gallery/"})

    page = seller.get("/gallery/").content.decode()
    assert 'data-bs-theme="dark"' in page
    assert "core/theme.js" not in page


def test_one_choice_leaves_the_others_as_they_are(seller: Client) -> None:
    seller.post("/appearance/", {"single_keys": "off"})
    seller.post("/appearance/", {"theme": "light"})

    assert seller.cookies[COOKIE].value == "light.compact.nokeys"


@pytest.mark.parametrize(
    "url", ["https://evil.example/", "//evil.example", "javascript:alert(1)", "/\n//evil.example"]
)
def test_the_way_back_after_a_choice_stays_here(client: Client, url: str) -> None:
    response = client.post("/appearance/", {"theme": "dark", "next": url})

    assert response.status_code == 303
    assert response.headers["Location"] in {"/", "/%0A//evil.example"}


def test_plain_http_on_the_network_is_warned_about_on_every_page(seller: Client, settings: Any) -> None:
    assert b"plain-http" not in seller.get("/gallery/").content

    settings.WARN_ABOUT_PLAIN_HTTP = True

    assert b"plain-http" in seller.get("/gallery/").content


def test_a_stranger_gets_the_manifest_and_nothing_else(client: Client) -> None:
    assert client.get("/manifest.webmanifest").json()["name"] == "Kundebro"
    assert client.get("/gallery/").status_code == 302
