"""CRM → Kalender, and the secret address other programs read it at."""

import re
import urllib.error
import urllib.request
from collections.abc import Callable

import pytest
from playwright.sync_api import Page, expect


def test_the_calendar_is_leafed_through_in_all_its_sheets(
    sign_in: Callable[..., Page], see: Callable[[Page, str], None], size: str
) -> None:
    page = sign_in("karen", size)
    page.goto("/calendar/")
    expect(page.locator("h1")).to_have_text("Kalender")
    page.goto("/calendar/?day=2026-12-24")
    expect(page.locator(".calendar-holiday").first).to_be_attached()
    for name in ("Dag", "Uge", "Måned", "Liste"):
        page.locator(".calendar-sheets a", has_text=name).click()
        expect(page.locator(".calendar-sheets [aria-current]")).to_have_text(name)
        see(page, f"calendar-{name}")
    page.goto("/calendar/?sheet=week&day=2026-12-31")
    expect(page.locator(".calendar-title")).to_have_text("Uge 53, 2026")
    page.get_by_role("link", name="Senere").click()
    expect(page.locator(".calendar-title")).to_have_text("Uge 1, 2027")


def test_a_calendar_address_is_made_read_without_signing_in_and_revoked(
    sign_in: Callable[..., Page], see: Callable[[Page, str], None]
) -> None:
    page = sign_in("karen")
    page.goto("/calendar/feeds/")
    page.get_by_role("button", name="Lav en adresse").click()
    address = page.locator("#feed-url").input_value()
    see(page, "calendar-address")

    with urllib.request.urlopen(address) as answer:  # noqa: S310  our own server
        assert answer.read().startswith(b"BEGIN:VCALENDAR")
    page.get_by_role("link", name="Færdig").click()
    see(page, "calendar-addresses")
    page.get_by_role("button", name=re.compile("Tilbagekald")).first.click()
    expect(page.locator("table")).to_have_count(0)

    with pytest.raises(urllib.error.HTTPError, match="404"):
        urllib.request.urlopen(address)  # noqa: S310  our own server
