"""The prospect says yes: from the card to a debtor with three clicks, or by keyboard alone."""

import re
from collections.abc import Callable

from playwright.sync_api import Page, expect

from tests.browser.steps import create_prospect, edit, undo

Name = Callable[[str], str]
See = Callable[[Page, str], None]
SignIn = Callable[..., Page]


def test_three_clicks_from_the_card_make_a_debtor_and_one_takes_it_back(
    sign_in: SignIn, see: See, fresh: Name, size: str
) -> None:
    page = sign_in("karen", size)
    create_prospect(page, fresh("Hørning Færgefart"))
    edit(page, "reach", {"email": "post@faergefart.example"})

    page.get_by_role("button", name="Flere funktioner").click()
    page.get_by_role("link", name="Overfør til debitor").click()
    dialog = page.locator("#dialog")
    expect(dialog.get_by_text("KundeEmnet og dets historik bevares.")).to_be_visible()
    see(page, "transfer")
    dialog.get_by_role("button", name="Overfør", exact=True).click()

    expect(page.locator("[data-toast-text]").get_by_text(re.compile(r"Debitor \S+ oprettet"))).to_be_visible()
    expect(page.locator(".record-tags").get_by_text("Debitor", exact=True)).to_be_visible()
    expect(page.locator("#readiness-title")).to_contain_text("Debitor")
    undo(page)
    expect(page.locator("#readiness-title")).to_have_text("Klar til debitor")


def test_another_profile_shows_what_it_gives_before_anything_is_written(
    sign_in: SignIn, see: See, fresh: Name
) -> None:
    page = sign_in("karen")
    create_prospect(page, fresh("Odder Færgefart"))
    page.goto(f"{page.url.partition('?')[0]}?tab=creditor")
    see(page, "readiness")
    page.locator(".readiness").get_by_role("link", name="Overfør til kreditor").click()
    number = page.locator("#transfer-form [name=number]")
    number.fill("F-777")
    number.press("Tab")
    expect(page.locator(".transfer-rows td").get_by_text("F-777")).to_be_visible()
    page.keyboard.press("Escape")
    expect(page.locator("#readiness-title")).to_have_text("Klar til kreditor")


def test_the_keyboard_alone_is_enough(sign_in: SignIn, see: See, fresh: Name) -> None:
    page = sign_in("karen")
    create_prospect(page, fresh("Ribe Færgefart"))
    page.get_by_role("button", name="Flere funktioner").focus()
    page.keyboard.press("Enter")
    page.get_by_role("link", name="Overfør til debitor").focus()
    page.keyboard.press("Enter")
    expect(page.locator("#transfer-form [name=number]")).to_be_focused()
    page.keyboard.press("Enter")
    expect(page.locator("#readiness-title")).to_contain_text(re.compile(r"Debitor \S+"))
    see(page, "transferred")
