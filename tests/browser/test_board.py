"""The board by mouse, by keyboard and, on a phone, by menu; a project from its first dialog to its end."""

import re
from collections.abc import Callable

from playwright.sync_api import Locator, Page, expect

from tests.browser.steps import create_prospect, undo


def test_a_project_goes_over_the_board_by_mouse_and_keyboard_and_is_won(
    sign_in: Callable[..., Page], see: Callable[[Page, str], None], fresh: Callable[[str], str]
) -> None:
    page, name = sign_in("karen"), fresh("Ny port")
    create_project(page, fresh("Havnens Smedje"), name)
    see(page, "project")

    page.goto("/sales-projects/board/")
    expect(card(page, name, "Prospekt")).to_be_visible()
    drag(page, card(page, name), lane(page, "Tilbud"))
    expect(card(page, name, "Tilbud")).to_be_visible()
    undo(page)
    expect(card(page, name, "Prospekt")).to_be_visible()
    see(page, "board")

    grip = card(page, name).locator("[data-grip]")
    grip.focus()
    page.keyboard.press("Enter")
    expect(page.locator("#announcer")).to_contain_text(name)
    page.keyboard.press("ArrowRight")
    expect(page.locator("#announcer")).to_contain_text("Tilbud")
    page.keyboard.press("ArrowRight")
    page.keyboard.press("Escape")
    expect(card(page, name, "Prospekt")).to_be_visible()
    page.keyboard.press("Enter")
    page.keyboard.press("ArrowRight")
    page.keyboard.press("ArrowRight")
    page.keyboard.press("Enter")
    expect(card(page, name, "Ordre")).to_be_visible()
    expect(card(page, name).locator("[data-grip]")).to_be_focused()

    drag(page, card(page, name), page.locator("[data-lane=close]"))
    expect(page.locator("#close-form")).to_be_visible()
    see(page, "close-dialog")
    page.locator("#close-form [name=outcome][value=won]").check()
    page.locator("[form=close-form]").click()
    page.wait_for_url(re.compile("/board/"))
    expect(card(page, name)).to_have_count(0)

    page.goto("/sales-projects/?state=all")
    with page.expect_response(lambda answer: "q=" in answer.url):
        page.locator("#search").fill(name)
    expect(page.locator("#rows tbody tr")).to_have_count(1)
    see(page, "projects")
    page.goto("/sales-projects/forecast/")
    see(page, "forecast")


def test_on_a_phone_a_card_is_moved_by_its_menu(sign_in: Callable[..., Page], fresh: Callable[[str], str]) -> None:
    page, name = sign_in("karen", "phone"), fresh("Nyt gulv")
    create_project(page, fresh("Engens Bageri"), name)
    page.goto("/sales-projects/board/")

    card(page, name).locator("[data-menu] button").first.click()
    card(page, name).get_by_role("button", name=re.compile("Ordre")).click()

    expect(card(page, name, "Ordre")).to_be_visible()


def create_project(page: Page, company: str, name: str) -> None:
    """A prospect, and from its card a project."""
    create_prospect(page, company)
    page.locator("[data-record-panel]", has_text="Salgsprojekter").click()
    page.locator("#projects-panel [data-dialog]").click()
    page.locator("#project-form [name=description]").fill(name)
    page.locator("#project-form [name=quote_ore]").fill("45.000")
    page.locator("[form=project-form][data-key=save]").click()
    page.wait_for_url(re.compile(r"/sales-projects/\d+/"))
    expect(page.get_by_role("heading", level=1)).to_contain_text(name)


def lane(page: Page, stage: str) -> Locator:
    return page.locator(".lane", has=page.locator(".lane-title", has_text=stage))


def card(page: Page, name: str, stage: str = "") -> Locator:
    within = lane(page, stage) if stage else page.locator("[data-board]")
    return within.locator("[data-card]", has_text=name)


def drag(page: Page, what: Locator, where: Locator) -> None:
    """By the mouse, as a hand does it: sideways, for the lanes are as long as the longest."""
    what.scroll_into_view_if_needed()
    start, end = what.bounding_box(), where.bounding_box()
    assert start is not None
    assert end is not None
    height = start["y"] + start["height"] - 12
    page.mouse.move(start["x"] + 40, height)
    page.mouse.down()
    page.mouse.move(end["x"] + 60, height, steps=8)
    page.mouse.up()
