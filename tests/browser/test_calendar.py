"""CRM → Kalender, and the secret address other programs read it at."""

import re
import urllib.error
import urllib.request
from collections.abc import Callable
from datetime import date, datetime, timedelta
from zoneinfo import ZoneInfo

import pytest
from playwright.sync_api import Locator, Page, expect

from tests.browser.steps import create_prospect, plan_activity, undo

HOME = ZoneInfo("Europe/Copenhagen")


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


def test_an_entry_is_dragged_to_another_hour_taken_back_and_moved_by_keyboard(
    sign_in: Callable[..., Page], see: Callable[[Page, str], None], fresh: Callable[[str], str]
) -> None:
    page, subject = sign_in("karen"), fresh("Fremvisning")
    monday = datetime.now(tz=HOME).date() + timedelta(days=70)
    monday -= timedelta(days=monday.weekday())
    wednesday = monday + timedelta(days=2)
    plan_activity(
        page, create_prospect(page, fresh("Ribe Porte")), subject=subject, date=f"{monday:%d-%m-%Y}", time="10"
    )

    def cell(day: date, hour: int) -> Locator:
        return page.locator(f"[data-day='{day.isoformat()}'][data-hour='{hour}']")

    page.goto(f"/calendar/?sheet=week&day={monday.isoformat()}")
    entry = page.locator(".calendar-entry", has_text=subject)
    expect(cell(monday, 10).locator(entry)).to_be_visible()
    entry.hover()
    page.mouse.down()
    box = cell(wednesday, 13).bounding_box()
    assert box
    page.mouse.move(box["x"] + 20, box["y"] + 10, steps=5)
    expect(cell(wednesday, 13)).to_have_class(re.compile("is-target"))
    page.mouse.up()
    expect(page.locator("[data-toast-text]").last).to_contain_text("kl. 13.00")
    expect(cell(wednesday, 13).locator(entry)).to_be_visible()
    undo(page)
    expect(cell(monday, 10).locator(entry)).to_be_visible()

    entry.locator(".calendar-move").focus()
    page.keyboard.press("Enter")
    expect(page.locator("#move-form [name=day]")).to_be_visible()
    see(page, "calendar-move")
    page.locator("#move-form [name=day]").fill(f"{wednesday:%d-%m-%Y}")
    page.locator("#move-form [name=time]").fill("8.15")
    page.keyboard.press("Control+s")
    expect(cell(wednesday, 8).locator(entry)).to_contain_text("08.15")
    see(page, "calendar-moved")


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
