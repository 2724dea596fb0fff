"""What is done without a mouse."""

import re
from collections.abc import Callable

from playwright.sync_api import Page, expect

from tests.browser.steps import create_prospect, edit, fact

FORTY = 40
FEW = 8


def test_the_palette_finds_a_prospect_by_digits_of_its_phone(
    sign_in: Callable[..., Page], see: Callable[[Page, str], None], fresh: Callable[[str], str]
) -> None:
    page, name = sign_in("karen"), fresh("Palle Palet")
    create_prospect(page, name)
    edit(page, "reach", {"phone": "62529876"})
    expect(fact(page, "phone")).to_have_text("+45 62 52 98 76")
    page.goto("/")
    page.keyboard.press("Control+k")
    page.locator("#palette-text").press_sequentially("62 52 98 76")
    expect(page.locator(".palette-line").first).to_contain_text(name)
    see(page, "palette")
    page.locator("#palette-text").press("Enter")
    expect(page.get_by_role("heading", level=1)).to_contain_text(name)


def test_a_question_mark_shows_the_keys(sign_in: Callable[..., Page], see: Callable[[Page, str], None]) -> None:
    page = sign_in("karen")
    page.goto("/prospects/")
    page.keyboard.press("?")
    expect(page.locator("#dialog .keys").first).to_be_visible()
    see(page, "keys")
    page.keyboard.press("Escape")
    expect(page.locator("#dialog-host")).not_to_have_attribute("open", "")


def test_j_k_and_enter_walk_and_open_the_list(sign_in: Callable[..., Page]) -> None:
    page = sign_in("karen")
    page.goto("/prospects/?sort=number")
    rows = page.locator("#rows tbody tr")
    for key in "jjk":
        page.keyboard.press(key)
    expect(rows.nth(0)).to_have_class(re.compile("is-here"))
    page.keyboard.press("j")
    expect(rows.nth(1)).to_have_class(re.compile("is-here"))
    name = rows.nth(1).locator("a").first.inner_text()
    page.keyboard.press("Enter")
    expect(page.get_by_role("heading", level=1)).to_contain_text(name)
    expect(page.locator(".walk-place")).to_contain_text("2")


def test_g_and_k_go_to_the_prospects(sign_in: Callable[..., Page]) -> None:
    page = sign_in("karen")
    page.goto("/profile/")
    page.keyboard.press("g")
    page.keyboard.press("k")
    expect(page).to_have_url(re.compile("/prospects/$"))


def test_forty_prospects_are_typed_saved_together_and_undone(
    sign_in: Callable[..., Page],
    see: Callable[[Page, str], None],
    fresh: Callable[[str], str],
    size: str,
) -> None:
    page, name = sign_in("karen", size), fresh("Messebesøg")
    rows = FORTY if size == "desktop" else FEW
    page.goto("/contacts/fair/")
    page.locator("tbody [data-column=name]").first.focus()
    for row in range(rows):
        page.keyboard.type(f"{name} nr {row + 1}")
        page.keyboard.press("Enter")
    see(page, "fair-typed")
    page.keyboard.press("Control+s")
    page.wait_for_url(re.compile("/prospects/"))
    toast = page.locator("[data-toast]:visible")
    expect(toast).to_contain_text(str(rows))
    page.goto(f"/prospects/?q={name.replace(' ', '+')}+nr")
    expect(page.locator(".list-count")).to_contain_text(str(rows))
    with page.expect_navigation():
        page.keyboard.press("Control+z")
    expect(page.locator("#rows .empty-state")).to_be_visible()
